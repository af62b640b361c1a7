package io.blink.runtime.operator.window;

import java.util.concurrent.TimeUnit;

/** From the first change until something is due because of it. Time is passed in. */
final class FiringDelay {
    private final long nanos;
    private long dueNanos;
    private boolean running;

    FiringDelay(long millis) {
        nanos = TimeUnit.MILLISECONDS.toNanos(millis);
    }

    void start(long nowNanos) {
        if (!running) {
            running = true;
            dueNanos = nowNanos + nanos;
        }
    }

    boolean endsBy(long nowNanos) {
        boolean ends = running && nowNanos - dueNanos >= 0;
        running &= !ends;
        return ends;
    }

    /** When to ask next; {@link Long#MAX_VALUE} while nothing is due. */
    long wakeNanos() {
        return running ? dueNanos : Long.MAX_VALUE;
    }
}
