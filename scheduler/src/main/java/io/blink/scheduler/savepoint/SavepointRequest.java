package io.blink.scheduler.savepoint;

/**
 * The wish for a savepoint.
 *
 * @param parent folder in which it gets one of its own; empty: what the job's settings say
 * @param name of its folder, chosen by the client, so that a repeated wish is the same savepoint
 * @param stop whether the job ends with it
 * @param drain whether event time ends ahead of it, so that every window is emitted; only with {@code stop}
 */
public record SavepointRequest(String parent, String name, boolean stop, boolean drain) {}
