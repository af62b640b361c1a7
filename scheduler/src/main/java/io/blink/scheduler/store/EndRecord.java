package io.blink.scheduler.store;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * How a job ended.
 *
 * @param state FINISHED, FAILED or CANCELED
 * @param message what its user is told if it did not finish, or {@code null}
 * @param savepoint the latest one of it, with which it may have ended, or {@code null}
 */
public record EndRecord(
        String state,
        long endedMillis,
        String message,
        @JsonInclude(JsonInclude.Include.NON_NULL) String savepoint) {
    static final String KIND = "end";
    static final int VERSION = 1;
}
