package io.blink.core.expression;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.blink.core.type.DataType;

/**
 * A constant. Its value is text in a form that depends on the type alone, so that plans read the same everywhere: {@code true}/{@code false}; digits of
 * integers; {@code Double.toString}; decimals plainly with their scale; character strings as they are; binary strings in hex; DATE as days, TIME and
 * TIMESTAMP as microseconds (with {@code .nnn} nanoseconds where the type has more than 6 digits), intervals as months or microseconds.
 *
 * @param value {@code null} for NULL
 */
public record Literal(String value, DataType type) implements Expression {
    public Literal {
        requireNonNull(type, "type");
    }

    @JsonIgnore
    public boolean isNull() {
        return value == null;
    }

    @Override
    public String toString() {
        return value == null ? "NULL" : type.kind().isCharacter() ? "'" + value.replace("'", "''") + "'" : value;
    }
}
