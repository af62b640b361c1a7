package io.blink.scheduler.job;

import io.blink.core.error.ErrorType;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Failures of a stream that come again right after each restart. For them a completed checkpoint alone is no progress: a row that an operator cannot take stays where it is, while other splits go on and
 * checkpoints of what lies before it complete. Only internal errors are remembered; what passes by outside, or when resources are there again, is not the job's own.
 */
final class RecurringFailures {
    /** A stream that ran so long and completed a checkpoint has made progress: what fails then may be the same, but not in the same place. */
    private static final Duration PROGRESS = Duration.ofSeconds(30);
    /** By when the last restart must begin, from the first failure on. */
    private static final Duration PATIENCE = Duration.ofSeconds(210);
    /** Failures after which {@link #PATIENCE} may end, so that one slow restart does not use it up. */
    private static final int TIMES_MIN = 3;

    private static final int CAUSES_MAX = 16;

    /**
     * What makes two failures the same.
     *
     * @param message as the task gave it, with the place where it knows one
     */
    record Cause(int vertexId, ErrorType type, String code, String message) {}

    /** @param times in a row */
    private record Occurrence(long firstNanos, int times) {}

    private final Map<Cause, Occurrence> known = new LinkedHashMap<>();
    private long restartedNanos;
    private boolean checkpointCompleted;

    /** The tasks are being deployed. */
    void restarted(long nowNanos) {
        restartedNanos = nowNanos;
        checkpointCompleted = false;
    }

    void checkpointCompleted() {
        checkpointCompleted = true;
    }

    /** How many times in a row this failure has come, now included. */
    int failed(Cause cause, long nowNanos) {
        if (checkpointCompleted && nowNanos - restartedNanos >= PROGRESS.toNanos()) {
            known.clear();
        }
        if (cause.type() != ErrorType.INTERNAL) {
            return 1;
        }
        Occurrence before = known.remove(cause);
        Occurrence now =
                before == null ? new Occurrence(nowNanos, 1) : new Occurrence(before.firstNanos(), before.times() + 1);
        known.put(cause, now);
        if (known.size() > CAUSES_MAX) {
            known.remove(known.keySet().iterator().next());
        }
        return now.times();
    }

    /** Whether it has been tried for long enough, if the next restart comes after such a wait. */
    boolean outlasts(Cause cause, long nowNanos, Duration wait) {
        Occurrence occurrence = known.get(cause);
        return occurrence != null
                && occurrence.times() >= TIMES_MIN
                && nowNanos + wait.toNanos() - occurrence.firstNanos() > PATIENCE.toNanos();
    }
}
