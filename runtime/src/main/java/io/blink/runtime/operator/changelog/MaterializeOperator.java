package io.blink.runtime.operator.changelog;

import io.blink.core.column.Batch;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.TableCursor;
import io.blink.core.type.Field;
import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.OperatorSnapshot;
import io.blink.runtime.operator.OperatorStatistics;
import java.util.List;
import java.util.Map;

/** The rows that a changelog leaves when it ends. Until then they lie in a state table. */
public final class MaterializeOperator implements Operator {
    private final RemainingRows rows;
    private final KeyedStateStore store;
    private TableCursor cursor;
    private Batch pending;
    private boolean ended;

    /** @param store empty, or restored from what this operator saved; closed with the operator */
    public MaterializeOperator(OperatorSpec.Materialize spec, OperatorContext context, KeyedStateStore store) {
        this.rows = rows(spec, context.inputs().get(0), store);
        this.store = store;
    }

    private static RemainingRows rows(OperatorSpec.Materialize spec, List<Field> fields, KeyedStateStore store) {
        if (!spec.changing()) {
            return new ArrivedRows(fields, store);
        }
        return spec.keyColumns().size() == fields.size()
                ? new CountedRows(fields, store)
                : new KeyedRows(spec.keyColumns(), fields, store);
    }

    @Override
    public boolean needsInput(int input) {
        return !ended;
    }

    @Override
    public void addInput(int input, Batch batch) {
        for (int from = 0; from < batch.rowCount(); from += Batch.TARGET_ROWS) {
            rows.apply(batch.slice(from, Math.min(Batch.TARGET_ROWS, batch.rowCount() - from)));
        }
    }

    @Override
    public void endInput(int input) {
        ended = true;
        cursor = rows.remaining();
        advance();
    }

    private void advance() {
        pending = cursor.next();
        while (pending != null && pending.rowCount() == 0) {
            pending = cursor.next();
        }
    }

    @Override
    public Batch output() {
        if (pending == null) {
            return null;
        }
        Batch batch = pending;
        advance();
        return batch;
    }

    @Override
    public boolean finished() {
        return ended && pending == null;
    }

    /** Its rows come at the end, whatever their times are. */
    @Override
    public long watermarkDelayMicros() {
        return Long.MAX_VALUE;
    }

    @Override
    public OperatorSnapshot snapshot(long checkpointId) {
        return OperatorSnapshot.of(store, Map.of(), checkpointId);
    }

    @Override
    public OperatorStatistics statistics() {
        return new OperatorStatistics(store.retainedBytes(), 0, 0);
    }

    @Override
    public void close() {
        pending = null;
        store.close();
    }

    /** Keeps what remains of a changelog. */
    interface RemainingRows {
        /** @param changes at most {@link Batch#TARGET_ROWS} rows */
        void apply(Batch changes);

        /** What is there, in batches of the input's columns; nothing is applied afterwards. */
        TableCursor remaining();
    }
}
