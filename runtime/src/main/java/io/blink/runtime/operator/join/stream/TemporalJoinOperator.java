package io.blink.runtime.operator.join.stream;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.plan.JoinType;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.StateSnapshot;
import io.blink.core.type.Field;
import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.OperatorMemory;
import io.blink.runtime.operator.OperatorSnapshot;
import io.blink.runtime.operator.OperatorStatistics;
import io.blink.runtime.operator.RowKinds;
import io.blink.runtime.operator.join.PairTest;
import java.util.List;
import java.util.Map;

/** Joins rows with the version of a row that held at their event time, when the watermark has passed it. Rows that are taken back go out as deletions beside the same version. */
public final class TemporalJoinOperator implements Operator {
    private static final int INPUTS = 2;
    private static final int LEFT = 0;
    private static final int DUE_AT_ONCE = 1024;
    private static final String WATERMARK = "watermarkMicros";
    private static final String SEQUENCE = "sequence";

    private final OperatorSpec.TemporalJoin spec;
    private final OperatorContext context;
    private final KeyedStateStore store;
    private final VersionTables tables;
    private final TimedRows[] timed;
    private final PairTest residual;
    private final JoinOutput output;
    private final OperatorMemory memory;
    private final boolean[] ended = new boolean[INPUTS];
    private long watermark;
    private boolean due;

    /** @param store empty, or restored from what this operator saved; closed with the operator */
    public TemporalJoinOperator(OperatorSpec.TemporalJoin spec, OperatorContext context, KeyedStateStore store) {
        this.spec = spec;
        this.context = context;
        this.store = store;
        long sequence = 0;
        List<Map<String, Long>> restored = store.restoredAttributes();
        // Behind the lowest of all tasks every row has been joined.
        watermark = restored.stream()
                .mapToLong(attributes -> attributes.getOrDefault(WATERMARK, Long.MIN_VALUE))
                .min()
                .orElse(Long.MIN_VALUE);
        for (Map<String, Long> attributes : restored) {
            sequence = Math.max(sequence, attributes.getOrDefault(SEQUENCE, 0L));
        }
        List<Field> left = context.inputs().get(0);
        List<Field> right = context.inputs().get(1);
        tables = new VersionTables(spec, context.inputs(), store, sequence);
        timed = new TimedRows[] {
            new TimedRows(spec.leftTime(), 1, context.owner()), new TimedRows(spec.rightTime(), 1, context.owner())
        };
        residual = spec.residual() == null ? null : new PairTest(spec.residual(), left.size(), context.evaluation());
        output = new JoinOutput(
                left.stream().map(Field::type).toList(),
                right.stream().map(Field::type).toList(),
                spec.type());
        memory = new OperatorMemory(context);
    }

    @Override
    public boolean needsInput(int input) {
        return !due && output.isEmpty() && !ended[input];
    }

    @Override
    public void addInput(int input, Batch batch) {
        if (input == LEFT && !spec.leftChanges()) {
            RowKinds.requireInsertOnly(batch, context.owner());
        }
        int[] chosen = new int[batch.rowCount()];
        int count = usable(input, batch, chosen);
        if (count == 0) {
            return;
        }
        Batch rows = count == chosen.length ? batch : batch.take(chosen, 0, count);
        long[] times = timed[input].times(rows).values();
        if (input == LEFT) {
            tables.await(rows, times);
        } else {
            tables.addVersions(rows, times, watermark);
        }
    }

    /** Rows without a NULL key or time; left ones that have one match nothing, and go out at once where that is wanted. */
    private int usable(int input, Batch batch, int[] chosen) {
        boolean[] useless = new boolean[batch.rowCount()];
        mark(timed[input].times(batch), useless);
        for (int key : input == LEFT ? spec.leftKeys() : spec.rightKeys()) {
            mark(batch.column(key).flat(), useless);
        }
        AloneRows alone = new AloneRows(output, LEFT, false);
        int count = 0;
        for (int i = 0; i < useless.length; i++) {
            boolean before = input != LEFT && batch.rowKinds() != null && batch.rowKinds()[i] == RowKinds.UPDATE_BEFORE;
            if (useless[i]) {
                alone.add(i, kind(batch, i), input == LEFT && spec.type() == JoinType.LEFT ? 1 : 0);
            } else if (!before) {
                chosen[count++] = i;
            }
        }
        alone.emit(batch);
        return count;
    }

    private static byte kind(Batch batch, int row) {
        return RowKinds.comes(batch.rowKinds(), row) ? RowKinds.INSERT : RowKinds.DELETE;
    }

    private static void mark(Column column, boolean[] flags) {
        boolean[] nulls = column.nulls();
        for (int i = 0; nulls != null && i < flags.length; i++) {
            flags[i] |= nulls[i];
        }
    }

    @Override
    public void watermark(long micros) {
        watermark = Math.max(watermark, micros);
        due = true;
    }

    @Override
    public void endInput(int input) {
        ended[input] = true;
        if (ended[0] && ended[1]) {
            watermark(Long.MAX_VALUE);
        }
    }

    @Override
    public Batch output() {
        while (output.isEmpty() && due) {
            // At the watermark itself versions may still come.
            long until = watermark == Long.MAX_VALUE ? watermark : watermark - 1;
            VersionTables.Due taken = tables.take(until, DUE_AT_ONCE);
            due = taken != null;
            if (due) {
                memory.require(taken.left().retainedBytes() + taken.versions().retainedBytes());
                join(taken);
            }
        }
        if (!due) {
            memory.set(0);
        }
        return output.poll();
    }

    private void join(VersionTables.Due taken) {
        int rows = taken.left().rowCount();
        for (int from = 0; from < rows; from += Batch.TARGET_ROWS) {
            join(taken, from, Math.min(rows, from + Batch.TARGET_ROWS));
        }
    }

    private void join(VersionTables.Due taken, int from, int to) {
        int[] rows = new int[to - from];
        int[] versions = new int[to - from];
        int pairs = 0;
        for (int row = from; row < to; row++) {
            rows[pairs] = row;
            versions[pairs] = taken.versionOf()[row];
            pairs += versions[pairs] >= 0 ? 1 : 0;
        }
        boolean[] matched = new boolean[to - from];
        int kept = pairs;
        if (residual != null) {
            kept = residual.select(taken.left(), rows, taken.versions(), versions, pairs);
            for (int i = 0; i < kept; i++) {
                rows[i] = rows[residual.selected()[i]];
                versions[i] = versions[residual.selected()[i]];
            }
        }
        byte[] kinds = new byte[kept];
        for (int i = 0; i < kept; i++) {
            matched[rows[i] - from] = true;
            kinds[i] = kind(taken.left(), rows[i]);
        }
        output.pairs(LEFT, taken.left(), rows, taken.versions(), versions, kinds, kept);
        if (spec.type() == JoinType.LEFT) {
            AloneRows alone = new AloneRows(output, LEFT, false);
            for (int row = from; row < to; row++) {
                alone.add(row, kind(taken.left(), row), matched[row - from] ? 0 : 1);
            }
            alone.emit(taken.left());
        }
    }

    @Override
    public OperatorSnapshot snapshot(long checkpointId) {
        StateSnapshot snapshot = store.snapshot(Map.of(WATERMARK, watermark, SEQUENCE, tables.sequence()));
        return () -> {
            StateSnapshot.SavedState saved = snapshot.write(checkpointId);
            return new OperatorSnapshot.Content(
                    saved.handle(), List.of(), List.of(), saved.stateBytes(), saved.writtenBytes());
        };
    }

    @Override
    public boolean finished() {
        return ended[0] && ended[1] && !due && output.isEmpty();
    }

    @Override
    public OperatorStatistics statistics() {
        return new OperatorStatistics(memory.peakBytes() + store.retainedBytes(), 0, 0);
    }

    @Override
    public void close() {
        output.clear();
        store.close();
        memory.close();
    }
}
