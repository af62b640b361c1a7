package io.blink.scheduler.store;

/**
 * How a job ended.
 *
 * @param state FINISHED, FAILED or CANCELED
 * @param message what its user is told if it did not finish, or {@code null}
 */
public record EndRecord(String state, long endedMillis, String message) {
    static final String KIND = "end";
    static final int VERSION = 1;
}
