package io.blink.runtime.operator.window;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.TimeWindow;
import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.RowKinds;
import java.util.ArrayList;
import java.util.List;

/** Gives rows the bounds of their windows, once for each: TUMBLE, HOP and CUMULATE. Holds one batch, whose rows go out in pieces where they are many. */
public final class WindowAssignOperator implements Operator {
    private static final long MILLISECOND = 1000;

    private final OperatorSpec.WindowAssign spec;
    private final TimeWindow window;
    private final String owner;
    private Batch pending;
    private long[] times;
    private int nextRow;
    private long nextEnd;
    private boolean ended;

    public WindowAssignOperator(OperatorSpec.WindowAssign spec, String owner) {
        this.spec = spec;
        this.window = spec.window();
        this.owner = owner;
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
        pending = batch;
        times = WindowRows.times(batch.column(spec.timeColumn()), owner);
        nextRow = 0;
        nextEnd = window.firstEndAfter(times[0]);
    }

    @Override
    public void endInput(int input) {
        ended = true;
    }

    @Override
    public Batch output() {
        while (pending != null) {
            Batch assigned = assign();
            if (assigned != null) {
                return assigned;
            }
        }
        return null;
    }

    /** The next piece of the batch at hand; {@code null} if no window has any of its rows. */
    private Batch assign() {
        int[] positions = new int[Batch.TARGET_ROWS];
        long[] ends = new long[Batch.TARGET_ROWS];
        int count = 0;
        while (nextRow < pending.rowCount() && count < positions.length) {
            long lastEnd = window.lastEnd(times[nextRow]);
            while (nextEnd <= lastEnd && count < positions.length) {
                positions[count] = nextRow;
                ends[count++] = nextEnd;
                nextEnd = window.firstEndAfter(nextEnd);
            }
            if (nextEnd > lastEnd && ++nextRow < pending.rowCount()) {
                nextEnd = window.firstEndAfter(times[nextRow]);
            }
        }
        Batch rows = pending;
        if (nextRow == rows.rowCount()) {
            pending = null;
        }
        return count == 0 ? null : assigned(rows, positions, ends, count);
    }

    private Batch assigned(Batch rows, int[] positions, long[] ends, int count) {
        Batch repeated = rows.take(positions, 0, count);
        long[] starts = new long[count];
        long[] windowTimes = new long[count];
        for (int i = 0; i < count; i++) {
            starts[i] = window.startOf(ends[i]);
            windowTimes[i] = ends[i] - MILLISECOND;
        }
        List<Column> columns = new ArrayList<>(repeated.columns());
        columns.add(new LongColumn(count, starts, null));
        columns.add(new LongColumn(count, ends, null));
        columns.add(new LongColumn(count, windowTimes, null));
        byte[] kinds = repeated.rowKinds();
        for (int i = 0; kinds != null && i < count; i++) {
            kinds[i] = RowKinds.withoutUpdate(kinds[i]);
        }
        return new Batch(count, columns, kinds);
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
