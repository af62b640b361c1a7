package io.blink.runtime.operator;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.ConstantColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.plan.OperatorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Gives rows the moment at which they pass, in whole milliseconds, and lets the watermark follow the clock, also while no row comes: windows of processing time are windows of that time. A clock that
 * is set back stands still until it is where it was.
 */
public final class ProcessingTimeOperator implements Operator, WatermarkSource {
    /** How much later than its end a window may close while no row comes. */
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final int timeColumn;
    private final LongSupplier clockMillis;
    private final LongSupplier nanoTime;
    private long nowMillis;
    private long readNanos;
    private Batch pending;
    private boolean ended;

    /**
     * @param clockMillis since 1970
     * @param nanoTime {@link System#nanoTime}, or a test's clock
     */
    public ProcessingTimeOperator(
            OperatorSpec.AssignProcessingTime spec, LongSupplier clockMillis, LongSupplier nanoTime) {
        this.timeColumn = spec.timeColumn();
        this.clockMillis = clockMillis;
        this.nanoTime = nanoTime;
        readClock();
    }

    private void readClock() {
        nowMillis = Math.max(nowMillis, clockMillis.getAsLong());
        readNanos = nanoTime.getAsLong();
    }

    @Override
    public boolean needsInput(int input) {
        return pending == null && !ended;
    }

    @Override
    public void addInput(int input, Batch batch) {
        readClock();
        Column now = new LongColumn(1, new long[] {TimeUnit.MILLISECONDS.toMicros(nowMillis)}, null);
        List<Column> columns = new ArrayList<>(batch.columns());
        columns.set(timeColumn, new ConstantColumn(batch.rowCount(), now));
        pending = batch.rowCount() == 0 ? null : new Batch(batch.rowCount(), columns, batch.rowKinds());
    }

    @Override
    public void endInput(int input) {
        ended = true;
    }

    @Override
    public Batch output() {
        Batch batch = pending;
        pending = null;
        if (batch == null && nanoTime.getAsLong() - readNanos >= TICK_NANOS) {
            readClock();
        }
        return batch;
    }

    @Override
    public long wakeNanos() {
        return ended ? Long.MAX_VALUE : readNanos + TICK_NANOS;
    }

    /** Rows of the current millisecond may still come. */
    @Override
    public long watermarkMicros() {
        return TimeUnit.MILLISECONDS.toMicros(nowMillis) - 1;
    }

    @Override
    public void origin(int split, List<Integer> open) {
        // The clock goes on whichever split rows come from.
    }

    @Override
    public boolean idle(long nowNanos) {
        return false;
    }

    @Override
    public boolean finished() {
        return ended && pending == null;
    }

    @Override
    public void close() {
        pending = null;
    }
}
