package io.blink.runtime.operator.upsert;

import io.blink.core.column.Batch;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.type.Field;
import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.OperatorSnapshot;
import io.blink.runtime.operator.OperatorStatistics;
import io.blink.runtime.operator.RowKinds;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;

/** Gives changes by key their old contents, from table {@code rows}, which has the last content of each key. */
public final class ChangelogNormalizeOperator implements Operator {
    private final KeyedStateStore store;
    private final KeyedContents contents;
    private final Deque<Batch> pending = new ArrayDeque<>();
    private boolean ended;

    /** @param store empty, or restored from what this operator saved; closed with the operator */
    public ChangelogNormalizeOperator(
            OperatorSpec.ChangelogNormalize spec, OperatorContext context, KeyedStateStore store) {
        this.store = store;
        contents = new KeyedContents(
                "rows",
                spec.keys(),
                context.inputs().get(0).stream().map(Field::type).toList(),
                spec.emitsUpdateBefore(),
                spec.stateTtlMillis(),
                store);
    }

    @Override
    public boolean needsInput(int input) {
        return pending.isEmpty() && !ended;
    }

    @Override
    public void addInput(int input, Batch batch) {
        for (int from = 0; from < batch.rowCount(); from += Batch.TARGET_ROWS) {
            Batch rows = newContents(batch.slice(from, Math.min(Batch.TARGET_ROWS, batch.rowCount() - from)));
            Batch changed = rows.rowCount() == 0 ? null : contents.change(rows);
            if (changed != null) {
                pending.add(changed);
            }
        }
    }

    /** Without -U. */
    private static Batch newContents(Batch rows) {
        byte[] kinds = rows.rowKinds();
        if (kinds == null) {
            return rows;
        }
        int[] positions = new int[rows.rowCount()];
        int count = 0;
        for (int i = 0; i < rows.rowCount(); i++) {
            positions[count] = i;
            count += kinds[i] == RowKinds.UPDATE_BEFORE ? 0 : 1;
        }
        return count == rows.rowCount() ? rows : rows.take(positions, 0, count);
    }

    @Override
    public void endInput(int input) {
        ended = true;
    }

    @Override
    public Batch output() {
        return pending.poll();
    }

    @Override
    public boolean finished() {
        return ended && pending.isEmpty();
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
        pending.clear();
        store.close();
    }
}
