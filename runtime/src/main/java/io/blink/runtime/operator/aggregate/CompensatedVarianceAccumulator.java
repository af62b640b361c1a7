package io.blink.runtime.operator.aggregate;

import io.blink.core.column.Column;
import io.blink.core.column.DoubleColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.function.AggregateFunction;
import io.blink.core.type.DataType;
import io.blink.runtime.operator.rows.DoubleChunks;
import io.blink.runtime.operator.rows.LongChunks;
import java.util.List;

/**
 * STDDEV and VARIANCE of values that come and go: the steps of {@link VarianceAccumulator}, forwards and backwards, with twice the digits of a double, since the squares of a large value that has gone
 * would hide those of all others. Partial results: as of the other, then what mean and squares lack.
 */
final class CompensatedVarianceAccumulator implements Accumulator {
    private final AggregateFunction function;
    private final DataType argument;
    private final LongChunks counts = new LongChunks();
    private final DoubleChunks means = new DoubleChunks();
    private final DoubleChunks meanErrors = new DoubleChunks();
    private final DoubleChunks squares = new DoubleChunks();
    private final DoubleChunks squareErrors = new DoubleChunks();
    private final DoubleDouble mean = new DoubleDouble();
    private final DoubleDouble square = new DoubleDouble();
    private final DoubleDouble difference = new DoubleDouble();
    private final DoubleDouble step = new DoubleDouble();

    CompensatedVarianceAccumulator(AggregateFunction function, DataType argument) {
        this.function = function;
        this.argument = argument;
    }

    @Override
    public void ensure(int groupCount) {
        counts.ensure(groupCount);
        means.ensure(groupCount);
        meanErrors.ensure(groupCount);
        squares.ensure(groupCount);
        squareErrors.ensure(groupCount);
    }

    private void load(int group) {
        mean.set(means.get(group), meanErrors.get(group));
        square.set(squares.get(group), squareErrors.get(group));
    }

    private void store(int group, long count) {
        counts.set(group, count);
        means.set(group, mean.high);
        meanErrors.set(group, mean.low);
        squares.set(group, square.high);
        squareErrors.set(group, square.low);
    }

    @Override
    public void add(int[] groups, int rows, List<Column> arguments) {
        double[] values = Values.doubles(arguments.get(0), argument);
        for (int i = 0; i < rows; i++) {
            int group = groups[i];
            long count = counts.get(group) + 1;
            load(group);
            difference.set(-mean.high, -mean.low).add(values[i], 0);
            step.set(difference.high, difference.low).divide(count);
            mean.add(step.high, step.low);
            step.set(-mean.high, -mean.low).add(values[i], 0).multiply(difference.high, difference.low);
            square.add(step.high, step.low);
            store(group, count);
        }
    }

    /** What rounding leaves of no spread is none. */
    @Override
    public void retract(int[] groups, int rows, List<Column> arguments) {
        double[] values = Values.doubles(arguments.get(0), argument);
        for (int i = 0; i < rows; i++) {
            int group = groups[i];
            long count = Math.max(0, counts.get(group) - 1);
            load(group);
            difference.set(-mean.high, -mean.low).add(values[i], 0);
            if (count == 0) {
                mean.set(0, 0);
            } else {
                step.set(difference.high, difference.low).divide(count);
                mean.add(-step.high, -step.low);
            }
            step.set(-mean.high, -mean.low).add(values[i], 0).multiply(difference.high, difference.low);
            square.add(-step.high, -step.low);
            if (count <= 1 || square.high < 0) {
                square.set(0, 0);
            }
            store(group, count);
        }
    }

    @Override
    public void merge(int[] groups, int rows, List<Column> partials) {
        long[] addedCounts = Values.longs(partials.get(0));
        double[] addedMeans = Values.doubles(partials.get(1));
        double[] addedSquares = Values.doubles(partials.get(2));
        double[] addedMeanErrors = Values.doubles(partials.get(3));
        double[] addedSquareErrors = Values.doubles(partials.get(4));
        for (int i = 0; i < rows; i++) {
            int group = groups[i];
            long before = counts.get(group);
            long count = before + addedCounts[i];
            if (addedCounts[i] > 0) {
                load(group);
                difference.set(addedMeans[i], addedMeanErrors[i]).add(-mean.high, -mean.low);
                step.set(difference.high, difference.low)
                        .multiply(addedCounts[i], 0)
                        .divide(count);
                mean.add(step.high, step.low);
                step.multiply(difference.high, difference.low).multiply(before, 0);
                square.add(addedSquares[i], addedSquareErrors[i]).add(step.high, step.low);
                store(group, count);
            }
        }
    }

    @Override
    public List<Column> partial(int from, int count) {
        return List.of(
                new LongColumn(count, counts.copy(from, count), null),
                new DoubleColumn(count, means.copy(from, count), null),
                new DoubleColumn(count, squares.copy(from, count), null),
                new DoubleColumn(count, meanErrors.copy(from, count), null),
                new DoubleColumn(count, squareErrors.copy(from, count), null));
    }

    @Override
    public Column result(int from, int count) {
        return VarianceAccumulator.result(function, counts.copy(from, count), squares.copy(from, count));
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
        meanErrors.clear();
        squares.clear();
        squareErrors.clear();
    }
}
