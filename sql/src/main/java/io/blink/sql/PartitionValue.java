package io.blink.sql;

import static java.util.Objects.requireNonNull;

import io.blink.core.expression.SourcePosition;
import java.util.Optional;

/**
 * One column of a PARTITION clause. With a value it names a static partition: the literal's text ({@code x} for {@code 'x'}), to be read as the
 * column's type. Without one the column is dynamic: its value comes from the query.
 */
public record PartitionValue(String column, Optional<String> value, SourcePosition position) {
    public PartitionValue {
        requireNonNull(column, "column");
        requireNonNull(value, "value");
        requireNonNull(position, "position");
    }
}
