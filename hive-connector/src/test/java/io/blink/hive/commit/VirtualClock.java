package io.blink.hive.commit;

import java.time.Duration;

/** Time that passes only by waiting. */
final class VirtualClock implements CommitClock {
    private final long start = System.currentTimeMillis();
    private Duration waited = Duration.ZERO;

    @Override
    public long currentTimeMillis() {
        return start + waited.toMillis();
    }

    @Override
    public void pause(Duration duration) {
        waited = waited.plus(duration);
    }

    Duration waited() {
        return waited;
    }
}
