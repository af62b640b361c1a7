package io.blink.scheduler.client;

import java.security.SecureRandom;

/** Names of new savepoints' folders, chosen by the client, so that a request can be repeated. */
public final class SavepointNames {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int JOB_CHARACTERS = 6;

    private SavepointNames() {}

    public static String next(String jobId) {
        return String.format(
                "savepoint-%s-%012x",
                jobId.substring(0, Math.min(JOB_CHARACTERS, jobId.length())), RANDOM.nextLong() & 0xFFFFFFFFFFFFL);
    }
}
