package io.blink.scheduler.client;

import java.security.SecureRandom;

/** New names for jobs, chosen by the client, so that a submission can be repeated. */
final class JobIds {
    private static final SecureRandom RANDOM = new SecureRandom();

    private JobIds() {}

    static String next() {
        return String.format("%016x", RANDOM.nextLong());
    }
}
