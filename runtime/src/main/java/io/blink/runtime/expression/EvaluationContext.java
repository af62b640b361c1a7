package io.blink.runtime.expression;

import static java.util.Objects.requireNonNull;

import java.time.ZoneId;

/**
 * What expressions depend on besides their rows.
 *
 * @param timeZone the session's zone, frozen in the plan
 * @param statementStartMicros what CURRENT_TIMESTAMP means, microseconds since 1970-01-01T00:00:00Z
 */
public record EvaluationContext(ZoneId timeZone, long statementStartMicros) {
    public EvaluationContext {
        requireNonNull(timeZone, "timeZone");
    }
}
