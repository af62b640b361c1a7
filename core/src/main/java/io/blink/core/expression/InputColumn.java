package io.blink.core.expression;

import static java.util.Objects.requireNonNull;

import io.blink.core.type.DataType;

/** The value of an input column. @param index from 0 */
public record InputColumn(int index, DataType type) implements Expression {
    public InputColumn {
        requireNonNull(type, "type");
    }

    @Override
    public String toString() {
        return "$" + index;
    }
}
