package io.blink.runtime.operator.aggregate.stream;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.TableSchema;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.runtime.operator.BatchwiseOperator;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.OperatorSnapshot;
import io.blink.runtime.operator.OperatorStatistics;
import io.blink.runtime.operator.RowKinds;
import io.blink.runtime.operator.hashtable.GroupTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * {@link OperatorSpec.SplitDistinct}: shortens each batch to partial results by group, in which an argument of a DISTINCT aggregate counts when this task meets it for the first time, or loses it for good.
 * Since an argument of a group comes to one task only, the partial results of all tasks add up. Keeps the arguments that are there, nothing else.
 */
public final class SplitDistinctOperator extends BatchwiseOperator {
    private static final long NAMESPACE = 0;

    private final OperatorSpec.SplitDistinct spec;
    private final OperatorContext context;
    private final KeyedStateStore store;
    private final int[] keyColumns;
    private final BatchAggregates aggregates;
    private final DistinctArguments distinct;
    private final GroupTable table;
    private int[] groups = new int[Batch.TARGET_ROWS];

    /** @param store empty, or restored from what this operator saved; closed with the operator */
    public SplitDistinctOperator(OperatorSpec.SplitDistinct spec, OperatorContext context, KeyedStateStore store) {
        this.spec = spec;
        this.context = context;
        this.store = store;
        keyColumns = spec.groupKeys().stream().mapToInt(Integer::intValue).toArray();
        table = GroupTable.ofGroups(types(spec.groupKeys()));
        distinct = new DistinctArguments(spec.distinctArguments(), spec.retracts(), true);
        aggregates = new BatchAggregates(spec.calls(), spec.retracts(), context.functions());
        aggregates.feedBy(distinct);
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
    protected Batch answer(Batch batch) {
        if (!spec.retracts()) {
            RowKinds.requireInsertOnly(batch, context.owner());
        }
        int rows = batch.rowCount();
        if (groups.length < rows) {
            groups = new int[rows];
        }
        table.insert(keys(batch), rows, groups);
        int count = table.groupCount();
        List<Column> columns =
                new ArrayList<>(table.gatherKeys(IntStream.range(0, count).toArray(), 0, count));
        table.clear();
        SignedRows signed = new SignedRows(batch, groups);
        aggregates.take(signed, count);
        distinct.take(
                batch, new TouchedGroups(count, groups, columns.toArray(Column[]::new), new long[0]), signed.signs());
        columns.addAll(aggregates.partials(signed, count));
        return new Batch(count, columns);
    }

    private Column[] keys(Batch batch) {
        Column[] keys = new Column[keyColumns.length];
        for (int k = 0; k < keys.length; k++) {
            keys[k] = batch.column(keyColumns[k]);
        }
        return keys;
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
        super.close();
        store.close();
    }
}
