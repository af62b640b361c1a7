package io.blink.runtime.expression;

import io.blink.core.column.Column;

/** A column of the input. */
final class InputNode extends Node {
    private final int index;

    InputNode(int index) {
        this.index = index;
    }

    @Override
    Column evaluate(Rows rows) {
        return rows.column(index);
    }

    @Override
    boolean isFree() {
        return true;
    }

    @Override
    boolean vectorized() {
        return true;
    }
}
