package io.blink.runtime.operator.aggregate.stream;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.core.plan.AggregateCall;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.TableSchema;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.OperatorSnapshot;
import io.blink.runtime.operator.OperatorStatistics;
import io.blink.runtime.operator.RowKinds;
import io.blink.runtime.operator.aggregate.Accumulator;
import io.blink.runtime.operator.aggregate.Accumulators;
import io.blink.runtime.operator.aggregate.RowSelection;
import io.blink.runtime.operator.hashtable.GroupTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * {@link OperatorSpec.SplitDistinct}: shortens each batch to partial results by group, in which an argument of a DISTINCT aggregate counts when this task meets it for the first time, or loses it for good.
 * Since an argument of a group comes to one task only, the partial results of all tasks add up. Keeps the arguments that are there, nothing else.
 */
public final class SplitDistinctOperator implements Operator {
    private static final long NAMESPACE = 0;

    private final OperatorSpec.SplitDistinct spec;
    private final OperatorContext context;
    private final KeyedStateStore store;
    private final int[] keyColumns;
    private final List<Call> calls = new ArrayList<>();
    private final DistinctArguments distinct;
    private final GroupTable table;
    private final RowSelection selection = new RowSelection();
    private int[] groups = new int[Batch.TARGET_ROWS];
    private Batch pending;
    private boolean ended;

    private record Call(AggregateCall plan, Accumulator accumulator, int[] arguments) implements ArgumentTaker {
        @Override
        public void add(int[] groups, int rows, List<Column> columns) {
            accumulator.add(groups, rows, columns);
        }

        @Override
        public void retract(int[] groups, int rows, List<Column> columns) {
            accumulator.retract(groups, rows, columns);
        }
    }

    /** @param store empty, or restored from what this operator saved; closed with the operator */
    public SplitDistinctOperator(OperatorSpec.SplitDistinct spec, OperatorContext context, KeyedStateStore store) {
        this.spec = spec;
        this.context = context;
        this.store = store;
        keyColumns = spec.groupKeys().stream().mapToInt(Integer::intValue).toArray();
        table = GroupTable.ofGroups(types(spec.groupKeys()));
        distinct = new DistinctArguments(spec.distinctArguments(), spec.retracts(), true);
        for (AggregateCall plan : spec.calls()) {
            Accumulator accumulator =
                    spec.retracts() ? Accumulators.retractable(plan, false) : Accumulators.create(plan);
            int[] arguments =
                    plan.arguments().stream().mapToInt(Integer::intValue).toArray();
            Call call = new Call(plan, accumulator, arguments);
            calls.add(call);
            if (plan.distinct()) {
                distinct.feed(plan.filterColumn(), call);
            }
        }
        List<Integer> keys = new ArrayList<>(spec.groupKeys());
        keys.addAll(spec.distinctArguments());
        TableSchema schema =
                TableSchema.of("distinct", types(keys), distinct.storedTypes()).withTimeToLive(spec.stateTtlMillis());
        distinct.placeIn(namespace -> store.valueTable(schema, namespace));
        distinct.open(NAMESPACE);
    }

    private List<DataType> types(List<Integer> columns) {
        List<Field> input = context.inputs().get(0);
        return columns.stream().map(column -> input.get(column).type()).toList();
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
        table.insert(keys(batch), rows, groups);
        int count = table.groupCount();
        List<Column> columns =
                new ArrayList<>(table.gatherKeys(IntStream.range(0, count).toArray(), 0, count));
        byte[] signs = SignedRows.signs(batch);
        calls.forEach(call -> call.accumulator().ensure(count));
        addRows(batch, signs);
        distinct.take(batch, new TouchedGroups(count, groups, columns.toArray(Column[]::new), new long[0]), signs);
        for (Call call : calls) {
            columns.addAll(call.accumulator().partial(0, count));
            call.accumulator().clear();
        }
        if (spec.retracts()) {
            columns.add(rowCounts(rows, count, signs));
        }
        table.clear();
        return new Batch(count, columns);
    }

    private Column[] keys(Batch batch) {
        Column[] keys = new Column[keyColumns.length];
        for (int k = 0; k < keys.length; k++) {
            keys[k] = batch.column(keyColumns[k]);
        }
        return keys;
    }

    private void addRows(Batch batch, byte[] signs) {
        SignedRows come = SignedRows.of(batch, groups, signs, 1);
        SignedRows gone = SignedRows.of(batch, groups, signs, -1);
        for (Call call : calls) {
            if (!call.plan().distinct()) {
                select(call, come);
                call.add(selection.groups(), selection.count(), selection.arguments());
                if (signs != null) {
                    select(call, gone);
                    call.retract(selection.groups(), selection.count(), selection.arguments());
                }
            }
        }
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
    public OperatorSnapshot snapshot(long checkpointId) {
        return OperatorSnapshot.of(store, Map.of(), checkpointId);
    }

    @Override
    public boolean finished() {
        return ended && pending == null;
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
}
