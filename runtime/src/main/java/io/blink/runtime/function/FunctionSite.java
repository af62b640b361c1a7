package io.blink.runtime.function;

import static java.util.Objects.requireNonNull;

import io.blink.core.expression.SourcePosition;

/**
 * Where calls of users' functions are made.
 *
 * @param operator for messages; may be empty
 */
public record FunctionSite(UserFunctions functions, String operator) {
    /** Where there are none. */
    public static final FunctionSite NONE = new FunctionSite(UserFunctions.none(), "");

    public FunctionSite {
        requireNonNull(functions, "functions");
        requireNonNull(operator, "operator");
    }

    /** For messages: where a call stands and what runs it. @param position may be {@code null} */
    public String place(SourcePosition position) {
        return (position == null ? "" : " at " + position) + (operator.isEmpty() ? "" : " in " + operator);
    }
}
