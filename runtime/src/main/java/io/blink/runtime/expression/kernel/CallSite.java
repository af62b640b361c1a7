package io.blink.runtime.expression.kernel;

import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.expression.Call;
import io.blink.core.expression.Literal;
import io.blink.core.function.ScalarFunction;
import io.blink.core.type.DataType;

/** The call that a kernel works for: words its errors with values, types and where the call stands in its statement. */
public record CallSite(Call call) {
    private static final int VALUE_LENGTH_MAX = 120;

    public ScalarFunction function() {
        return call.function();
    }

    public DataType type() {
        return call.type();
    }

    public DataType argumentType(int index) {
        return call.arguments().get(index).type();
    }

    /** A text that the plan fixes: a mode of the function. */
    public String constantText(int index) {
        if (call.arguments().get(index) instanceof Literal literal && !literal.isNull()) {
            return literal.value();
        }
        throw new IllegalArgumentException(function() + " has no constant as argument " + index);
    }

    public BlinkException overflow(Object value) {
        return overflowOf(function() + "(" + value + ")");
    }

    public BlinkException overflow(Object left, Object right) {
        return overflowOf(left + operator() + right);
    }

    private BlinkException overflowOf(String operation) {
        return new BlinkException(
                CoreErrorCode.NUMERIC_OVERFLOW,
                operation + " does not fit into " + type().withNullable(true) + at()
                        + "; cast the operands to a wider type.");
    }

    public BlinkException divisionByZero(Object left) {
        return new BlinkException(
                CoreErrorCode.DIVISION_BY_ZERO,
                left + operator() + "0 divides by zero" + at() + "; guard it with NULLIF(divisor, 0) or CASE.");
    }

    public BlinkException invalidCast(Object value, DataType from) {
        return invalidCast(value, from, null);
    }

    public BlinkException invalidCast(Object value, DataType from, Throwable cause) {
        boolean text = from.kind().isCharacter();
        return new BlinkException(
                CoreErrorCode.INVALID_CAST,
                "Cannot convert " + (text ? "'" : "") + shortened(value) + (text ? "'" : "") + " from "
                        + from.withNullable(true) + " to " + type().withNullable(true) + at()
                        + "; TRY_CAST gives NULL instead.",
                cause);
    }

    /** An argument that the function does not take. */
    public BlinkException invalidArgument(String problem, Throwable cause) {
        return new BlinkException(CoreErrorCode.INVALID_ARGUMENT, function() + at() + ": " + problem, cause);
    }

    public BlinkException notSupported(String problem) {
        return new BlinkException(CoreErrorCode.NOT_SUPPORTED, function() + at() + " " + problem);
    }

    public BlinkException notSupportedForTypes() {
        StringBuilder types = new StringBuilder("does not take (");
        for (int i = 0; i < call.arguments().size(); i++) {
            types.append(i == 0 ? "" : ", ").append(argumentType(i).withNullable(true));
        }
        return notSupported(types.append(") with the result ").append(type().withNullable(true)) + ".");
    }

    private String at() {
        return call.position() == null ? "" : " at " + call.position();
    }

    private String operator() {
        return switch (function()) {
            case ADD -> " + ";
            case SUBTRACT -> " - ";
            case MULTIPLY -> " * ";
            case DIVIDE -> " / ";
            case MODULO -> " % ";
            default -> " " + function() + " ";
        };
    }

    private static String shortened(Object value) {
        String text = String.valueOf(value);
        return text.length() <= VALUE_LENGTH_MAX ? text : text.substring(0, VALUE_LENGTH_MAX) + "…";
    }
}
