package io.blink.scheduler.actor;

import java.time.Duration;

/** Runs turns one after the other. Any thread may hand in turns. */
public interface ActorLoop {
    /** Runs {@code turn} after those handed in before. */
    void execute(Runnable turn);

    /** Runs {@code turn} once {@code delay} has passed. */
    Timer schedule(Duration delay, Runnable turn);

    /** Monotonic, nanoseconds from any origin. */
    long nanoTime();

    /** Milliseconds since 1970, for people; no decision depends on it. */
    long currentTimeMillis();

    /** A turn to come. */
    interface Timer {
        /** The turn will not run, unless it has begun. Only from within a turn. */
        void cancel();
    }
}
