package io.blink.sql;

import io.blink.core.expression.SourcePosition;
import java.util.List;
import java.util.Optional;

/** A PRIMARY KEY … NOT ENFORCED: what the writer of the table promises. */
public record PrimaryKey(Optional<String> name, List<String> columns, SourcePosition position) {
    public PrimaryKey {
        columns = List.copyOf(columns);
    }
}
