package io.blink.sql;

import io.blink.core.config.NearestName;
import io.blink.core.error.BlinkException;
import io.blink.core.error.ErrorCode;
import io.blink.core.expression.SourcePosition;
import java.util.Collection;

/** Messages about SQL: where, what, and the nearest known name. */
public final class SqlErrors {
    /** Everything is near a name of one or two letters. */
    private static final int SHORTEST = 3;

    private SqlErrors() {}

    public static BlinkException at(ErrorCode code, SourcePosition position, String message) {
        return new BlinkException(code, at(position) + ": " + message);
    }

    public static BlinkException at(ErrorCode code, SourcePosition position, String message, Throwable cause) {
        return new BlinkException(code, at(position) + ": " + message, cause);
    }

    /** {@code ; did you mean 'name'?} for the nearest of the known names, or nothing where none is near or it is known, but not where it stands. */
    public static String suggestion(String unknown, Collection<String> known) {
        if (unknown.length() < SHORTEST || known.contains(unknown)) {
            return "";
        }
        return NearestName.of(unknown, known)
                .map(name -> "; did you mean '" + name + "'?")
                .orElse("");
    }

    private static String at(SourcePosition position) {
        return "Line " + position.line() + ", column " + position.column();
    }
}
