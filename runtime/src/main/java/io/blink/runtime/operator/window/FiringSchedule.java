package io.blink.runtime.operator.window;

import io.blink.core.plan.WindowFiring;
import java.util.Collection;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/**
 * Which windows, by their ends, are to be emitted now: those in which something changed, when they end, when the delay since the first such change has passed, or when they take no more rows. Time is
 * passed in; what is late is what the watermark says.
 */
final class FiringSchedule {
    private final long latenessMicros;
    private final FiringDelay early;
    private final FiringDelay late;
    private final TreeSet<Long> held = new TreeSet<>();
    private final TreeSet<Long> changed = new TreeSet<>();
    private final TreeSet<Long> due = new TreeSet<>();
    private long watermark;
    private long closedMicros;

    /** @param watermark {@link Long#MIN_VALUE}: none yet */
    FiringSchedule(WindowFiring firing, long watermark) {
        this.latenessMicros = TimeUnit.MILLISECONDS.toMicros(firing.allowedLatenessMillis());
        this.early = firing.isEarly() ? new FiringDelay(firing.earlyDelayMillis()) : null;
        this.late = new FiringDelay(firing.lateDelayMillis());
        this.watermark = watermark;
        this.closedMicros = closedAt(watermark);
    }

    private long closedAt(long micros) {
        return micros < Long.MIN_VALUE + latenessMicros ? Long.MIN_VALUE : micros - latenessMicros;
    }

    /** Whether a window takes no more rows. */
    boolean isClosed(long end) {
        return closedMicros != Long.MIN_VALUE && end <= closedMicros;
    }

    /** A window has rows that have not been closed. */
    void hold(long end) {
        held.add(end);
    }

    /** Something changed in a window that is not closed. */
    void change(long end, long nowNanos) {
        held.add(end);
        changed.add(end);
        FiringDelay delay = hasEnded(end) ? late : early;
        if (delay != null) {
            delay.start(nowNanos);
        }
    }

    boolean hasEnded(long end) {
        return watermark != Long.MIN_VALUE && end <= watermark;
    }

    /** Windows that end thereby are due, and those that close. */
    void advance(long micros) {
        if (micros > watermark) {
            due.addAll(changed.subSet(watermark, false, micros, true));
            watermark = micros;
            closedMicros = closedAt(micros);
            due.addAll(changed.headSet(closedMicros, true));
        }
    }

    /** All windows end and close. */
    void end() {
        due.addAll(changed);
        watermark = Long.MAX_VALUE;
        closedMicros = Long.MAX_VALUE;
    }

    /** What is due by the clock; the task calls again at {@link #wakeNanos}. */
    void tick(long nowNanos) {
        if (early != null && early.endsBy(nowNanos)) {
            due.addAll(changed.tailSet(watermark, false));
        }
        if (late.endsBy(nowNanos)) {
            due.addAll(changed.headSet(watermark, true));
        }
    }

    long wakeNanos() {
        return Math.min(early == null ? Long.MAX_VALUE : early.wakeNanos(), late.wakeNanos());
    }

    boolean isDue() {
        return !due.isEmpty();
    }

    /** Whether something changed in one of the windows that end between two moments, both included, and has not been emitted. */
    boolean hasChanged(long firstEnd, long lastEnd) {
        Long next = changed.ceiling(firstEnd);
        return next != null && next <= lastEnd;
    }

    /** The first window to be emitted; {@code null} if there is none. */
    Long firstDue() {
        return due.isEmpty() ? null : due.first();
    }

    /** Takes out the first window to be emitted; {@code null} if there is none. */
    Long pollDue() {
        Long end = due.pollFirst();
        if (end != null) {
            changed.remove(end);
        }
        return end;
    }

    /** Takes out windows that are closed and have been emitted as they are. */
    Collection<Long> takeClosed() {
        NavigableSet<Long> closed = held.headSet(closedMicros, true);
        Collection<Long> taken = new TreeSet<>(closed);
        taken.removeAll(changed);
        closed.removeAll(taken);
        return taken;
    }
}
