package io.blink.core.expression;

import static java.util.Objects.requireNonNull;

import io.blink.core.function.ScalarFunction;
import io.blink.core.function.user.UserFunction;
import io.blink.core.type.DataType;
import java.util.List;
import java.util.stream.Collectors;

/** A function of its arguments. @param position may be {@code null} where the planner made the call up */
public record Call(ScalarFunction function, List<Expression> arguments, DataType type, SourcePosition position)
        implements Expression {
    public Call {
        requireNonNull(function, "function");
        requireNonNull(type, "type");
        arguments = List.copyOf(arguments);
    }

    public Call(ScalarFunction function, List<Expression> arguments, DataType type) {
        this(function, arguments, type, null);
    }

    @Override
    public String toString() {
        if (function == ScalarFunction.USER || function == ScalarFunction.USER_VOLATILE) {
            return UserFunction.of(this).name()
                    + UserFunction.arguments(this).stream()
                            .map(Expression::toString)
                            .collect(Collectors.joining(", ", "(", ")"));
        }
        return function
                + arguments.stream().map(Expression::toString).collect(Collectors.joining(", ", "(", ")"))
                + (function == ScalarFunction.CAST || function == ScalarFunction.TRY_CAST ? ":" + type : "");
    }
}
