package io.blink.runtime.operator.aggregate;

import io.blink.core.column.Column;
import io.blink.core.column.DoubleColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.operator.rows.DoubleChunks;
import io.blink.runtime.operator.rows.LongChunks;
import java.util.List;

/**
 * SUM and AVG, as floating point, of values that come and go. A sum has twice the digits of a double, so that a large value that has gone leaves the small ones as they were. Partial results: sum, number
 * of values, what the sum lacks.
 */
final class CompensatedSumAccumulator implements Accumulator {
    private static final DataType DOUBLE = DataType.of(TypeKind.DOUBLE);

    private final DataType type;
    private final boolean average;
    private final boolean whole;
    private final DoubleChunks sums = new DoubleChunks();
    private final DoubleChunks errors = new DoubleChunks();
    private final LongChunks counts = new LongChunks();
    private final DoubleDouble sum = new DoubleDouble();

    /**
     * @param type of the result
     * @param whole whether partial results are of whole groups: without values they have no sum, so that no rounding error outlives them
     */
    CompensatedSumAccumulator(DataType type, boolean average, boolean whole) {
        this.type = type;
        this.average = average;
        this.whole = whole;
    }

    @Override
    public void ensure(int groupCount) {
        sums.ensure(groupCount);
        errors.ensure(groupCount);
        counts.ensure(groupCount);
    }

    @Override
    public void add(int[] groups, int rows, List<Column> arguments) {
        double[] values = Values.doubles(arguments.get(0));
        for (int i = 0; i < rows; i++) {
            add(groups[i], values[i], 0, 1);
        }
    }

    @Override
    public void retract(int[] groups, int rows, List<Column> arguments) {
        double[] values = Values.doubles(arguments.get(0));
        for (int i = 0; i < rows; i++) {
            add(groups[i], -values[i], 0, -1);
        }
    }

    @Override
    public void merge(int[] groups, int rows, List<Column> partials) {
        double[] addedSums = Values.doubles(partials.get(0));
        long[] addedCounts = Values.longs(partials.get(1));
        double[] addedErrors = Values.doubles(partials.get(2));
        for (int i = 0; i < rows; i++) {
            add(groups[i], addedSums[i], addedErrors[i], addedCounts[i]);
        }
    }

    private void add(int group, double value, double error, long count) {
        sum.set(sums.get(group), errors.get(group)).add(value, error);
        sums.set(group, sum.high);
        errors.set(group, sum.low);
        counts.set(group, counts.get(group) + count);
    }

    @Override
    public List<Column> partial(int from, int count) {
        double[] high = sums.copy(from, count);
        double[] low = errors.copy(from, count);
        long[] numbers = counts.copy(from, count);
        boolean[] there = new boolean[count];
        for (int i = 0; i < count; i++) {
            there[i] = !whole || numbers[i] > 0;
            high[i] = there[i] ? high[i] : 0;
            low[i] = there[i] ? low[i] : 0;
        }
        return List.of(
                Values.floatingPoint(average ? DOUBLE : type, high, average ? null : Values.nulls(there)),
                new LongColumn(count, numbers, null),
                new DoubleColumn(count, low, null));
    }

    @Override
    public Column result(int from, int count) {
        double[] results = sums.copy(from, count);
        long[] numbers = counts.copy(from, count);
        boolean[] there = new boolean[count];
        for (int i = 0; i < count; i++) {
            there[i] = numbers[i] > 0;
            results[i] = average ? results[i] / numbers[i] : results[i];
        }
        return Values.floatingPoint(type, results, Values.nulls(there));
    }

    @Override
    public long bytesToAdd(int groupCount, List<Column> arguments) {
        return 2 * sums.bytesToEnsure(groupCount) + counts.bytesToEnsure(groupCount);
    }

    @Override
    public long retainedBytes() {
        return 2 * sums.retainedBytes() + counts.retainedBytes();
    }

    @Override
    public void clear() {
        sums.clear();
        errors.clear();
        counts.clear();
    }
}
