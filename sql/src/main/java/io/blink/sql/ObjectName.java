package io.blink.sql;

import static java.util.Objects.requireNonNull;

import io.blink.core.expression.SourcePosition;
import java.util.List;

/** The name of a table, view, database or catalog as written: one to three parts, completed from the session's current catalog and database. */
public record ObjectName(List<String> parts, SourcePosition position) {
    public ObjectName {
        parts = List.copyOf(parts);
        requireNonNull(position, "position");
        if (parts.isEmpty() || parts.size() > 3) {
            throw new IllegalArgumentException("a name has one to three parts: " + parts);
        }
    }

    /** The last part. */
    public String simple() {
        return parts.get(parts.size() - 1);
    }

    @Override
    public String toString() {
        return String.join(".", parts);
    }
}
