package io.blink.runtime.operator.aggregate.stream;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.type.DataType;
import io.blink.runtime.operator.BatchwiseOperator;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.RowKinds;
import io.blink.runtime.operator.hashtable.GroupTable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Phase PARTIAL of {@link OperatorSpec.GroupAggregate}: groups the rows of each batch by itself and holds nothing. Where most rows are groups of their own it stops looking for equal keys for a while.
 */
public final class LocalGroupAggregateOperator extends BatchwiseOperator {
    /** After so many rows it is judged whether grouping is worth it. */
    private static final long JUDGED_ROWS = 20_000;

    private static final double WORTHLESS_SHARE = 0.7;
    private static final long UNGROUPED_ROWS = 500_000;

    private final OperatorSpec.GroupAggregate spec;
    private final OperatorContext context;
    private final int[] keyColumns;
    private final BatchAggregates aggregates;
    private final GroupTable table;
    private int[] groups = new int[Batch.TARGET_ROWS];
    private long rowsJudged;
    private long groupsJudged;
    private long ungroupedRowsLeft;

    public LocalGroupAggregateOperator(OperatorSpec.GroupAggregate spec, OperatorContext context) {
        this.spec = spec;
        this.context = context;
        keyColumns = spec.groupKeys().stream().mapToInt(Integer::intValue).toArray();
        List<DataType> keyTypes = spec.groupKeys().stream()
                .map(key -> context.inputs().get(0).get(key).type())
                .toList();
        table = GroupTable.ofGroups(keyTypes);
        aggregates = new BatchAggregates(spec.calls(), spec.retracts(), context.functions());
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
        boolean alone = ungroupedRowsLeft > 0;
        List<Column> columns = alone ? ungrouped(batch) : grouped(batch);
        int count = alone ? rows : table.groupCount();
        table.clear();
        SignedRows signed = new SignedRows(batch, groups);
        aggregates.take(signed, count);
        columns.addAll(aggregates.partials(signed, count));
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
}
