package io.blink.sql;

import io.blink.core.expression.SourcePosition;
import io.blink.core.type.DataType;
import java.util.Optional;

/** A column of CREATE TABLE. */
public sealed interface ColumnDefinition {
    String name();

    Optional<String> comment();

    SourcePosition position();

    /** A column that the connector stores. */
    record Physical(String name, DataType type, Optional<String> comment, SourcePosition position)
            implements ColumnDefinition {}

    /** A name alone: the column that the query of a CREATE TABLE AS has under it. */
    record OfQuery(String name, SourcePosition position) implements ColumnDefinition {
        @Override
        public Optional<String> comment() {
            return Optional.empty();
        }
    }

    /** {@code name AS expression}: computed on reading, absent on writing. */
    record Computed(String name, String expression, Optional<String> comment, SourcePosition position)
            implements ColumnDefinition {}

    /** {@code name type METADATA [FROM 'key'] [VIRTUAL]}: something the connector knows about a row; a virtual one is read only. */
    record Metadata(
            String name,
            DataType type,
            Optional<String> key,
            boolean virtual,
            Optional<String> comment,
            SourcePosition position)
            implements ColumnDefinition {}
}
