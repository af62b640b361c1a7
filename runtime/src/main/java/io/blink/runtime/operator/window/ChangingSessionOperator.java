package io.blink.runtime.operator.window;

import io.blink.core.column.Batch;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.OperatorSnapshot;
import io.blink.runtime.operator.OperatorStatistics;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/**
 * Sessions of event time of rows that are taken back or change ({@link OperatorSpec.WindowAssign} with {@code retracts}): emits the rows that a session has when the watermark reaches its end, or the
 * input ends, with its bounds. A row that goes may part a session; what has ended thereby is emitted at the next watermark. Rows, also those to be taken back, of sessions that have been emitted are
 * dropped and counted.
 */
public final class ChangingSessionOperator implements Operator {
    private static final String WATERMARK = "watermarkMicros";

    private final OperatorSpec.WindowAssign spec;
    private final OperatorContext context;
    private final KeyedStateStore store;
    private final ChangingSessionRows rows;
    private final Deque<Batch> pieces = new ArrayDeque<>();
    private long watermark = Long.MIN_VALUE;
    private long lateRows;
    private boolean ended;
    private boolean through = true;

    /** @param store empty, or restored from what this operator saved; closed with the operator */
    public ChangingSessionOperator(OperatorSpec.WindowAssign spec, OperatorContext context, KeyedStateStore store) {
        this.spec = spec;
        this.context = context;
        this.store = store;
        this.rows = new ChangingSessionRows(spec, context.inputs().get(0), store);
        for (Map<String, Long> attributes : store.restoredAttributes()) {
            watermark = Math.max(watermark, attributes.getOrDefault(WATERMARK, Long.MIN_VALUE));
        }
    }

    @Override
    public boolean needsInput(int input) {
        return pieces.isEmpty() && through && !ended;
    }

    @Override
    public void addInput(int input, Batch batch) {
        for (int from = 0; from < batch.rowCount(); from += Batch.TARGET_ROWS) {
            Batch piece = batch.slice(from, Math.min(Batch.TARGET_ROWS, batch.rowCount() - from));
            long[] times = WindowRows.times(piece.column(spec.timeColumn()), context.owner());
            lateRows += rows.change(piece, times, watermark);
        }
    }

    @Override
    public void watermark(long micros) {
        watermark = Math.max(watermark, micros);
        through = false;
    }

    @Override
    public void endInput(int input) {
        ended = true;
        through = false;
    }

    @Override
    public Batch output() {
        while (pieces.isEmpty() && !through) {
            Batch next = rows.end(ended ? Long.MAX_VALUE - 1 : Math.min(watermark, Long.MAX_VALUE - 1));
            through = next == null;
            for (int from = 0; !through && from < next.rowCount(); from += Batch.TARGET_ROWS) {
                pieces.add(next.slice(from, Math.min(Batch.TARGET_ROWS, next.rowCount() - from)));
            }
        }
        return pieces.poll();
    }

    @Override
    public OperatorSnapshot snapshot(long checkpointId) {
        return OperatorSnapshot.of(store, Map.of(WATERMARK, watermark), checkpointId);
    }

    @Override
    public boolean finished() {
        return ended && through && pieces.isEmpty();
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
