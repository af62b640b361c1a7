package io.blink.runtime.operator.window;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.core.plan.AggregatePhase;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.StateSnapshot;
import io.blink.runtime.function.FunctionSite;
import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.OperatorSnapshot;
import io.blink.runtime.operator.OperatorStatistics;
import io.blink.runtime.operator.RowKinds;
import io.blink.runtime.operator.aggregate.StoredSessions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Sessions of event time: their aggregates, or their rows with the session's bounds. A session is emitted when the watermark reaches its end, or the input ends; until then a row may make one of two. Rows
 * that are alone in a session that has ended already are late: dropped and counted. A row at the very end of a session is of it, unless the watermark has reached that end.
 */
public final class SessionOperator implements Operator {
    private static final String WATERMARK = "watermarkMicros";
    private static final String NUMBER = "nextRowNumber";

    private final OperatorContext context;
    private final int timeColumn;
    private final KeyedStateStore store;
    private final StoredSessions sessions;
    /** {@code null} if aggregates are wanted. */
    private final SessionRows rows;

    private final List<Batch> pieces = new ArrayList<>();
    private long watermark = Long.MIN_VALUE;
    private long lateRows;
    private boolean ended;
    private boolean open = true;

    /** @param store empty, or restored from what this operator saved; closed with the operator */
    public SessionOperator(OperatorSpec.WindowAggregate spec, OperatorContext context, KeyedStateStore store) {
        this(
                context,
                store,
                spec.timeColumn(),
                new OperatorSpec.Aggregate(AggregatePhase.SINGLE, spec.groupKeys(), spec.calls()),
                spec.window().sizeMicros(),
                false);
    }

    /** Likewise. */
    public SessionOperator(OperatorSpec.WindowAssign spec, OperatorContext context, KeyedStateStore store) {
        this(
                context,
                store,
                spec.timeColumn(),
                new OperatorSpec.Aggregate(AggregatePhase.SINGLE, spec.partitionKeys(), List.of()),
                spec.window().sizeMicros(),
                true);
    }

    private SessionOperator(
            OperatorContext context,
            KeyedStateStore store,
            int timeColumn,
            OperatorSpec.Aggregate groups,
            long gapMicros,
            boolean keepsRows) {
        this.context = context;
        this.store = store;
        this.timeColumn = timeColumn;
        this.sessions = new StoredSessions(groups, context.inputs().get(0), gapMicros, store, FunctionSite.NONE);
        long nextNumber = 0;
        for (Map<String, Long> attributes : store.restoredAttributes()) {
            watermark = Math.max(watermark, attributes.getOrDefault(WATERMARK, Long.MIN_VALUE));
            nextNumber = Math.max(nextNumber, attributes.getOrDefault(NUMBER, 0L));
        }
        this.rows = keepsRows
                ? new SessionRows(context.inputs().get(0), groups.groupKeys(), gapMicros, nextNumber, store)
                : null;
    }

    @Override
    public boolean needsInput(int input) {
        return pieces.isEmpty() && !ended;
    }

    @Override
    public void addInput(int input, Batch batch) {
        RowKinds.requireInsertOnly(batch, context.owner());
        for (int from = 0; from < batch.rowCount(); from += Batch.TARGET_ROWS) {
            add(batch.slice(from, Math.min(Batch.TARGET_ROWS, batch.rowCount() - from)));
        }
    }

    private void add(Batch batch) {
        long[] times = WindowRows.times(batch.column(timeColumn), context.owner());
        int late = sessions.add(batch, times, watermark);
        lateRows += late;
        if (rows != null && late < batch.rowCount()) {
            if (late == 0) {
                rows.add(batch, times);
            } else {
                addInTime(batch, times, batch.rowCount() - late);
            }
        }
    }

    private void addInTime(Batch batch, long[] times, int count) {
        int[] positions = new int[count];
        long[] kept = new long[count];
        int next = 0;
        for (int i = 0; i < batch.rowCount(); i++) {
            if (!sessions.isLate(i)) {
                kept[next] = times[i];
                positions[next++] = i;
            }
        }
        rows.add(batch.take(positions, 0, count), kept);
    }

    @Override
    public void watermark(long micros) {
        watermark = Math.max(watermark, micros);
        open = true;
    }

    @Override
    public void endInput(int input) {
        ended = true;
        open = true;
    }

    @Override
    public Batch output() {
        if (pieces.isEmpty() && open) {
            StoredSessions.Ended next = sessions.end(ended ? Long.MAX_VALUE - 1 : watermark);
            open = next != null;
            if (open) {
                emit(next);
            }
        }
        return pieces.isEmpty() ? null : pieces.remove(0);
    }

    private void emit(StoredSessions.Ended next) {
        Batch all = rows == null ? results(next) : rows.take(next);
        for (int from = 0; from < all.rowCount(); from += Batch.TARGET_ROWS) {
            pieces.add(all.slice(from, Math.min(Batch.TARGET_ROWS, all.rowCount() - from)));
        }
    }

    private static Batch results(StoredSessions.Ended ended) {
        List<Column> columns = new ArrayList<>(ended.keys());
        columns.addAll(ended.results());
        columns.add(new LongColumn(ended.count(), ended.starts(), null));
        columns.add(new LongColumn(ended.count(), ended.ends(), null));
        return new Batch(ended.count(), columns);
    }

    @Override
    public OperatorSnapshot snapshot(long checkpointId) {
        long number = rows == null ? 0 : rows.nextNumber();
        StateSnapshot snapshot = store.snapshot(Map.of(WATERMARK, watermark, NUMBER, number));
        return () -> {
            StateSnapshot.SavedState saved = snapshot.write(checkpointId);
            return new OperatorSnapshot.Content(
                    saved.handle(), List.of(), List.of(), saved.stateBytes(), saved.writtenBytes());
        };
    }

    @Override
    public boolean finished() {
        return ended && !open && pieces.isEmpty();
    }

    @Override
    public OperatorStatistics statistics() {
        return new OperatorStatistics(store.retainedBytes(), 0, lateRows);
    }

    @Override
    public void close() {
        pieces.clear();
        store.close();
    }
}
