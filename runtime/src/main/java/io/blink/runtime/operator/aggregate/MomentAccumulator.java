package io.blink.runtime.operator.aggregate;

import io.blink.core.column.Column;
import io.blink.core.column.DoubleColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.function.AggregateFunction;
import io.blink.core.type.DataType;
import io.blink.runtime.operator.rows.DoubleChunks;
import io.blink.runtime.operator.rows.LongChunks;
import java.util.List;

/** SKEWNESS and KURTOSIS of the population: count, mean and the sums of the second to fourth powers of differences from it, merged as Pébay (2008). */
final class MomentAccumulator implements Accumulator {
    private final AggregateFunction function;
    private final DataType argument;
    private final LongChunks counts = new LongChunks();
    private final DoubleChunks means = new DoubleChunks();
    private final DoubleChunks squares = new DoubleChunks();
    private final DoubleChunks cubes = new DoubleChunks();
    private final DoubleChunks fourths = new DoubleChunks();

    MomentAccumulator(AggregateFunction function, DataType argument) {
        this.function = function;
        this.argument = argument;
    }

    @Override
    public void ensure(int groupCount) {
        counts.ensure(groupCount);
        means.ensure(groupCount);
        squares.ensure(groupCount);
        cubes.ensure(groupCount);
        fourths.ensure(groupCount);
    }

    @Override
    public void add(int[] groups, int rows, List<Column> arguments) {
        double[] values = Values.doubles(arguments.get(0), argument);
        for (int i = 0; i < rows; i++) {
            merge(groups[i], 1, values[i], 0, 0, 0);
        }
    }

    @Override
    public void merge(int[] groups, int rows, List<Column> partials) {
        long[] added = Values.longs(partials.get(0));
        double[] addedMeans = Values.doubles(partials.get(1));
        double[] addedSquares = Values.doubles(partials.get(2));
        double[] addedCubes = Values.doubles(partials.get(3));
        double[] addedFourths = Values.doubles(partials.get(4));
        for (int i = 0; i < rows; i++) {
            if (added[i] > 0) {
                merge(groups[i], added[i], addedMeans[i], addedSquares[i], addedCubes[i], addedFourths[i]);
            }
        }
    }

    private void merge(int group, long added, double mean, double square, double cube, double fourth) {
        double a = counts.get(group);
        double b = added;
        double n = a + b;
        double d = mean - means.get(group);
        double squareBefore = squares.get(group);
        double cubeBefore = cubes.get(group);
        double share = d / n;
        fourths.set(
                group,
                fourths.get(group)
                        + fourth
                        + d * share * share * share * a * b * (a * a - a * b + b * b)
                        + 6 * share * share * (a * a * square + b * b * squareBefore)
                        + 4 * share * (a * cube - b * cubeBefore));
        cubes.set(
                group,
                cubeBefore + cube + d * share * share * a * b * (a - b) + 3 * share * (a * square - b * squareBefore));
        squares.set(group, squareBefore + square + d * share * a * b);
        means.set(group, means.get(group) + share * b);
        counts.set(group, counts.get(group) + added);
    }

    @Override
    public List<Column> partial(int from, int count) {
        return List.of(
                new LongColumn(count, counts.copy(from, count), null),
                new DoubleColumn(count, means.copy(from, count), null),
                new DoubleColumn(count, squares.copy(from, count), null),
                new DoubleColumn(count, cubes.copy(from, count), null),
                new DoubleColumn(count, fourths.copy(from, count), null));
    }

    /** NaN where all values are equal, as what is not defined. */
    @Override
    public Column result(int from, int count) {
        double[] results = new double[count];
        boolean[] defined = new boolean[count];
        for (int i = 0; i < count; i++) {
            double n = counts.get(from + i);
            double square = squares.get(from + i);
            defined[i] = n > 0;
            results[i] = function == AggregateFunction.SKEWNESS
                    ? Math.sqrt(n) * cubes.get(from + i) / Math.sqrt(square * square * square)
                    : n * fourths.get(from + i) / (square * square) - 3;
        }
        return new DoubleColumn(count, results, Values.nulls(defined));
    }

    @Override
    public long bytesToAdd(int groupCount, List<Column> arguments) {
        return counts.bytesToEnsure(groupCount) + 4 * means.bytesToEnsure(groupCount);
    }

    @Override
    public long retainedBytes() {
        return counts.retainedBytes() + 4 * means.retainedBytes();
    }

    @Override
    public void clear() {
        counts.clear();
        means.clear();
        squares.clear();
        cubes.clear();
        fourths.clear();
    }
}
