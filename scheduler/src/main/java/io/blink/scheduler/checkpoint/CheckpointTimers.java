package io.blink.scheduler.checkpoint;

import io.blink.core.config.Configuration;
import io.blink.scheduler.SchedulerOptions;
import io.blink.scheduler.actor.ActorLoop;
import io.blink.scheduler.actor.ActorLoop.Timer;
import java.time.Duration;
import java.util.Optional;

/** When the next checkpoint is due, and how long one on its way may take. Each timer is one at a time: to set it again is to cancel what was set. In turns. */
final class CheckpointTimers {
    /** How soon a savepoint is tried again whose tasks do not all run yet. */
    private static final Duration SAVEPOINT_RETRY = Duration.ofMillis(50);

    /** How often a stream without an interval is looked at: it may need a checkpoint all the same. */
    private static final Duration UNASKED_INTERVAL = Duration.ofSeconds(10);

    private final ActorLoop loop;
    private final Optional<Duration> interval;
    private final Duration pause;
    private final Duration timeout;
    private final boolean unaligned;
    private final Duration alignedTimeout;

    private Timer triggerTimer;
    private Timer timeoutTimer;
    private Timer overtakeTimer;
    private long triggeredNanos;

    CheckpointTimers(ActorLoop loop, Configuration settings) {
        this.loop = loop;
        this.interval = settings.optional(SchedulerOptions.CHECKPOINT_INTERVAL);
        this.pause = settings.get(SchedulerOptions.CHECKPOINT_PAUSE);
        this.timeout = settings.get(SchedulerOptions.CHECKPOINT_TIMEOUT);
        this.unaligned = settings.get(SchedulerOptions.UNALIGNED);
        this.alignedTimeout = settings.get(SchedulerOptions.ALIGNED_TIMEOUT);
    }

    /** Whether users want checkpoints. */
    boolean hasInterval() {
        return interval.isPresent();
    }

    Duration timeout() {
        return timeout;
    }

    /** One is triggered now, or would be: the interval counts from here. */
    void triggered() {
        triggeredNanos = loop.nanoTime();
    }

    /** The {@link System#nanoTime} of {@link #triggered}. */
    long triggeredNanos() {
        return triggeredNanos;
    }

    long nanosSinceTrigger() {
        return loop.nanoTime() - triggeredNanos;
    }

    /** Has {@code trigger} run an interval after the last time, or soon where a savepoint waits. */
    void scheduleTrigger(boolean savepointWaits, Runnable trigger) {
        cancelTrigger();
        if (savepointWaits) {
            triggerTimer = loop.schedule(SAVEPOINT_RETRY, trigger);
        } else {
            long wait = Math.max(interval.orElse(UNASKED_INTERVAL).toNanos() - nanosSinceTrigger(), pause.toNanos());
            triggerTimer = loop.schedule(Duration.ofNanos(Math.max(0, wait)), trigger);
        }
    }

    /** Has {@code late} run when a checkpoint that begins now has taken too long. */
    void scheduleTimeout(Runnable late) {
        cancel(timeoutTimer);
        timeoutTimer = loop.schedule(timeout, late);
    }

    /** Has {@code overtake} run when the barriers of a checkpoint that begins now may no longer wait; never if they always do. */
    void scheduleOvertaking(Runnable overtake) {
        cancel(overtakeTimer);
        if (unaligned) {
            overtakeTimer = loop.schedule(alignedTimeout, overtake);
        }
    }

    void cancelTrigger() {
        cancel(triggerTimer);
    }

    /** The checkpoint that was on its way no longer is. */
    void cancelPending() {
        cancel(timeoutTimer);
        cancel(overtakeTimer);
    }

    private static void cancel(Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
    }
}
