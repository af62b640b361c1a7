package io.blink.runtime.operator.aggregate;

import io.blink.core.column.Column;
import io.blink.core.column.DoubleColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.function.AggregateFunction;
import io.blink.core.type.DataType;
import io.blink.runtime.operator.rows.DoubleChunks;
import io.blink.runtime.operator.rows.LongChunks;
import java.util.ArrayList;
import java.util.List;

/**
 * CORR, COVAR and REGR of pairs (y, x): count, both means, and the sums of squared and of multiplied differences from them; updated and merged as Chan,
 * Golub and LeVeque (1979), of whom a pair is a partial result of one row.
 */
final class BivariateAccumulator implements Accumulator {
    private static final int MEAN_Y = 0;
    private static final int MEAN_X = 1;
    private static final int SQUARES_Y = 2;
    private static final int SQUARES_X = 3;
    private static final int PRODUCTS = 4;
    private static final int SUMS = 5;

    private final AggregateFunction function;
    private final List<DataType> arguments;
    private final LongChunks counts = new LongChunks();
    private final List<DoubleChunks> sums = new ArrayList<>();

    BivariateAccumulator(AggregateFunction function, List<DataType> arguments) {
        this.function = function;
        this.arguments = arguments;
        for (int i = 0; i < SUMS; i++) {
            sums.add(new DoubleChunks());
        }
    }

    @Override
    public void ensure(int groupCount) {
        counts.ensure(groupCount);
        sums.forEach(sum -> sum.ensure(groupCount));
    }

    @Override
    public void add(int[] groups, int rows, List<Column> columns) {
        double[] y = Values.doubles(columns.get(0), arguments.get(0));
        double[] x = Values.doubles(columns.get(1), arguments.get(1));
        for (int i = 0; i < rows; i++) {
            merge(groups[i], 1, y[i], x[i], 0, 0, 0);
        }
    }

    @Override
    public void merge(int[] groups, int rows, List<Column> partials) {
        long[] added = Values.longs(partials.get(0));
        double[][] values = new double[SUMS][];
        for (int k = 0; k < SUMS; k++) {
            values[k] = Values.doubles(partials.get(k + 1));
        }
        for (int i = 0; i < rows; i++) {
            if (added[i] > 0) {
                merge(
                        groups[i],
                        added[i],
                        values[MEAN_Y][i],
                        values[MEAN_X][i],
                        values[SQUARES_Y][i],
                        values[SQUARES_X][i],
                        values[PRODUCTS][i]);
            }
        }
    }

    private void merge(int group, long added, double y, double x, double squaresY, double squaresX, double products) {
        long before = counts.get(group);
        long count = before + added;
        double share = (double) added / count;
        double differenceY = y - sum(MEAN_Y, group);
        double differenceX = x - sum(MEAN_X, group);
        double weight = before * share;
        add(MEAN_Y, group, differenceY * share);
        add(MEAN_X, group, differenceX * share);
        add(SQUARES_Y, group, squaresY + differenceY * differenceY * weight);
        add(SQUARES_X, group, squaresX + differenceX * differenceX * weight);
        add(PRODUCTS, group, products + differenceY * differenceX * weight);
        counts.set(group, count);
    }

    private double sum(int index, int group) {
        return sums.get(index).get(group);
    }

    private void add(int index, int group, double value) {
        DoubleChunks sum = sums.get(index);
        sum.set(group, sum.get(group) + value);
    }

    @Override
    public List<Column> partial(int from, int count) {
        List<Column> columns = new ArrayList<>();
        columns.add(new LongColumn(count, counts.copy(from, count), null));
        sums.forEach(sum -> columns.add(new DoubleColumn(count, sum.copy(from, count), null)));
        return columns;
    }

    @Override
    public Column result(int from, int count) {
        double[] results = new double[count];
        boolean[] defined = new boolean[count];
        for (int i = 0; i < count; i++) {
            defined[i] = isDefined(from + i);
            results[i] = defined[i] ? result(from + i) : 0;
        }
        return new DoubleColumn(count, results, Values.nulls(defined));
    }

    private boolean isDefined(int group) {
        long count = counts.get(group);
        return switch (function) {
            case COVAR_SAMP -> count > 1;
            case CORR -> count > 0 && sum(SQUARES_X, group) > 0 && sum(SQUARES_Y, group) > 0;
            case REGR_SLOPE, REGR_INTERCEPT, REGR_R2 -> count > 0 && sum(SQUARES_X, group) > 0;
            default -> count > 0;
        };
    }

    private double result(int group) {
        long count = counts.get(group);
        double squaresY = sum(SQUARES_Y, group);
        double squaresX = sum(SQUARES_X, group);
        double products = sum(PRODUCTS, group);
        return switch (function) {
            case CORR -> products / Math.sqrt(squaresX) / Math.sqrt(squaresY);
            case COVAR_POP -> products / count;
            case COVAR_SAMP -> products / (count - 1);
            case REGR_AVGX -> sum(MEAN_X, group);
            case REGR_AVGY -> sum(MEAN_Y, group);
            case REGR_SLOPE -> products / squaresX;
            case REGR_INTERCEPT -> sum(MEAN_Y, group) - products / squaresX * sum(MEAN_X, group);
            case REGR_R2 -> squaresY == 0 ? 1 : products / squaresX * products / squaresY;
            case REGR_SXX -> squaresX;
            case REGR_SXY -> products;
            case REGR_SYY -> squaresY;
            default -> throw new IllegalStateException("no function of pairs: " + function);
        };
    }

    @Override
    public long bytesToAdd(int groupCount, List<Column> columns) {
        return counts.bytesToEnsure(groupCount) + SUMS * sums.get(0).bytesToEnsure(groupCount);
    }

    @Override
    public long retainedBytes() {
        return counts.retainedBytes() + SUMS * sums.get(0).retainedBytes();
    }

    @Override
    public void clear() {
        counts.clear();
        sums.forEach(DoubleChunks::clear);
    }
}
