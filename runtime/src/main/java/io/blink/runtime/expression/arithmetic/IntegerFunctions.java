package io.blink.runtime.expression.arithmetic;

import io.blink.core.column.ByteColumn;
import io.blink.core.column.Column;
import io.blink.core.column.DoubleColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.type.TypeKind;
import io.blink.runtime.expression.kernel.CallSite;
import io.blink.runtime.expression.kernel.IntegerResult;
import io.blink.runtime.expression.kernel.Kernel;
import io.blink.runtime.expression.kernel.LongArgument;
import io.blink.runtime.expression.kernel.NullFlags;

/** Functions about whole numbers and their bits, and questions about doubles. At nulls the results are undefined. */
final class IntegerFunctions {
    private static final int FACTORIAL_MAX = 20;
    private static final long[] FACTORIALS = new long[FACTORIAL_MAX + 1];

    static {
        FACTORIALS[0] = 1;
        for (int i = 1; i <= FACTORIAL_MAX; i++) {
            FACTORIALS[i] = FACTORIALS[i - 1] * i;
        }
    }

    private IntegerFunctions() {}

    /** {@code null} for other functions. */
    static Kernel create(CallSite site) {
        return switch (site.function()) {
            case FACTORIAL -> IntegerFunctions::factorial;
            case BIT_COUNT -> (arguments, nulls, rows) -> bitCount(site, arguments, nulls, rows);
            case SHIFT_LEFT, SHIFT_RIGHT, SHIFT_RIGHT_UNSIGNED ->
                (arguments, nulls, rows) -> shifted(site, arguments, nulls, rows);
            case GCD, LCM -> (arguments, nulls, rows) -> divisors(site, arguments, nulls, rows);
            case WIDTH_BUCKET -> (arguments, nulls, rows) -> buckets(site, arguments, nulls, rows);
            case IS_NAN -> IntegerFunctions::isNaN;
            case IS_INFINITE -> IntegerFunctions::isInfinite;
            default -> null;
        };
    }

    private static Column factorial(Column[] arguments, boolean[] nulls, int rows) {
        LongArgument values = LongArgument.of(arguments[0]);
        long[] result = new long[rows];
        boolean[] missing = NullFlags.copy(nulls, rows);
        for (int i = 0; i < rows; i++) {
            long value = values.at(i);
            missing[i] |= value < 0 || value > FACTORIAL_MAX;
            result[i] = missing[i] ? 0 : FACTORIALS[(int) value];
        }
        return new LongColumn(rows, result, missing);
    }

    private static Column bitCount(CallSite site, Column[] arguments, boolean[] nulls, int rows) {
        LongArgument values = LongArgument.of(arguments[0]);
        int[] result = new int[rows];
        for (int i = 0; i < rows; i++) {
            result[i] = Long.bitCount(values.at(i));
        }
        return IntegerResult.column(site.type(), result, nulls);
    }

    private static Column shifted(CallSite site, Column[] arguments, boolean[] nulls, int rows) {
        LongArgument values = LongArgument.of(arguments[0]);
        LongArgument places = LongArgument.of(arguments[1]);
        long[] result = new long[rows];
        if (site.type().kind() == TypeKind.BIGINT) {
            for (int i = 0; i < rows; i++) {
                long value = values.at(i);
                result[i] = switch (site.function()) {
                    case SHIFT_LEFT -> value << places.at(i);
                    case SHIFT_RIGHT -> value >> places.at(i);
                    default -> value >>> places.at(i);
                };
            }
        } else {
            for (int i = 0; i < rows; i++) {
                int value = (int) values.at(i);
                result[i] = switch (site.function()) {
                    case SHIFT_LEFT -> value << places.at(i);
                    case SHIFT_RIGHT -> value >> places.at(i);
                    default -> value >>> places.at(i);
                };
            }
        }
        return IntegerResult.column(site.type(), result, nulls);
    }

    private static Column divisors(CallSite site, Column[] arguments, boolean[] nulls, int rows) {
        LongArgument left = LongArgument.of(arguments[0]);
        LongArgument right = LongArgument.of(arguments[1]);
        long[] result = new long[rows];
        for (int i = 0; i < rows; i++) {
            if (NullFlags.at(nulls, i)) {
                continue;
            }
            try {
                result[i] = divisor(site, left.at(i), right.at(i));
            } catch (ArithmeticException e) {
                throw site.overflow(left.at(i), right.at(i));
            }
        }
        return new LongColumn(rows, result, nulls);
    }

    private static long divisor(CallSite site, long left, long right) {
        long greatest = greatestCommonDivisor(left, right);
        return switch (site.function()) {
            case GCD -> Math.absExact(greatest);
            default -> greatest == 0 ? 0 : Math.absExact(Math.multiplyExact(left / greatest, right));
        };
    }

    /** Euclid's, on signed numbers: the result may be negative. */
    private static long greatestCommonDivisor(long left, long right) {
        long a = left;
        long b = right;
        while (b != 0) {
            long rest = a % b;
            a = b;
            b = rest;
        }
        return a;
    }

    /** SQL:2016 6.27, both for ascending and for descending bounds. */
    private static Column buckets(CallSite site, Column[] arguments, boolean[] nulls, int rows) {
        double[][] operands = new double[3][];
        for (int i = 0; i < operands.length; i++) {
            operands[i] = ((DoubleColumn) arguments[i].flat()).values();
        }
        LongArgument counts = LongArgument.of(arguments[3]);
        long[] result = new long[rows];
        boolean[] missing = NullFlags.copy(nulls, rows);
        for (int i = 0; i < rows; i++) {
            double value = operands[0][i];
            double low = operands[1][i];
            double high = operands[2][i];
            long count = counts.at(i);
            boolean bounded = Math.abs(low) < Double.POSITIVE_INFINITY && Math.abs(high) < Double.POSITIVE_INFINITY;
            missing[i] |= count <= 0 || count == Long.MAX_VALUE || low == high || !bounded || Double.isNaN(value);
            result[i] = missing[i] ? 0 : bucket(value, low, high, count);
        }
        return IntegerResult.column(site.type(), result, missing);
    }

    private static long bucket(double value, double low, double high, long count) {
        boolean ascending = low < high;
        if (ascending ? value < low : value > low) {
            return 0;
        }
        if (ascending ? value >= high : value <= high) {
            return count + 1;
        }
        return Math.min(count, (long) (count * (value - low) / (high - low)) + 1);
    }

    private static Column isNaN(Column[] arguments, boolean[] nulls, int rows) {
        double[] values = ((DoubleColumn) arguments[0].flat()).values();
        byte[] result = new byte[rows];
        for (int i = 0; i < rows; i++) {
            result[i] = (byte) (Double.isNaN(values[i]) ? 1 : 0);
        }
        return new ByteColumn(rows, result, nulls);
    }

    private static Column isInfinite(Column[] arguments, boolean[] nulls, int rows) {
        double[] values = ((DoubleColumn) arguments[0].flat()).values();
        byte[] result = new byte[rows];
        for (int i = 0; i < rows; i++) {
            result[i] = (byte) (Double.isInfinite(values[i]) ? 1 : 0);
        }
        return new ByteColumn(rows, result, nulls);
    }
}
