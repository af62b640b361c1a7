package io.blink.runtime.function;

import io.blink.core.column.ColumnBuilder;
import io.blink.core.type.DataType;

/** Writes what a table function collects, of whatever class its first value is; all are of one. */
final class CollectedWriter implements ValueWriter {
    private final DataType type;
    private Class<?> seen;
    private ValueWriter writer;

    CollectedWriter(DataType type) {
        this.type = type;
    }

    @Override
    public void write(Object value, ColumnBuilder builder) {
        if (value.getClass() != seen) {
            writer = ValueWriters.of(type, JavaClasses.dynamic(value.getClass()));
            seen = value.getClass();
        }
        writer.write(value, builder);
    }
}
