package io.blink.runtime.operator.watermark;

import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.WatermarkAlignment;
import io.blink.runtime.control.WatermarkLimit;
import io.blink.runtime.operator.SplitBrake;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Holds the splits of a scan that are further than the drift ahead of the lowest of their group. Of this task's splits it knows where they are; of the other tasks and sources what the master answered
 * last to its reports, which it repeats as often as the group is updated.
 *
 * <p>Nobody waits for a split that is idle, nor for one that has had no row for some time since it was opened; before that the others go no further than the drift beyond where the group was last. Without
 * any answer yet the same holds. The lowest split of all is never held, so that there is always one that may be read on.
 */
public final class SourceAlignment implements SplitBrake {
    /** So many updates is a split given to have its first row, where no time is given after which it would be idle. */
    private static final int UPDATES_TO_BEGIN = 10;

    /** How the task tells the master. */
    @FunctionalInterface
    public interface Reports {
        /** @param micros {@link Long#MIN_VALUE}: a split is about to begin */
        void report(long reportId, long micros, boolean idle);
    }

    /** The lowest watermark of the others, in answer to a report. */
    private record Others(long reportId, long micros) {}

    private final long delayMicros;
    private final long driftMicros;
    private final long updateNanos;
    private final long patienceNanos;
    private final SplitTimes splits;
    private final LongSupplier nanoTime;
    private final Reports reports;
    private final Set<Integer> held = new HashSet<>();
    private volatile Others others = new Others(0, Long.MIN_VALUE);
    private volatile Runnable released = () -> {};
    private final long beginNanos;
    private List<Integer> open = List.of();
    /** Where the group was last, as far as is known; {@link Long#MIN_VALUE} before any row. */
    private long reachedMicros = Long.MIN_VALUE;

    private long reportId;
    private long reportedNanos;
    private boolean ended;

    /** @param spec with an alignment */
    public SourceAlignment(OperatorSpec.AssignWatermark spec, LongSupplier nanoTime, Reports reports) {
        WatermarkAlignment alignment = spec.alignment();
        this.delayMicros = spec.delayMicros();
        this.driftMicros = alignment.maxDriftMicros();
        this.updateNanos = TimeUnit.MILLISECONDS.toNanos(alignment.updateIntervalMillis());
        this.patienceNanos = spec.idleTimeoutMillis() > 0
                ? TimeUnit.MILLISECONDS.toNanos(spec.idleTimeoutMillis())
                : UPDATES_TO_BEGIN * updateNanos;
        this.splits = new SplitTimes(spec.idleTimeoutMillis());
        this.nanoTime = nanoTime;
        this.beginNanos = nanoTime.getAsLong();
        this.reports = reports;
    }

    @Override
    public void listener(Runnable newListener) {
        released = newListener;
    }

    /** Any thread: what the master says of the others. */
    public void limit(WatermarkLimit limit) {
        synchronized (this) {
            if (limit.getReportId() <= others.reportId()) {
                return;
            }
            others = new Others(limit.getReportId(), limit.getOthersMicros());
        }
        released.run();
    }

    /** Rows of a split came. */
    void note(int split, long latestMicros) {
        splits.note(split, latestMicros, nanoTime.getAsLong());
    }

    /** The source has no more rows. */
    void end() {
        ended = true;
        report(nanoTime.getAsLong(), Long.MAX_VALUE);
    }

    @Override
    public void refresh(List<Integer> nowOpen) {
        long now = nanoTime.getAsLong();
        if (nowOpen != open) {
            open = nowOpen;
            splits.retain(open, now);
        }
        long lowest = lowest(now);
        long limit = limit(Math.min(lowest, others.micros()));
        held.clear();
        for (int split : open) {
            if (watermark(split) > limit) {
                held.add(split);
                splits.held(split, now);
            }
        }
    }

    @Override
    public boolean holds(int split) {
        return held.contains(split);
    }

    boolean holdsAny() {
        return !held.isEmpty();
    }

    /** Tells the master where the source is, if it is time. */
    void update() {
        long now = nanoTime.getAsLong();
        if (!ended && (reportId == 0 || now - reportedNanos >= updateNanos)) {
            report(now, lowest(now));
        }
    }

    /** When to call {@link #update} next. */
    long updateNanos() {
        return ended ? Long.MAX_VALUE : reportedNanos + updateNanos;
    }

    private void report(long now, long lowest) {
        reportedNanos = now;
        reports.report(++reportId, lowest, lowest == Long.MAX_VALUE);
    }

    private long watermark(int split) {
        long latest = splits.latest(split);
        return latest == SplitTimes.NO_TIME ? latest : latest - delayMicros;
    }

    /** {@link Long#MIN_VALUE} if one is about to begin, {@link Long#MAX_VALUE} if none counts. */
    private long lowest(long now) {
        if (open.isEmpty() && now - beginNanos < updateNanos) {
            // Its splits are on their way.
            return Long.MIN_VALUE;
        }
        long lowest = Long.MAX_VALUE;
        for (int split : open) {
            if (!splits.idle(split, now) && !splits.silent(split, now, patienceNanos)) {
                lowest = Math.min(lowest, watermark(split));
            }
        }
        return lowest;
    }

    /** @param lowest of the group */
    private long limit(long lowest) {
        if (lowest == Long.MAX_VALUE) {
            return lowest;
        }
        if (lowest != Long.MIN_VALUE) {
            reachedMicros = lowest;
        } else if (reachedMicros == Long.MIN_VALUE) {
            reachedMicros = lowestKnown();
        }
        boolean unknown = reachedMicros == Long.MIN_VALUE;
        return unknown || reachedMicros > Long.MAX_VALUE - driftMicros ? Long.MAX_VALUE : reachedMicros + driftMicros;
    }

    /** Of the splits that have begun. */
    private long lowestKnown() {
        long lowest = Long.MAX_VALUE;
        for (int split : open) {
            long watermark = watermark(split);
            lowest = watermark == Long.MIN_VALUE ? lowest : Math.min(lowest, watermark);
        }
        return lowest == Long.MAX_VALUE ? Long.MIN_VALUE : lowest;
    }
}
