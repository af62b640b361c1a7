package io.blink.runtime.operator;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.plan.OperatorSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Passes rows on and derives from their times the watermark {@code max(time) - delay}; where rows come from several splits, the lowest of the splits' watermarks. */
public final class WatermarkOperator implements Operator, WatermarkSource {
    private final OperatorSpec.AssignWatermark spec;
    private final String owner;
    private final LongSupplier nanoTime;
    private long watermarkMicros = Long.MIN_VALUE;
    private long lastRowNanos;
    private final Map<Integer, SplitTimes> splits = new HashMap<>();
    private int current;
    private Batch pending;
    private boolean ended;

    private static final class SplitTimes {
        private long latestMicros = Long.MIN_VALUE;
        private long lastRowNanos;

        SplitTimes(long openedNanos) {
            lastRowNanos = openedNanos;
        }
    }

    /** @param nanoTime {@link System#nanoTime}, or a test's clock */
    public WatermarkOperator(OperatorSpec.AssignWatermark spec, String owner, LongSupplier nanoTime) {
        this.spec = spec;
        this.owner = owner;
        this.nanoTime = nanoTime;
        this.lastRowNanos = nanoTime.getAsLong();
    }

    @Override
    public boolean needsInput(int input) {
        return pending == null && !ended;
    }

    @Override
    public void addInput(int input, Batch batch) {
        if (batch.rowCount() == 0) {
            return;
        }
        lastRowNanos = nanoTime.getAsLong();
        long latest = overSplits(latest(batch.column(spec.timeColumn())));
        long candidate = latest < Long.MIN_VALUE + spec.delayMicros() ? Long.MIN_VALUE : latest - spec.delayMicros();
        watermarkMicros = Math.max(watermarkMicros, candidate);
        pending = batch;
    }

    @Override
    public void origin(int split, List<Integer> open) {
        current = split;
        splits.keySet().retainAll(open);
        open.forEach(number -> splits.computeIfAbsent(number, key -> new SplitTimes(nanoTime.getAsLong())));
    }

    /** The lowest of the latest times of all splits; one without rows for the idle timeout does not count. */
    private long overSplits(long latest) {
        SplitTimes times = splits.get(current);
        if (times == null) {
            return latest;
        }
        times.latestMicros = Math.max(times.latestMicros, latest);
        times.lastRowNanos = lastRowNanos;
        long lowest = Long.MAX_VALUE;
        for (SplitTimes split : splits.values()) {
            if (!idle(lastRowNanos, split.lastRowNanos)) {
                lowest = Math.min(lowest, split.latestMicros);
            }
        }
        return lowest;
    }

    private long latest(Column times) {
        if (times.mayHaveNulls()) {
            for (int i = 0; i < times.size(); i++) {
                if (times.isNull(i)) {
                    throw new BlinkException(
                            CoreErrorCode.INVALID_ARGUMENT,
                            owner + ": the event time of a row is NULL. Filter such rows out, or give them a time,"
                                    + " before the watermark is taken.");
                }
            }
        }
        LongColumn flat = (LongColumn) times.flat();
        long[] values = flat.values();
        long latest = Long.MIN_VALUE;
        for (int i = 0; i < flat.size(); i++) {
            latest = Math.max(latest, values[i]);
        }
        return latest;
    }

    @Override
    public void endInput(int input) {
        ended = true;
    }

    @Override
    public Batch output() {
        Batch batch = pending;
        pending = null;
        return batch;
    }

    @Override
    public boolean finished() {
        return ended && pending == null;
    }

    @Override
    public long watermarkMicros() {
        return watermarkMicros;
    }

    @Override
    public boolean idle(long nowNanos) {
        return idle(nowNanos, lastRowNanos);
    }

    private boolean idle(long nowNanos, long rowNanos) {
        return spec.idleTimeoutMillis() > 0
                && nowNanos - rowNanos >= TimeUnit.MILLISECONDS.toNanos(spec.idleTimeoutMillis());
    }

    @Override
    public void close() {
        pending = null;
    }
}
