package io.blink.runtime.operator;

import io.blink.core.column.Batch;
import io.blink.core.column.ColumnConcatenation;
import io.blink.core.plan.OperatorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Holds rows back until they are many or the first of them has waited long enough, and hands them on as one batch ({@link OperatorSpec.MiniBatch}). Keeps none across a barrier. */
public final class MiniBatchOperator implements Operator {
    private static final long BYTES_MAX = 8L << 20;

    private final OperatorSpec.MiniBatch spec;
    private final OperatorMemory memory;
    private final LongSupplier nanoTime;
    private final List<Batch> held = new ArrayList<>();
    private long heldRows;
    private long firstNanos;
    private boolean due;
    private boolean ended;

    /** @param nanoTime {@link System#nanoTime}, or a test's clock */
    public MiniBatchOperator(OperatorSpec.MiniBatch spec, OperatorContext context, LongSupplier nanoTime) {
        this.spec = spec;
        this.memory = new OperatorMemory(context);
        this.nanoTime = nanoTime;
    }

    @Override
    public boolean needsInput(int input) {
        return !due && !ended;
    }

    @Override
    public void addInput(int input, Batch batch) {
        if (batch.rowCount() == 0) {
            return;
        }
        if (held.isEmpty()) {
            firstNanos = nanoTime.getAsLong();
        }
        memory.grow(batch.payloadBytes());
        held.add(batch);
        heldRows += batch.rowCount();
        due = heldRows >= spec.rowsMax() || memory.usedBytes() >= BYTES_MAX;
    }

    @Override
    public void watermark(long micros) {
        due |= spec.beforeWatermarks() && !held.isEmpty();
    }

    @Override
    public void beforeSnapshot() {
        due |= !held.isEmpty();
    }

    @Override
    public void endInput(int input) {
        ended = true;
        due |= !held.isEmpty();
    }

    @Override
    public long wakeNanos() {
        return held.isEmpty() ? Long.MAX_VALUE : firstNanos + TimeUnit.MILLISECONDS.toNanos(spec.latencyMillis());
    }

    @Override
    public Batch output() {
        if (held.isEmpty() || !due && nanoTime.getAsLong() - wakeNanos() < 0) {
            return null;
        }
        Batch batch = ColumnConcatenation.ofBatches(held);
        forget();
        return batch;
    }

    private void forget() {
        held.clear();
        heldRows = 0;
        due = false;
        memory.set(0);
    }

    @Override
    public boolean finished() {
        return ended && held.isEmpty();
    }

    @Override
    public OperatorStatistics statistics() {
        return memory.statistics();
    }

    @Override
    public void close() {
        forget();
        memory.close();
    }
}
