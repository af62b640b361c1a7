package io.blink.scheduler.job;

import io.blink.core.config.Configuration;
import io.blink.scheduler.SchedulerOptions;
import java.time.Duration;
import java.util.Optional;

/**
 * When and whether a job goes on after a failure. Batch: each task may fail a few times, with short waits, so that what passes by passes. Stream: waits double from
 * the first to the longest; after a time without failure, or with a checkpoint completed since, the count starts anew. Losing workers costs a stream no wait, but
 * without progress in between it counts too: a row that kills every process it meets must not do so for ever. Nor may the same internal error that comes right after each restart, whatever
 * checkpoints complete between ({@link RecurringFailures}).
 */
final class RestartPolicy {
    /** Losses of workers, or of finished output, that one batch task may have a part in. */
    private static final int LOSSES_MAX = 16;

    private static final int LOSSES_WITHOUT_PROGRESS_MAX = 32;
    private static final Duration BATCH_WAIT = Duration.ofMillis(100);

    private final int taskRetries;
    private final Duration initial;
    private final Duration longest;
    private final Duration reset;
    private final int restartsMax;
    private final RecurringFailures recurring = new RecurringFailures();
    private int restartsInARow;
    private int lossesInARow;
    private long lastFailureNanos;

    RestartPolicy(Configuration settings) {
        taskRetries = settings.get(SchedulerOptions.TASK_RETRIES);
        initial = settings.get(SchedulerOptions.RESTART_BACKOFF_INITIAL);
        longest = settings.get(SchedulerOptions.RESTART_BACKOFF_MAX);
        reset = settings.get(SchedulerOptions.RESTART_BACKOFF_RESET);
        restartsMax = settings.get(SchedulerOptions.RESTART_ATTEMPTS);
    }

    /** The wait before a batch task runs again after its {@code failures}-th failure; empty: the job fails. */
    Optional<Duration> afterTaskFailure(int failures) {
        return failures > taskRetries
                ? Optional.empty()
                : Optional.of(BATCH_WAIT.multipliedBy(1L << 2 * (failures - 1)));
    }

    /** Whether a batch goes on although one task was lost, or its output was, so many times. */
    boolean goesOnAfterLosses(int losses) {
        return losses <= LOSSES_MAX;
    }

    /** The wait before a stream restarts after one of its tasks failed; empty: the job fails. */
    Optional<Duration> afterStreamFailure(RecurringFailures.Cause cause, long nowNanos) {
        expire(nowNanos);
        restartsInARow++;
        int failures = Math.max(restartsInARow, recurring.failed(cause, nowNanos));
        Duration doubled = initial.multipliedBy(1L << Math.min(20, failures - 1));
        Duration wait = doubled.compareTo(longest) < 0 ? doubled : longest;
        return failures > restartsMax || recurring.outlasts(cause, nowNanos, wait)
                ? Optional.empty()
                : Optional.of(wait);
    }

    /** The tasks of a stream are being deployed. */
    void streamRestarts(long nowNanos) {
        recurring.restarted(nowNanos);
    }

    /** Whether a stream restarts after it lost a worker. */
    boolean streamGoesOnAfterLoss(long nowNanos) {
        expire(nowNanos);
        return ++lossesInARow <= LOSSES_WITHOUT_PROGRESS_MAX;
    }

    private void expire(long nowNanos) {
        if (nowNanos - lastFailureNanos > reset.toNanos()) {
            restartsInARow = 0;
            lossesInARow = 0;
        }
        lastFailureNanos = nowNanos;
    }

    /** A checkpoint is complete. */
    void progressed() {
        restartsInARow = 0;
        lossesInARow = 0;
        recurring.checkpointCompleted();
    }
}
