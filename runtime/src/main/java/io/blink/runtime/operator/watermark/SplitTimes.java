package io.blink.runtime.operator.watermark;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The latest time of each split of a source, and when it last had rows. */
final class SplitTimes {
    /** No row came yet. */
    static final long NO_TIME = Long.MIN_VALUE;

    private static final class Times {
        private long latestMicros = NO_TIME;
        private long lastRowNanos;

        Times(long openedNanos) {
            lastRowNanos = openedNanos;
        }
    }

    private final Map<Integer, Times> splits = new HashMap<>();
    private final long idleNanos;

    /** @param idleMillis after which a split without rows does not count; 0: never */
    SplitTimes(long idleMillis) {
        idleNanos = TimeUnit.MILLISECONDS.toNanos(idleMillis);
    }

    /** From now on these are all. */
    void retain(Collection<Integer> open, long nowNanos) {
        splits.keySet().retainAll(open);
        open.forEach(split -> splits.computeIfAbsent(split, key -> new Times(nowNanos)));
    }

    /** Whether the split is known; rows came if so. */
    boolean note(int split, long latestMicros, long nowNanos) {
        Times times = splits.get(split);
        if (times != null) {
            times.latestMicros = Math.max(times.latestMicros, latestMicros);
            times.lastRowNanos = nowNanos;
        }
        return times != null;
    }

    /** The split may not have rows now, so that it is not idle. */
    void held(int split, long nowNanos) {
        Times times = splits.get(split);
        if (times != null) {
            times.lastRowNanos = nowNanos;
        }
    }

    long latest(int split) {
        Times times = splits.get(split);
        return times == null ? NO_TIME : times.latestMicros;
    }

    boolean idle(int split, long nowNanos) {
        Times times = splits.get(split);
        return times != null && idle(times, nowNanos, idleNanos);
    }

    /** Whether the split has had no row, all this time since it was opened. */
    boolean silent(int split, long nowNanos, long patienceNanos) {
        Times times = splits.get(split);
        return times != null && times.latestMicros == NO_TIME && idle(times, nowNanos, patienceNanos);
    }

    private static boolean idle(Times times, long nowNanos, long timeoutNanos) {
        return timeoutNanos > 0 && nowNanos - times.lastRowNanos >= timeoutNanos;
    }

    /** The lowest of the latest times of all splits that are not idle; {@link Long#MAX_VALUE}: all are. */
    long lowest(long nowNanos) {
        long lowest = Long.MAX_VALUE;
        for (Times times : splits.values()) {
            if (!idle(times, nowNanos, idleNanos)) {
                lowest = Math.min(lowest, times.latestMicros);
            }
        }
        return lowest;
    }
}
