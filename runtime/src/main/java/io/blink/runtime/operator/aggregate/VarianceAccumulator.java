package io.blink.runtime.operator.aggregate;

import io.blink.core.column.Column;
import io.blink.core.column.DoubleColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.function.AggregateFunction;
import io.blink.core.type.DataType;
import io.blink.runtime.operator.rows.DoubleChunks;
import io.blink.runtime.operator.rows.LongChunks;
import java.util.List;

/** STDDEV and VARIANCE: count, mean and the sum of squared differences from it, by Welford (1962); merged as Chan, Golub and LeVeque (1979). */
final class VarianceAccumulator implements Accumulator {
    private final AggregateFunction function;
    private final DataType argument;
    private final LongChunks counts = new LongChunks();
    private final DoubleChunks means = new DoubleChunks();
    private final DoubleChunks squares = new DoubleChunks();

    VarianceAccumulator(AggregateFunction function, DataType argument) {
        this.function = function;
        this.argument = argument;
    }

    @Override
    public void ensure(int groupCount) {
        counts.ensure(groupCount);
        means.ensure(groupCount);
        squares.ensure(groupCount);
    }

    @Override
    public void add(int[] groups, int rows, List<Column> arguments) {
        double[] values = Values.doubles(arguments.get(0), argument);
        for (int i = 0; i < rows; i++) {
            int group = groups[i];
            long count = counts.get(group) + 1;
            double difference = values[i] - means.get(group);
            double mean = means.get(group) + difference / count;
            counts.set(group, count);
            means.set(group, mean);
            squares.set(group, squares.get(group) + difference * (values[i] - mean));
        }
    }

    @Override
    public void merge(int[] groups, int rows, List<Column> partials) {
        long[] addedCounts = Values.longs(partials.get(0));
        double[] addedMeans = Values.doubles(partials.get(1));
        double[] addedSquares = Values.doubles(partials.get(2));
        for (int i = 0; i < rows; i++) {
            int group = groups[i];
            long before = counts.get(group);
            long count = before + addedCounts[i];
            if (addedCounts[i] > 0) {
                double difference = addedMeans[i] - means.get(group);
                double share = (double) addedCounts[i] / count;
                means.set(group, means.get(group) + difference * share);
                squares.set(group, squares.get(group) + addedSquares[i] + difference * difference * before * share);
                counts.set(group, count);
            }
        }
    }

    @Override
    public List<Column> partial(int from, int count) {
        return List.of(
                new LongColumn(count, counts.copy(from, count), null),
                new DoubleColumn(count, means.copy(from, count), null),
                new DoubleColumn(count, squares.copy(from, count), null));
    }

    @Override
    public Column result(int from, int count) {
        return result(function, counts.copy(from, count), squares.copy(from, count));
    }

    /** @param squares sums of squared differences from the mean; becomes the results */
    static Column result(AggregateFunction function, long[] counts, double[] squares) {
        boolean sample = function == AggregateFunction.STDDEV_SAMP || function == AggregateFunction.VAR_SAMP;
        boolean root = function == AggregateFunction.STDDEV_SAMP || function == AggregateFunction.STDDEV_POP;
        boolean[] defined = new boolean[counts.length];
        for (int i = 0; i < counts.length; i++) {
            long divisor = counts[i] - (sample ? 1 : 0);
            defined[i] = divisor > 0;
            double variance = squares[i] / divisor;
            squares[i] = root ? Math.sqrt(variance) : variance;
        }
        return new DoubleColumn(counts.length, squares, Values.nulls(defined));
    }

    @Override
    public long bytesToAdd(int groupCount, List<Column> arguments) {
        return counts.bytesToEnsure(groupCount) + means.bytesToEnsure(groupCount) + squares.bytesToEnsure(groupCount);
    }

    @Override
    public long retainedBytes() {
        return counts.retainedBytes() + means.retainedBytes() + squares.retainedBytes();
    }

    @Override
    public void clear() {
        counts.clear();
        means.clear();
        squares.clear();
    }
}
