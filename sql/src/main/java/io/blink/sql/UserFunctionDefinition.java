package io.blink.sql;

import static java.util.Objects.requireNonNull;

import io.blink.core.function.user.FunctionClass;
import io.blink.core.function.user.UserFunction;

/**
 * A user's function that a name in a statement means.
 *
 * @param function what plans carry of it
 * @param type its class, as the planner loaded it
 */
public record UserFunctionDefinition(UserFunction function, FunctionClass type) {
    public UserFunctionDefinition {
        requireNonNull(function, "function");
        requireNonNull(type, "type");
    }
}
