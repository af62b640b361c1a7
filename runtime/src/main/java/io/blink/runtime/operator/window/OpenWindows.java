package io.blink.runtime.operator.window;

import io.blink.core.plan.TimeWindow;
import java.util.Collection;
import java.util.TreeMap;

/**
 * Slices of some form by time, and which windows of theirs are next to be emitted. Windows end in order; those that end at or before {@link #firedMicros} have been emitted and come no more, whether they had rows or
 * not, so that what a late row still counts in does not depend on other rows.
 */
final class OpenWindows<S> {
    private final TimeWindow shape;
    private final TreeMap<Long, S> slices = new TreeMap<>();
    private long firedMicros;

    /** @param firedMicros {@link Long#MIN_VALUE}: nothing */
    OpenWindows(TimeWindow shape, long firedMicros) {
        this.shape = shape;
        this.firedMicros = firedMicros;
    }

    /** Whether every window of a slice has been passed by a watermark. */
    boolean isLate(long sliceStart, long watermark) {
        return watermark != Long.MIN_VALUE && shape.lastEnd(sliceStart) <= watermark;
    }

    /** Whether no window has the slice: it lies between two. */
    boolean isBetween(long sliceStart) {
        return shape.lastEnd(sliceStart) <= sliceStart;
    }

    S slice(long start) {
        return slices.get(start);
    }

    void add(long start, S slice) {
        slices.put(start, slice);
    }

    Collection<S> slices() {
        return slices.values();
    }

    /** Takes out a slice that ends at or before a moment; {@code null} if there is none. */
    S pollEndedAt(long micros) {
        boolean ended = !slices.isEmpty() && shape.sliceEnd(slices.firstKey()) <= micros;
        return ended ? slices.pollFirstEntry().getValue() : null;
    }

    /** The end of the next window that has rows and ends at or before {@code limit}; {@link Long#MIN_VALUE} if there is none. It counts as emitted from now on. */
    long fireNext(long limit) {
        if (!slices.isEmpty()) {
            long first = slices.firstKey();
            long end = firedMicros == Long.MIN_VALUE
                    ? shape.firstEndAfter(first)
                    : Math.max(shape.firstEndAfter(first), shape.firstEndAfter(firedMicros));
            if (end <= limit) {
                firedMicros = end;
                return end;
            }
        }
        firedMicros = Math.max(firedMicros, limit);
        return Long.MIN_VALUE;
    }

    /** The slices of a window. */
    Collection<S> slicesOf(long end) {
        return slices.subMap(shape.startOf(end), end).values();
    }

    /** Takes out the slice of a window that has no other. */
    S takeOnly(long end) {
        return slices.remove(shape.startOf(end));
    }

    /** Takes out a slice that no later window has; {@code null} if there is none. */
    S pollFired() {
        boolean fired = !slices.isEmpty() && shape.lastEnd(slices.firstKey()) <= firedMicros;
        return fired ? slices.pollFirstEntry().getValue() : null;
    }

    void clear() {
        slices.clear();
    }
}
