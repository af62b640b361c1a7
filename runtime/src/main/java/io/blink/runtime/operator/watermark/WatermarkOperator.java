package io.blink.runtime.operator.watermark;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.WatermarkEmission;
import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.WatermarkSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Passes rows on and derives from their times the watermark {@code max(time) - delay}; where rows come from several splits, the lowest of the splits' watermarks. */
public final class WatermarkOperator implements Operator, WatermarkSource {
    private static final WatermarkEmission EACH_BATCH = new WatermarkEmission(0, 0);

    private final OperatorSpec.AssignWatermark spec;
    private final WatermarkEmission emission;
    private final String owner;
    private final LongSupplier nanoTime;
    private final SplitTimes splits;
    /** {@code null}: with nobody. */
    private final SourceAlignment alignment;

    private long reachedMicros = Long.MIN_VALUE;
    private long emittedMicros = Long.MIN_VALUE;
    private long emittedNanos;
    private long rowsSinceEmission;
    private long lastRowNanos;
    private int current;
    private Batch pending;
    private boolean ended;

    /**
     * @param nanoTime {@link System#nanoTime}, or a test's clock
     * @param alignment {@code null}: none
     */
    public WatermarkOperator(
            OperatorSpec.AssignWatermark spec, String owner, LongSupplier nanoTime, SourceAlignment alignment) {
        this.spec = spec;
        this.emission = spec.emission() == null ? EACH_BATCH : spec.emission();
        this.owner = owner;
        this.nanoTime = nanoTime;
        this.splits = new SplitTimes(spec.idleTimeoutMillis());
        this.alignment = alignment;
        this.lastRowNanos = nanoTime.getAsLong();
        this.emittedNanos = lastRowNanos;
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
        long latest = latest(batch.column(spec.timeColumn()));
        if (alignment != null) {
            alignment.note(current, latest);
        }
        long lowest = splits.note(current, latest, lastRowNanos) ? splits.lowest(lastRowNanos) : latest;
        long candidate = lowest < Long.MIN_VALUE + spec.delayMicros() ? Long.MIN_VALUE : lowest - spec.delayMicros();
        reachedMicros = Math.max(reachedMicros, candidate);
        rowsSinceEmission += batch.rowCount();
        pending = batch;
    }

    @Override
    public void origin(int split, List<Integer> open) {
        current = split;
        splits.retain(open, nanoTime.getAsLong());
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
        if (alignment != null) {
            alignment.end();
        }
    }

    @Override
    public Batch output() {
        if (alignment != null) {
            alignment.update();
        }
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
        if (reachedMicros > emittedMicros && isDue()) {
            emittedMicros = reachedMicros;
            emittedNanos = nanoTime.getAsLong();
            rowsSinceEmission = 0;
        }
        return emittedMicros;
    }

    private boolean isDue() {
        return rowsSinceEmission >= emission.gapRows()
                && (emission.intervalMillis() == 0 || nanoTime.getAsLong() >= dueNanos());
    }

    private long dueNanos() {
        return emittedNanos + TimeUnit.MILLISECONDS.toNanos(emission.intervalMillis());
    }

    @Override
    public long wakeNanos() {
        boolean waits = emission.intervalMillis() > 0 && reachedMicros > emittedMicros;
        long emissionNanos = waits ? dueNanos() : Long.MAX_VALUE;
        return alignment == null ? emissionNanos : Math.min(emissionNanos, alignment.updateNanos());
    }

    @Override
    public boolean idle(long nowNanos) {
        if (alignment != null && alignment.holdsAny()) {
            lastRowNanos = nowNanos;
        }
        return spec.idleTimeoutMillis() > 0
                && nowNanos - lastRowNanos >= TimeUnit.MILLISECONDS.toNanos(spec.idleTimeoutMillis());
    }

    @Override
    public void close() {
        pending = null;
    }
}
