package io.blink.runtime.expression;

import static java.util.Objects.requireNonNull;

import io.blink.runtime.function.FunctionSite;
import java.time.ZoneId;

/**
 * What expressions depend on besides their rows.
 *
 * @param timeZone the session's zone, frozen in the plan
 * @param statementStartMicros what CURRENT_TIMESTAMP means, microseconds since 1970-01-01T00:00:00Z
 * @param randomOrigin what RAND and UUID start from: one that differs gives other values, the same gives the same
 * @param functions of users
 */
public record EvaluationContext(
        ZoneId timeZone, long statementStartMicros, String randomOrigin, FunctionSite functions) {
    public EvaluationContext {
        requireNonNull(timeZone, "timeZone");
        requireNonNull(randomOrigin, "randomOrigin");
        requireNonNull(functions, "functions");
    }

    /** Where no user's function is called. */
    public EvaluationContext(ZoneId timeZone, long statementStartMicros, String randomOrigin) {
        this(timeZone, statementStartMicros, randomOrigin, FunctionSite.NONE);
    }

    /** Where no random function is evaluated, or which values it gives does not matter. */
    public EvaluationContext(ZoneId timeZone, long statementStartMicros) {
        this(timeZone, statementStartMicros, "");
    }
}
