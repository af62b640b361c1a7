package io.blink.core.spi.catalog;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.blink.core.type.DataType;

/**
 * A column of a table.
 *
 * @param computedAs SQL text of a computed column, or {@code null} for one that the connector reads
 * @param comment may be {@code null}
 * @param metadata of a column that is no part of the row itself but something that the connector knows about it; else {@code null}
 */
public record ColumnDefinition(String name, DataType type, String computedAs, String comment, Metadata metadata) {
    /** @param key what the connector calls it @param virtual whether it is only read and no column for those who write */
    public record Metadata(String key, boolean virtual) {
        public Metadata {
            requireNonNull(key, "key");
        }
    }

    public ColumnDefinition {
        requireNonNull(name, "name");
        requireNonNull(type, "type");
    }

    public ColumnDefinition(String name, DataType type, String computedAs, String comment) {
        this(name, type, computedAs, comment, null);
    }

    public ColumnDefinition(String name, DataType type) {
        this(name, type, null, null);
    }

    /** Whether rows that are written to the table have it. */
    @JsonIgnore
    public boolean isWritten() {
        return computedAs == null && (metadata == null || !metadata.virtual());
    }
}
