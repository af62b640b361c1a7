package io.blink.runtime.operator.over.aggregate;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.function.AggregateFunction;
import io.blink.core.type.DataType;
import io.blink.core.type.PhysicalType;
import io.blink.runtime.operator.aggregate.Values;

/** Sums and averages of floating-point numbers, and extremes of numbers that a primitive holds: one addition or comparison a row, in the order of rows. */
public final class RunningNumbers implements RunningValues {
    private final AggregateArguments arguments;
    private final AggregateFunction function;
    private final DataType type;
    private final boolean real;
    private int[] own = new int[0];
    /** Of the partition up to the last row. */
    private long count;

    private double carriedDouble;
    private long carriedLong;

    public RunningNumbers(AggregateArguments arguments) {
        this.arguments = arguments;
        function = arguments.call().function();
        type = arguments.call().type();
        real = isReal(arguments);
    }

    private static boolean isReal(AggregateArguments arguments) {
        PhysicalType physical = arguments.call().argumentTypes().get(0).physicalType();
        return physical == PhysicalType.DOUBLE || physical == PhysicalType.FLOAT;
    }

    public static boolean serves(AggregateArguments arguments) {
        return switch (arguments.call().function()) {
            case SUM, AVG -> !arguments.call().distinct() && isReal(arguments);
            case MIN, MAX ->
                switch (arguments.call().type().physicalType()) {
                    case BYTE, SHORT, INT, LONG, FLOAT, DOUBLE -> true;
                    default -> false;
                };
            default -> false;
        };
    }

    @Override
    public Column next(Batch batch, boolean[] starts) {
        int rows = batch.rowCount();
        own = PageArguments.own(own, rows);
        arguments.select(batch, false, own);
        boolean[] nulls = new boolean[rows];
        Column argument = arguments.arguments().get(0);
        return real
                ? Values.floatingPoint(type, reals(Values.doubles(argument), starts, nulls), nulls)
                : Values.integers(type, integers(Values.longs(argument), starts, nulls), nulls);
    }

    private double[] reals(double[] values, boolean[] starts, boolean[] nulls) {
        return switch (function) {
            case SUM, AVG -> sums(values, starts, nulls);
            default -> extremes(values, starts, nulls);
        };
    }

    private double[] sums(double[] values, boolean[] starts, boolean[] nulls) {
        double[] sums = new double[nulls.length];
        boolean averages = function == AggregateFunction.AVG;
        int[] places = arguments.groups();
        int taken = arguments.count();
        int next = 0;
        double sum = carriedDouble;
        for (int i = 0; i < sums.length; i++) {
            if (starts[i]) {
                sum = 0;
                count = 0;
            }
            if (next < taken && places[next] == i) {
                sum += values[next++];
                count++;
            }
            nulls[i] = count == 0;
            sums[i] = averages ? sum / count : sum;
        }
        carriedDouble = sum;
        return sums;
    }

    private double[] extremes(double[] values, boolean[] starts, boolean[] nulls) {
        double[] extremes = new double[nulls.length];
        boolean greatest = function == AggregateFunction.MAX;
        int[] places = arguments.groups();
        int taken = arguments.count();
        int next = 0;
        double extreme = carriedDouble;
        for (int i = 0; i < extremes.length; i++) {
            if (starts[i]) {
                count = 0;
            }
            if (next < taken && places[next] == i) {
                double value = values[next++];
                boolean replaces = count == 0 || (greatest ? greater(value, extreme) : greater(extreme, value));
                extreme = replaces ? value : extreme;
                count++;
            }
            nulls[i] = count == 0;
            extremes[i] = extreme;
        }
        carriedDouble = extreme;
        return extremes;
    }

    /** NaN is greater than all others. */
    private static boolean greater(double value, double other) {
        return value > other || Double.isNaN(value) && !Double.isNaN(other);
    }

    private long[] integers(long[] values, boolean[] starts, boolean[] nulls) {
        long[] extremes = new long[nulls.length];
        boolean greatest = function == AggregateFunction.MAX;
        int[] places = arguments.groups();
        int taken = arguments.count();
        int next = 0;
        long extreme = carriedLong;
        for (int i = 0; i < extremes.length; i++) {
            if (starts[i]) {
                count = 0;
            }
            if (next < taken && places[next] == i) {
                long value = values[next++];
                boolean replaces = count == 0 || (greatest ? value > extreme : value < extreme);
                extreme = replaces ? value : extreme;
                count++;
            }
            nulls[i] = count == 0;
            extremes[i] = extreme;
        }
        carriedLong = extreme;
        return extremes;
    }

    @Override
    public Column ofNothing() {
        boolean[] nulls = {true};
        return real ? Values.floatingPoint(type, new double[1], nulls) : Values.integers(type, new long[1], nulls);
    }

    @Override
    public long retainedBytes() {
        return (long) own.length * Integer.BYTES;
    }
}
