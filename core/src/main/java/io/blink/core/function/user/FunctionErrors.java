package io.blink.core.function.user;

import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;

/** The words for what can be wrong with a user's function. */
public final class FunctionErrors {
    private static final int VALUE_LENGTH_MAX = 120;
    private static final int ARGUMENTS_LENGTH_MAX = 600;

    private FunctionErrors() {}

    /** A class that cannot be a function. */
    public static BlinkException invalid(String name, String className, String problem, Throwable cause) {
        return new BlinkException(
                CoreErrorCode.INVALID_FUNCTION, "Function " + name + " (class " + className + "): " + problem, cause);
    }

    /**
     * The function threw. The message has the user's stack, since causes do not travel between processes.
     *
     * @param what was called: {@code eval(1, 'a')}
     * @param place where the call stands in its statement and which operator ran it; may be empty
     */
    public static BlinkException failed(UserFunction function, String what, String place, Throwable cause) {
        return new BlinkException(
                CoreErrorCode.FUNCTION_FAILED,
                "Function " + function.name() + " (class " + function.className() + ") failed in " + what + place + ": "
                        + UserStack.of(cause),
                cause);
    }

    /** Arguments for a message, shortened. */
    public static String text(Object... arguments) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < arguments.length && text.length() < ARGUMENTS_LENGTH_MAX; i++) {
            text.append(i == 0 ? "" : ", ").append(valueText(arguments[i]));
        }
        return text.length() < ARGUMENTS_LENGTH_MAX
                ? text.toString()
                : text.append(", …").toString();
    }

    private static String valueText(Object value) {
        if (value == null) {
            return "NULL";
        }
        boolean quoted = value instanceof String;
        String text = value instanceof byte[] bytes ? bytes.length + " bytes" : String.valueOf(value);
        String shortened = text.length() <= VALUE_LENGTH_MAX ? text : text.substring(0, VALUE_LENGTH_MAX) + "…";
        return quoted ? "'" + shortened + "'" : shortened;
    }
}
