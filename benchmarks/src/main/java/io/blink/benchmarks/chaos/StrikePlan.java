package io.blink.benchmarks.chaos;

import java.time.Duration;
import java.util.Random;

/** When strikes come and whom they hit, as a seed decides: every other one shortly after a checkpoint began or was complete. */
final class StrikePlan {
    private static final int DELAY_MILLIS_MAX = 200;

    /**
     * @param pause since the one before
     * @param afterCheckpoint whether it waits for the next change of the checkpoints behind the pause
     * @param delay after that change; zero without
     * @param choice from 0 on
     */
    record Strike(Duration pause, boolean afterCheckpoint, Duration delay, int choice) {}

    private final Random random;
    private final long pauseMillisMin;
    private final long pauseMillisMax;
    private int count;

    StrikePlan(long seed, Duration pauseMin, Duration pauseMax) {
        this.random = new Random(seed);
        this.pauseMillisMin = pauseMin.toMillis();
        this.pauseMillisMax = pauseMax.toMillis();
    }

    Strike next() {
        boolean afterCheckpoint = count++ % 2 == 0;
        Duration pause =
                Duration.ofMillis(pauseMillisMin + random.nextInt((int) (pauseMillisMax - pauseMillisMin) + 1));
        Duration delay = Duration.ofMillis(random.nextInt(DELAY_MILLIS_MAX + 1));
        return new Strike(
                pause, afterCheckpoint, afterCheckpoint ? delay : Duration.ZERO, random.nextInt(Integer.MAX_VALUE));
    }
}
