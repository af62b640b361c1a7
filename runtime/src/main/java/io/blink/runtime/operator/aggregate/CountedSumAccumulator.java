package io.blink.runtime.operator.aggregate;

import io.blink.core.column.Column;
import java.util.List;

/** SUM of what comes and goes: with the number of its values, since the sum of none is NULL. */
final class CountedSumAccumulator implements Accumulator {
    private final Accumulator sums;
    private final CountAccumulator counts = new CountAccumulator();
    private final boolean whole;

    /** @param whole whether partial results are of whole groups: without values they have no sum, so that no rounding error outlives them */
    CountedSumAccumulator(Accumulator sums, boolean whole) {
        this.sums = sums;
        this.whole = whole;
    }

    @Override
    public void ensure(int groupCount) {
        sums.ensure(groupCount);
        counts.ensure(groupCount);
    }

    @Override
    public void add(int[] groups, int rows, List<Column> arguments) {
        sums.add(groups, rows, arguments);
        counts.add(groups, rows, arguments);
    }

    @Override
    public void retract(int[] groups, int rows, List<Column> arguments) {
        sums.retract(groups, rows, arguments);
        counts.retract(groups, rows, arguments);
    }

    @Override
    public void merge(int[] groups, int rows, List<Column> partials) {
        sums.merge(groups, rows, partials.subList(0, 1));
        counts.merge(groups, rows, partials.subList(1, 2));
    }

    @Override
    public List<Column> partial(int from, int count) {
        Column sum = whole ? result(from, count) : sums.result(from, count);
        return List.of(sum, counts.result(from, count));
    }

    @Override
    public Column result(int from, int count) {
        long[] values = Values.longs(counts.result(from, count));
        Column sum = sums.result(from, count);
        boolean[] nulls = null;
        for (int i = 0; i < count; i++) {
            if (values[i] <= 0 || sum.isNull(i)) {
                nulls = nulls == null ? new boolean[count] : nulls;
                nulls[i] = true;
            }
        }
        return nulls == null ? sum : Values.withNulls(sum, nulls);
    }

    @Override
    public long bytesToAdd(int groupCount, List<Column> arguments) {
        return sums.bytesToAdd(groupCount, arguments) + counts.bytesToAdd(groupCount, arguments);
    }

    @Override
    public long retainedBytes() {
        return sums.retainedBytes() + counts.retainedBytes();
    }

    @Override
    public void clear() {
        sums.clear();
        counts.clear();
    }
}
