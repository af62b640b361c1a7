package io.blink.runtime.operator.match;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnConcatenation;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.SortKey;
import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.OperatorMemory;
import io.blink.runtime.operator.OperatorStatistics;
import io.blink.runtime.operator.RowKinds;
import io.blink.runtime.operator.sort.ColumnOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/** Matches over rows sorted by partition and order. Holds the rows of one partition, or of a long one those from the first on from which a match may still begin. */
public final class SortedMatchOperator implements Operator {
    /** After so many rows of one partition matches are looked for. */
    private static final int PIECE_ROWS = 1 << 15;

    private final OperatorSpec.Match spec;
    private final OperatorContext context;
    private final PartitionMatching matching;
    private final List<SortKey> keys;
    private final OperatorMemory memory;
    /** Of the partition, behind those that were searched. */
    private final List<Batch> held = new ArrayList<>();

    private int heldRows;
    private SearchedPartition partition;
    private Column[] lastKey;
    private final Deque<Batch> pending = new ArrayDeque<>();
    private boolean ended;

    public SortedMatchOperator(OperatorSpec.Match spec, OperatorContext context) {
        this.spec = spec;
        this.context = context;
        matching = new PartitionMatching(spec, context.evaluation());
        keys = spec.partitionKeys().stream()
                .map(column -> new SortKey(column, true, true))
                .toList();
        memory = new OperatorMemory(context);
        partition = matching.partition(0, 0);
    }

    @Override
    public boolean needsInput(int input) {
        return pending.isEmpty() && !ended;
    }

    @Override
    public void addInput(int input, Batch batch) {
        RowKinds.requireInsertOnly(batch, context.owner());
        int from = 0;
        Column[] columns = keyColumns(batch);
        for (int i = 0; i < batch.rowCount(); i++) {
            boolean begins = i == 0 ? !continues(columns) : ColumnOrder.compare(keys, columns, i - 1, columns, i) != 0;
            if (begins) {
                hold(batch, from, i);
                finishPartition();
                from = i;
            }
        }
        hold(batch, from, batch.rowCount());
        if (batch.rowCount() > 0) {
            int last = batch.rowCount() - 1;
            lastKey =
                    Arrays.stream(columns).map(column -> column.slice(last, 1)).toArray(Column[]::new);
        }
        if (heldRows >= PIECE_ROWS) {
            advance(false);
        }
    }

    private Column[] keyColumns(Batch batch) {
        return keys.stream().map(key -> batch.column(key.column()).flat()).toArray(Column[]::new);
    }

    /** Whether the first row is of the partition of the last batch. */
    private boolean continues(Column[] columns) {
        return lastKey == null || ColumnOrder.compare(keys, lastKey, 0, columns, 0) == 0;
    }

    private void hold(Batch batch, int from, int to) {
        if (to > from) {
            Batch rows = batch.slice(from, to - from);
            memory.grow(rows.payloadBytes());
            held.add(rows);
            heldRows += to - from;
        }
    }

    private void finishPartition() {
        if (heldRows > 0 || partition.rows().count() > 0) {
            advance(true);
        }
        partition = matching.partition(0, 0);
        memory.set(0);
    }

    private void advance(boolean all) {
        if (heldRows > 0) {
            partition.rows().add(ColumnConcatenation.ofBatches(held));
            held.clear();
            heldRows = 0;
        }
        PartitionMatching.Progress progress = matching.advance(partition, all ? Long.MAX_VALUE : lastTime());
        if (progress.matches() != null) {
            pending.add(progress.matches());
        }
        memory.require(partition.bytes());
    }

    private long lastTime() {
        PartitionRows rows = partition.rows();
        return spec.withinMicros() < 0 ? 0 : rows.time(rows.count() - 1);
    }

    @Override
    public void endInput(int input) {
        finishPartition();
        ended = true;
    }

    @Override
    public Batch output() {
        if (pending.isEmpty()) {
            return null;
        }
        List<Batch> together = new ArrayList<>();
        int rows = 0;
        while (!pending.isEmpty() && rows < Batch.TARGET_ROWS) {
            together.add(pending.poll());
            rows += together.get(together.size() - 1).rowCount();
        }
        return ColumnConcatenation.ofBatches(together);
    }

    @Override
    public boolean finished() {
        return ended && pending.isEmpty();
    }

    @Override
    public OperatorStatistics statistics() {
        return memory.statistics();
    }

    @Override
    public void close() {
        held.clear();
        pending.clear();
        memory.close();
    }
}
