package io.blink.runtime.operator.over;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.function.WindowFunction;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.runtime.operator.BatchwiseOperator;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.OperatorMemory;
import io.blink.runtime.operator.OperatorStatistics;
import io.blink.runtime.operator.RowKinds;
import io.blink.runtime.operator.hashtable.GroupTable;
import io.blink.runtime.operator.sort.SortPrefix;
import java.util.List;

/**
 * Drops rows that cannot be among the first of their partition. Holds no rows, but for each partition the prefixes of the best keys so far; a row behind all of them is dropped, any other goes on at once. Lets all rows through
 * from when most get through anyway, or when memory runs out.
 */
public final class TopRanksOperator extends BatchwiseOperator {
    /** Beyond this a partition is seldom cut. */
    private static final long LIMIT_MAX = 1 << 12;

    private static final int TRIAL_ROWS = 1 << 15;

    private final OperatorContext context;
    private final OperatorMemory memory;
    private final int[] partitionKeys;
    private final int[] orderKeys;
    private final SortPrefix prefix;
    private final boolean dropsEqual;
    private final GroupTable partitions;
    private BestKeys best;
    private long[] prefixes = new long[0];
    private int[] groups = new int[0];
    private int[] positions = new int[0];
    private long tried;
    private long passed;
    private boolean filters;

    public TopRanksOperator(OperatorSpec.TopRanks spec, OperatorContext context) {
        this.context = context;
        List<DataType> types = context.inputs().get(0).stream().map(Field::type).toList();
        memory = new OperatorMemory(context);
        partitionKeys =
                spec.partitionKeys().stream().mapToInt(Integer::intValue).toArray();
        orderKeys = spec.order().stream().mapToInt(key -> key.column()).toArray();
        prefix = new SortPrefix(
                spec.order(),
                spec.order().stream().map(key -> types.get(key.column())).toList());
        dropsEqual = spec.function() == WindowFunction.ROW_NUMBER && prefix.complete();
        partitions = GroupTable.ofGroups(
                spec.partitionKeys().stream().map(types::get).toList());
        filters = spec.limit() <= LIMIT_MAX && !spec.order().isEmpty();
        boolean distinct = spec.function() == WindowFunction.DENSE_RANK;
        best = new BestKeys((int) Math.max(0, Math.min(LIMIT_MAX, spec.limit())), distinct);
    }

    @Override
    protected Batch answer(Batch batch) {
        RowKinds.requireInsertOnly(batch, context.owner());
        return filters ? filter(batch) : batch;
    }

    /** The rows that may be among the first; {@code null} if none is. */
    private Batch filter(Batch batch) {
        int rows = batch.rowCount();
        ensure(rows);
        Column[] keys = pick(batch, partitionKeys);
        long wanted = partitions.bytesToInsert(keys, rows) + best.bytesToEnsure(partitions.groupCount() + rows);
        if (!memory.tryGrow(wanted)) {
            giveUp();
            return batch;
        }
        partitions.insert(keys, rows, groups);
        best.ensure(partitions.groupCount());
        prefix.compute(pick(batch, orderKeys), rows, prefixes, 0);
        int kept = best.select(groups, prefixes, rows, dropsEqual, positions);
        memory.set(partitions.retainedBytes() + best.retainedBytes());
        judge(rows, kept);
        return kept == 0 ? null : kept == rows ? batch : batch.take(positions, 0, kept);
    }

    private void judge(int rows, int kept) {
        tried += rows;
        passed += kept;
        if (tried >= TRIAL_ROWS) {
            if (passed > tried - tried / 4) {
                giveUp();
            }
            tried = 0;
            passed = 0;
        }
    }

    private void giveUp() {
        filters = false;
        partitions.clear();
        best.clear();
        memory.set(0);
    }

    private void ensure(int rows) {
        if (prefixes.length < rows) {
            prefixes = new long[rows];
            groups = new int[rows];
            positions = new int[rows];
        }
    }

    private static Column[] pick(Batch batch, int[] columns) {
        Column[] picked = new Column[columns.length];
        for (int i = 0; i < columns.length; i++) {
            picked[i] = batch.column(columns[i]);
        }
        return picked;
    }

    @Override
    public OperatorStatistics statistics() {
        return memory.statistics();
    }

    @Override
    public void close() {
        super.close();
        memory.close();
    }
}
