package io.blink.hive.metastore;

import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Time as retries see it. */
interface RetryClock {
    long nanoTime();

    /** Waits; an interrupt ends the wait with the error {@code CANCELED}. */
    void pause(Duration duration);

    RetryClock SYSTEM = new RetryClock() {
        @Override
        public long nanoTime() {
            return System.nanoTime();
        }

        @Override
        public void pause(Duration duration) {
            try {
                TimeUnit.NANOSECONDS.sleep(duration.toNanos());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new BlinkException(
                        CoreErrorCode.CANCELED, "Interrupted while waiting to ask the metastore again", e);
            }
        }
    };
}
