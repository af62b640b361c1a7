package io.blink.runtime.expression;

import io.blink.core.column.Column;
import io.blink.core.column.ConstantColumn;

/** A literal, or what the evaluation context fixes. */
final class ConstantNode extends Node {
    private final Column value;

    /** @param value flat, of one position */
    ConstantNode(Column value) {
        this.value = value;
    }

    @Override
    Column evaluate(Rows rows) {
        return new ConstantColumn(rows.count(), value);
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
