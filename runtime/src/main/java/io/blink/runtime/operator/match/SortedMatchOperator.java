package io.blink.runtime.operator.match;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnConcatenation;
import io.blink.core.column.LongColumn;
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
    private final List<Batch> held = new ArrayList<>();
    private int heldRows;
    private long heldBytes;
    private int searchedRows;
    private int start;
    private long number;
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
        if (heldRows - searchedRows >= PIECE_ROWS) {
            advance(false);
        }
    }

    private Column[] keyColumns(Batch batch) {
        return keys.stream().map(key -> batch.column(key.column()).flat()).toArray(Column[]::new);
    }

    private boolean continues(Column[] columns) {
        if (held.isEmpty()) {
            return true;
        }
        Batch last = held.get(held.size() - 1);
        return ColumnOrder.compare(keys, keyColumns(last), last.rowCount() - 1, columns, 0) == 0;
    }

    private void hold(Batch batch, int from, int to) {
        if (to > from) {
            Batch rows = batch.slice(from, to - from);
            memory.grow(rows.payloadBytes());
            held.add(rows);
            heldRows += to - from;
            heldBytes += rows.payloadBytes();
        }
    }

    private void finishPartition() {
        if (heldRows > 0) {
            advance(true);
        }
        release();
        start = 0;
        number = 0;
    }

    private void release() {
        held.clear();
        memory.shrink(heldBytes);
        heldBytes = 0;
        heldRows = 0;
        searchedRows = 0;
    }

    private void advance(boolean all) {
        Batch rows = ColumnConcatenation.ofBatches(held);
        PartitionMatching.Progress progress =
                matching.advance(rows, start, number, all ? Long.MAX_VALUE : lastTime(rows));
        if (progress.matches() != null) {
            pending.add(progress.matches());
        }
        release();
        hold(rows, progress.kept(), rows.rowCount());
        start = progress.start() - progress.kept();
        number = progress.number();
        searchedRows = heldRows;
    }

    private long lastTime(Batch rows) {
        return spec.withinMicros() < 0
                ? 0
                : ((LongColumn) rows.column(spec.order().get(0).column()).flat()).values()[rows.rowCount() - 1];
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
