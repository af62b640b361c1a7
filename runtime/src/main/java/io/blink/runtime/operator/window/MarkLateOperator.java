package io.blink.runtime.operator.window;

import io.blink.core.column.Batch;
import io.blink.core.column.ByteColumn;
import io.blink.core.column.Column;
import io.blink.core.column.ConstantColumn;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.TimeWindow;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.runtime.operator.BatchwiseOperator;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.OperatorSnapshot;
import io.blink.runtime.operator.OperatorStatistics;
import io.blink.runtime.operator.RowKinds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Says of each row whether it is late for the operator that follows, in a further column. Its state is the watermark, and of sessions the bounds of open ones: that operator, which saves its own, must not know
 * more after a restart.
 */
public final class MarkLateOperator extends BatchwiseOperator {
    private static final String WATERMARK = "watermarkMicros";
    static final byte LATE = 1;
    private static final Column IN_TIME = new ByteColumn(1, new byte[1], null);

    private final OperatorSpec.MarkLate spec;
    private final OperatorContext context;
    private final KeyedStateStore store;
    /** {@code null} unless the windows are sessions. */
    private final LateSessionRows sessions;

    private long watermark = Long.MIN_VALUE;
    private long lateRows;

    /** @param store empty, or restored from what this operator saved; closed with the operator */
    public MarkLateOperator(OperatorSpec.MarkLate spec, OperatorContext context, KeyedStateStore store) {
        this.spec = spec;
        this.context = context;
        this.store = store;
        TimeWindow window = spec.window();
        this.sessions = window != null && window.kind() == TimeWindow.Kind.SESSION
                ? new LateSessionRows(spec.keys(), context.inputs().get(0), window.sizeMicros(), store)
                : null;
        for (Map<String, Long> attributes : store.restoredAttributes()) {
            watermark = Math.max(watermark, attributes.getOrDefault(WATERMARK, Long.MIN_VALUE));
        }
    }

    @Override
    protected Batch answer(Batch batch) {
        RowKinds.requireInsertOnly(batch, context.owner());
        List<Column> columns = new ArrayList<>(batch.columns());
        columns.add(marks(batch));
        return new Batch(batch.rowCount(), columns);
    }

    private Column marks(Batch batch) {
        int rows = batch.rowCount();
        long[] times = WindowRows.times(batch.column(spec.timeColumn()), context.owner());
        byte[] marks = new byte[rows];
        int count = sessions == null ? mark(times, marks) : sessions.mark(batch, times, passedMicros(), marks);
        lateRows += count;
        return count == 0 ? new ConstantColumn(rows, IN_TIME) : new ByteColumn(rows, marks, null);
    }

    private int mark(long[] times, byte[] marks) {
        long earliest = Long.MAX_VALUE;
        for (int i = 0; i < marks.length; i++) {
            earliest = Math.min(earliest, times[i]);
        }
        // Nothing closes before the times of its rows.
        if (watermark == Long.MIN_VALUE || earliest > watermark) {
            return 0;
        }
        return spec.window() == null ? markTimes(times, marks) : markWindows(spec.window(), times, marks);
    }

    private int markTimes(long[] times, byte[] marks) {
        int count = 0;
        for (int i = 0; i < marks.length; i++) {
            boolean late = isPassed(times[i]);
            marks[i] = late ? LATE : 0;
            count += marks[i];
        }
        return count;
    }

    /** A row between two windows is in none, and not late. */
    private int markWindows(TimeWindow window, long[] times, byte[] marks) {
        int count = 0;
        for (int i = 0; i < marks.length; i++) {
            long slice = window.sliceStart(times[i]);
            long end = window.lastEnd(slice);
            marks[i] = end > slice && isPassed(end) ? LATE : 0;
            count += marks[i];
        }
        return count;
    }

    private boolean isPassed(long micros) {
        return micros <= passedMicros();
    }

    private long passedMicros() {
        return watermark == Long.MIN_VALUE ? watermark : watermark - spec.graceMicros();
    }

    @Override
    public void watermark(long micros) {
        watermark = Math.max(watermark, micros);
        if (sessions != null) {
            sessions.forget(passedMicros());
        }
    }

    @Override
    public OperatorSnapshot snapshot(long checkpointId) {
        return OperatorSnapshot.of(store, Map.of(WATERMARK, watermark), checkpointId);
    }

    @Override
    public OperatorStatistics statistics() {
        return new OperatorStatistics(store.retainedBytes(), 0, lateRows);
    }

    @Override
    public void close() {
        super.close();
        store.close();
    }
}
