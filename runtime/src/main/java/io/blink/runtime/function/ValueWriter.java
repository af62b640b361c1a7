package io.blink.runtime.function;

import io.blink.core.column.ColumnBuilder;

/** Java objects into columns. */
interface ValueWriter {
    /** @param value not {@code null} */
    void write(Object value, ColumnBuilder builder);

    /** Also {@code null}, as NULL. */
    default void append(Object value, ColumnBuilder builder) {
        if (value == null) {
            builder.appendNull();
        } else {
            write(value, builder);
        }
    }
}
