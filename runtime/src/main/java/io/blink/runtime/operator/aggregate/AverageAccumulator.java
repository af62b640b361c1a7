package io.blink.runtime.operator.aggregate;

import io.blink.core.column.Column;
import io.blink.core.column.DoubleColumn;
import io.blink.core.column.LongColumn;
import io.blink.runtime.operator.rows.DoubleChunks;
import io.blink.runtime.operator.rows.LongChunks;
import java.util.List;

/** AVG of integers, FLOAT and DOUBLE, as DOUBLE. */
final class AverageAccumulator implements Accumulator {
    private final DoubleChunks sums = new DoubleChunks();
    private final LongChunks counts = new LongChunks();

    @Override
    public void ensure(int groupCount) {
        sums.ensure(groupCount);
        counts.ensure(groupCount);
    }

    @Override
    public void add(int[] groups, int rows, List<Column> arguments) {
        double[] values = Values.doubles(arguments.get(0));
        double[][] sumChunks = sums.chunks();
        long[][] countChunks = counts.chunks();
        for (int i = 0; i < rows; i++) {
            int group = groups[i];
            int at = group & LongChunks.MASK;
            sumChunks[group >>> LongChunks.SHIFT][at] += values[i];
            countChunks[group >>> LongChunks.SHIFT][at]++;
        }
    }

    @Override
    public void merge(int[] groups, int rows, List<Column> partials) {
        double[] addedSums = Values.doubles(partials.get(0));
        long[] addedCounts = Values.longs(partials.get(1));
        for (int i = 0; i < rows; i++) {
            int group = groups[i];
            sums.set(group, sums.get(group) + addedSums[i]);
            counts.set(group, counts.get(group) + addedCounts[i]);
        }
    }

    @Override
    public List<Column> partial(int from, int count) {
        return List.of(
                new DoubleColumn(count, sums.copy(from, count), null),
                new LongColumn(count, counts.copy(from, count), null));
    }

    @Override
    public Column result(int from, int count) {
        double[] averages = sums.copy(from, count);
        long[] divisors = counts.copy(from, count);
        boolean[] seen = new boolean[count];
        for (int i = 0; i < count; i++) {
            seen[i] = divisors[i] != 0;
            averages[i] /= divisors[i];
        }
        return new DoubleColumn(count, averages, Values.nulls(seen));
    }

    @Override
    public long bytesToAdd(int groupCount, List<Column> arguments) {
        return sums.bytesToEnsure(groupCount) + counts.bytesToEnsure(groupCount);
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
