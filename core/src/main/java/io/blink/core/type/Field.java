package io.blink.core.type;

import static java.util.Objects.requireNonNull;

/** A named column of a table or of an intermediate result. Names are case-preserving and compared without case. */
public record Field(String name, DataType type) {
    public Field {
        requireNonNull(name, "name");
        requireNonNull(type, "type");
    }
}
