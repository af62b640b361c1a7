package io.blink.scheduler.store;

/**
 * A turn of the job has thrown, and the term of its master has ended by it.
 *
 * @param problem what it threw
 */
public record MasterFailure(String problem) {
    static final String KIND = "master-failure";
    static final int VERSION = 1;
}
