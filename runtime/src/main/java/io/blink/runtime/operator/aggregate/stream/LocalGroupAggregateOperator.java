package io.blink.runtime.operator.aggregate.stream;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.core.plan.AggregateCall;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.type.DataType;
import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.RowKinds;
import io.blink.runtime.operator.aggregate.Accumulator;
import io.blink.runtime.operator.aggregate.Accumulators;
import io.blink.runtime.operator.aggregate.RowSelection;
import io.blink.runtime.operator.hashtable.GroupTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Phase PARTIAL of {@link OperatorSpec.GroupAggregate}: groups the rows of each batch by itself and holds nothing. Where most rows are groups of their own it stops looking for equal keys for a while.
 */
public final class LocalGroupAggregateOperator implements Operator {
    /** After so many rows it is judged whether grouping is worth it. */
    private static final long JUDGED_ROWS = 20_000;

    private static final double WORTHLESS_SHARE = 0.7;
    private static final long UNGROUPED_ROWS = 500_000;

    private final OperatorSpec.GroupAggregate spec;
    private final OperatorContext context;
    private final int[] keyColumns;
    private final List<Call> calls = new ArrayList<>();
    private final GroupTable table;
    private final RowSelection selection = new RowSelection();
    private int[] groups = new int[Batch.TARGET_ROWS];
    private long rowsJudged;
    private long groupsJudged;
    private long ungroupedRowsLeft;
    private Batch pending;
    private boolean ended;

    private record Call(AggregateCall plan, Accumulator accumulator, int[] arguments) {}

    public LocalGroupAggregateOperator(OperatorSpec.GroupAggregate spec, OperatorContext context) {
        this.spec = spec;
        this.context = context;
        keyColumns = spec.groupKeys().stream().mapToInt(Integer::intValue).toArray();
        List<DataType> keyTypes = spec.groupKeys().stream()
                .map(key -> context.inputs().get(0).get(key).type())
                .toList();
        table = GroupTable.ofGroups(keyTypes);
        for (AggregateCall plan : spec.calls()) {
            Accumulator accumulator = spec.retracts()
                    ? Accumulators.retractable(plan, false)
                    : Accumulators.create(plan, context.functions());
            calls.add(new Call(
                    plan,
                    accumulator,
                    plan.arguments().stream().mapToInt(Integer::intValue).toArray()));
        }
    }

    @Override
    public boolean needsInput(int input) {
        return pending == null && !ended;
    }

    @Override
    public void addInput(int input, Batch batch) {
        if (!spec.retracts()) {
            RowKinds.requireInsertOnly(batch, context.owner());
        }
        if (batch.rowCount() > 0) {
            pending = partials(batch);
        }
    }

    private Batch partials(Batch batch) {
        int rows = batch.rowCount();
        if (groups.length < rows) {
            groups = new int[rows];
        }
        boolean alone = ungroupedRowsLeft > 0;
        List<Column> columns = alone ? ungrouped(batch) : grouped(batch);
        int count = alone ? rows : table.groupCount();
        byte[] signs = SignedRows.signs(batch);
        SignedRows come = SignedRows.of(batch, groups, signs, 1);
        SignedRows gone = SignedRows.of(batch, groups, signs, -1);
        for (Call call : calls) {
            call.accumulator().ensure(count);
            select(call, come);
            call.accumulator().add(selection.groups(), selection.count(), selection.arguments());
            if (signs != null) {
                select(call, gone);
                call.accumulator().retract(selection.groups(), selection.count(), selection.arguments());
            }
            columns.addAll(call.accumulator().partial(0, count));
            call.accumulator().clear();
        }
        if (spec.retracts()) {
            columns.add(rowCounts(rows, count, signs));
        }
        table.clear();
        return new Batch(count, columns);
    }

    private List<Column> ungrouped(Batch batch) {
        int rows = batch.rowCount();
        ungroupedRowsLeft -= rows;
        for (int i = 0; i < rows; i++) {
            groups[i] = i;
        }
        return new ArrayList<>(List.of(keys(batch)));
    }

    private List<Column> grouped(Batch batch) {
        table.insert(keys(batch), batch.rowCount(), groups);
        judge(batch.rowCount(), table.groupCount());
        int[] every = IntStream.range(0, table.groupCount()).toArray();
        return new ArrayList<>(table.gatherKeys(every, 0, every.length));
    }

    private void judge(int rows, int groupCount) {
        rowsJudged += rows;
        groupsJudged += groupCount;
        if (rowsJudged >= JUDGED_ROWS) {
            ungroupedRowsLeft = groupsJudged > WORTHLESS_SHARE * rowsJudged ? UNGROUPED_ROWS : 0;
            rowsJudged = 0;
            groupsJudged = 0;
        }
    }

    private Column[] keys(Batch batch) {
        Column[] keys = new Column[keyColumns.length];
        for (int k = 0; k < keys.length; k++) {
            keys[k] = batch.column(keyColumns[k]);
        }
        return keys;
    }

    private void select(Call call, SignedRows rows) {
        selection.select(
                rows.rows(),
                call.plan().filterColumn(),
                call.arguments(),
                call.accumulator().takesNulls(),
                rows.groups());
    }

    private Column rowCounts(int rows, int count, byte[] signs) {
        long[] counts = new long[count];
        for (int i = 0; i < rows; i++) {
            counts[groups[i]] += signs == null ? 1 : signs[i];
        }
        return new LongColumn(count, counts, null);
    }

    @Override
    public void endInput(int input) {
        ended = true;
    }

    @Override
    public Batch output() {
        Batch batch = pending;
        pending = null;
        return batch;
    }

    @Override
    public boolean finished() {
        return ended && pending == null;
    }

    @Override
    public void close() {
        pending = null;
        ended = true;
    }
}
