package io.blink.hive.commit;

import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Time as a commit sees it. */
interface CommitClock {
    long currentTimeMillis();

    /** Waits; an interrupt ends the wait with the error {@code CANCELED}. */
    void pause(Duration duration);

    CommitClock SYSTEM = new CommitClock() {
        @Override
        public long currentTimeMillis() {
            return System.currentTimeMillis();
        }

        @Override
        public void pause(Duration duration) {
            try {
                TimeUnit.NANOSECONDS.sleep(duration.toNanos());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new BlinkException(CoreErrorCode.CANCELED, "Interrupted while waiting for another overwrite", e);
            }
        }
    };
}
