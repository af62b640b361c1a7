package io.blink.core.spi.catalog;

import static java.util.Objects.requireNonNull;

import io.blink.core.type.DataType;

/**
 * A column of a table.
 *
 * @param computedAs SQL text of a computed column, or {@code null} for a stored one
 * @param comment may be {@code null}
 */
public record ColumnDefinition(String name, DataType type, String computedAs, String comment) {
    public ColumnDefinition {
        requireNonNull(name, "name");
        requireNonNull(type, "type");
    }

    public ColumnDefinition(String name, DataType type) {
        this(name, type, null, null);
    }
}
