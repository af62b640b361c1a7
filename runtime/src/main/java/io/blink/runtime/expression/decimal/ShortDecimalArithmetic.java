package io.blink.runtime.expression.decimal;

import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.core.function.ScalarFunction;
import io.blink.core.type.DataType;
import io.blink.core.type.PhysicalType;
import io.blink.runtime.expression.kernel.CallSite;
import io.blink.runtime.expression.kernel.Kernel;

/** + - * / of decimals where operands, intermediates and result have at most 18 digits: loops over longs. */
final class ShortDecimalArithmetic implements Kernel {
    private final CallSite site;
    private final ScalarFunction function;
    private final long leftFactor;
    private final long rightFactor;
    private final long limit;

    ShortDecimalArithmetic(CallSite site) {
        this.site = site;
        this.function = site.function();
        DataType left = site.argumentType(0);
        DataType right = site.argumentType(1);
        int scale = site.type().scale();
        switch (function) {
            case ADD, SUBTRACT -> {
                leftFactor = PowersOfTen.asLong(scale - left.scale());
                rightFactor = PowersOfTen.asLong(scale - right.scale());
            }
            case DIVIDE -> {
                leftFactor = PowersOfTen.asLong(scale + right.scale() - left.scale());
                rightFactor = 1;
            }
            default -> {
                leftFactor = 1;
                rightFactor = 1;
            }
        }
        limit = PowersOfTen.asLong(site.type().precision());
    }

    static boolean takes(CallSite site) {
        DataType left = site.argumentType(0);
        DataType right = site.argumentType(1);
        DataType type = site.type();
        if (left.physicalType() != PhysicalType.LONG
                || right.physicalType() != PhysicalType.LONG
                || type.physicalType() != PhysicalType.LONG) {
            return false;
        }
        return switch (site.function()) {
            case ADD, SUBTRACT -> fits(left, type.scale() - left.scale()) && fits(right, type.scale() - right.scale());
            case MULTIPLY ->
                left.precision() + right.precision() <= PowersOfTen.LONG_MAX
                        && type.scale() == left.scale() + right.scale();
            case DIVIDE -> fits(left, type.scale() + right.scale() - left.scale());
            default -> false;
        };
    }

    private static boolean fits(DataType type, int raise) {
        return raise >= 0 && type.precision() + raise <= PowersOfTen.LONG_MAX;
    }

    @Override
    public Column apply(Column[] arguments, boolean[] nulls, int rows) {
        long[] left = ((LongColumn) arguments[0].flat()).values();
        long[] right = ((LongColumn) arguments[1].flat()).values();
        long[] result = new long[rows];
        boolean failed =
                switch (function) {
                    case ADD -> add(left, right, result, rows);
                    case SUBTRACT -> subtract(left, right, result, rows);
                    case MULTIPLY -> multiply(left, right, result, rows);
                    case DIVIDE -> divide(left, right, result, rows);
                    default -> throw new IllegalStateException("no decimal arithmetic " + function);
                };
        if (failed) {
            locate(arguments, result, nulls, rows);
        }
        return new LongColumn(rows, result, nulls);
    }

    /** The sign bit gathers results at or beyond the limit on either side. */
    private boolean add(long[] left, long[] right, long[] result, int rows) {
        long leftBy = leftFactor;
        long rightBy = rightFactor;
        long most = limit - 1;
        long beyond = 0;
        for (int i = 0; i < rows; i++) {
            long sum = left[i] * leftBy + right[i] * rightBy;
            result[i] = sum;
            beyond |= (most - sum) | (most + sum);
        }
        return beyond < 0;
    }

    private boolean subtract(long[] left, long[] right, long[] result, int rows) {
        long leftBy = leftFactor;
        long rightBy = rightFactor;
        long most = limit - 1;
        long beyond = 0;
        for (int i = 0; i < rows; i++) {
            long difference = left[i] * leftBy - right[i] * rightBy;
            result[i] = difference;
            beyond |= (most - difference) | (most + difference);
        }
        return beyond < 0;
    }

    private boolean multiply(long[] left, long[] right, long[] result, int rows) {
        long most = limit - 1;
        long beyond = 0;
        for (int i = 0; i < rows; i++) {
            long product = left[i] * right[i];
            result[i] = product;
            beyond |= (most - product) | (most + product);
        }
        return beyond < 0;
    }

    private boolean divide(long[] left, long[] right, long[] result, int rows) {
        long most = limit - 1;
        long beyond = 0;
        for (int i = 0; i < rows; i++) {
            long divisor = right[i];
            beyond |= divisor == 0 ? -1 : 0;
            divisor = divisor == 0 ? 1 : divisor;
            long dividend = left[i] * leftFactor;
            long quotient = dividend / divisor;
            long rest = Math.abs(dividend - quotient * divisor);
            long away = rest >= Math.abs(divisor) - rest ? 1 | ((dividend ^ divisor) >> 63) : 0;
            quotient += away;
            result[i] = quotient;
            beyond |= (most - quotient) | (most + quotient);
        }
        return beyond < 0;
    }

    private void locate(Column[] arguments, long[] result, boolean[] nulls, int rows) {
        DecimalArgument left = DecimalArgument.of(arguments[0], site.argumentType(0));
        DecimalArgument right = DecimalArgument.of(arguments[1], site.argumentType(1));
        for (int i = 0; i < rows; i++) {
            if (nulls != null && nulls[i]) {
                continue;
            }
            if (function == ScalarFunction.DIVIDE && right.low(i) == 0) {
                throw site.divisionByZero(left.decimal(i).toPlainString());
            }
            if (result[i] >= limit || result[i] <= -limit) {
                throw site.overflow(
                        left.decimal(i).toPlainString(), right.decimal(i).toPlainString());
            }
        }
    }
}
