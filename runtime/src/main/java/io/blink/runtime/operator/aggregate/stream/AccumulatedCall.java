package io.blink.runtime.operator.aggregate.stream;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.type.DataType;
import io.blink.runtime.operator.aggregate.Accumulator;
import io.blink.runtime.operator.aggregate.GroupAggregation;
import java.util.List;
import java.util.stream.IntStream;

/** An aggregate whose partial result says all that is to be known: it is kept with its group. */
final class AccumulatedCall implements GroupCall {
    private final Accumulator accumulator;
    private final List<DataType> storedTypes;
    private final int[] storedColumns;
    private int[] everyGroup = new int[0];
    private int count;
    private Column before;

    /** @param storedTypes of the accumulator's partial results */
    AccumulatedCall(Accumulator accumulator, List<DataType> storedTypes) {
        this.accumulator = accumulator;
        this.storedTypes = storedTypes;
        this.storedColumns = IntStream.range(0, storedTypes.size()).toArray();
    }

    @Override
    public List<DataType> storedTypes() {
        return storedTypes.stream().map(type -> type.withNullable(true)).toList();
    }

    @Override
    public boolean takesNulls() {
        return accumulator.takesNulls();
    }

    @Override
    public void begin(TouchedGroups groups, List<Column> stored) {
        count = groups.count();
        if (everyGroup.length < count) {
            everyGroup = IntStream.range(0, Math.max(count, Batch.TARGET_ROWS)).toArray();
        }
        accumulator.clear();
        accumulator.ensure(count);
        mergeStored(new Batch(count, stored));
        before = accumulator.result(0, count);
    }

    /** New groups have NULL in the first column, and that also goes by an accumulator for which NULL is a value. */
    private void mergeStored(Batch stored) {
        if (!accumulator.takesNulls()) {
            GroupAggregation.merge(accumulator, stored, storedColumns, everyGroup, count);
            return;
        }
        Column last = stored.column(storedColumns.length - 1);
        int[] known = new int[count];
        int next = 0;
        for (int group = 0; group < count; group++) {
            if (!last.isNull(group)) {
                known[next++] = group;
            }
        }
        if (next > 0) {
            GroupAggregation.merge(accumulator, stored.take(known, 0, next), storedColumns, known, next);
        }
    }

    @Override
    public void add(int[] groups, int rows, List<Column> arguments) {
        accumulator.add(groups, rows, arguments);
    }

    @Override
    public void retract(int[] groups, int rows, List<Column> arguments) {
        accumulator.retract(groups, rows, arguments);
    }

    @Override
    public void merge(Batch batch, int[] columns, int[] groups) {
        GroupAggregation.merge(accumulator, batch, columns, groups, batch.rowCount());
    }

    @Override
    public void end() {
        // Nothing is left to do once the rows are in.
    }

    @Override
    public Column before() {
        return before;
    }

    @Override
    public Column after() {
        return accumulator.result(0, count);
    }

    @Override
    public List<Column> stored() {
        return accumulator.partial(0, count);
    }
}
