package io.blink.runtime.expression.arithmetic;

import io.blink.core.column.ByteColumn;
import io.blink.core.column.Column;
import io.blink.core.column.DoubleColumn;
import io.blink.core.column.FloatColumn;
import io.blink.core.column.IntColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.column.ShortColumn;
import io.blink.core.function.ScalarFunction;
import io.blink.runtime.expression.kernel.CallSite;
import io.blink.runtime.expression.kernel.Kernel;
import io.blink.runtime.expression.kernel.LongArgument;
import io.blink.runtime.expression.kernel.NullFlags;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * ROUND (half away from zero) and TRUNCATE to digits after the point, or before it where negative. Floating-point numbers are rounded by their shortest
 * decimal form, so that 1.005 rounds as it reads.
 */
final class RoundingKernel implements Kernel {
    /** Beyond these no double changes, or all become zero. */
    private static final int DIGITS_MAX = 400;

    private final CallSite site;
    private final RoundingMode mode;

    RoundingKernel(CallSite site) {
        this.site = site;
        this.mode = site.function() == ScalarFunction.ROUND ? RoundingMode.HALF_UP : RoundingMode.DOWN;
    }

    @Override
    public Column apply(Column[] arguments, boolean[] nulls, int rows) {
        LongArgument digits = arguments.length > 1 ? LongArgument.of(arguments[1]) : new LongArgument(new long[1], 0);
        Column column = arguments[0].flat();
        return switch (column.physicalType()) {
            case DOUBLE -> doubles(((DoubleColumn) column).values(), digits, nulls, rows);
            case FLOAT -> floats(((FloatColumn) column).values(), digits, nulls, rows);
            default -> integers(LongArgument.widened(column), digits, nulls, rows);
        };
    }

    private Column doubles(double[] values, LongArgument digits, boolean[] nulls, int rows) {
        double[] result = new double[rows];
        for (int i = 0; i < rows; i++) {
            if (!NullFlags.at(nulls, i)) {
                result[i] = Double.isFinite(values[i])
                        ? rounded(BigDecimal.valueOf(values[i]), digits.clamped(i))
                                .doubleValue()
                        : values[i];
            }
        }
        return new DoubleColumn(rows, result, nulls);
    }

    private Column floats(float[] values, LongArgument digits, boolean[] nulls, int rows) {
        float[] result = new float[rows];
        for (int i = 0; i < rows; i++) {
            if (!NullFlags.at(nulls, i)) {
                result[i] = Float.isFinite(values[i])
                        ? rounded(new BigDecimal(Float.toString(values[i])), digits.clamped(i))
                                .floatValue()
                        : values[i];
            }
        }
        return new FloatColumn(rows, result, nulls);
    }

    private BigDecimal rounded(BigDecimal value, int digits) {
        return digits >= value.scale() ? value : value.setScale(Math.max(digits, -DIGITS_MAX), mode);
    }

    private Column integers(long[] values, LongArgument digits, boolean[] nulls, int rows) {
        long[] result = new long[rows];
        for (int i = 0; i < rows; i++) {
            if (digits.at(i) >= 0) {
                result[i] = values[i];
            } else if (!NullFlags.at(nulls, i)) {
                BigDecimal rounded = rounded(BigDecimal.valueOf(values[i]), digits.clamped(i));
                result[i] = rounded.toBigInteger().longValue();
                if (rounded.compareTo(BigDecimal.valueOf(result[i])) != 0 || !fits(result[i])) {
                    throw site.overflow(values[i], digits.at(i));
                }
            }
        }
        return narrowed(result, nulls, rows);
    }

    private boolean fits(long value) {
        return switch (site.type().kind()) {
            case TINYINT -> value == (byte) value;
            case SMALLINT -> value == (short) value;
            case INT -> value == (int) value;
            default -> true;
        };
    }

    private Column narrowed(long[] values, boolean[] nulls, int rows) {
        switch (site.type().physicalType()) {
            case BYTE -> {
                byte[] result = new byte[rows];
                for (int i = 0; i < rows; i++) {
                    result[i] = (byte) values[i];
                }
                return new ByteColumn(rows, result, nulls);
            }
            case SHORT -> {
                short[] result = new short[rows];
                for (int i = 0; i < rows; i++) {
                    result[i] = (short) values[i];
                }
                return new ShortColumn(rows, result, nulls);
            }
            case INT -> {
                int[] result = new int[rows];
                for (int i = 0; i < rows; i++) {
                    result[i] = (int) values[i];
                }
                return new IntColumn(rows, result, nulls);
            }
            default -> {
                return new LongColumn(rows, values, nulls);
            }
        }
    }
}
