package io.blink.runtime.expression.decimal;

import io.blink.core.column.Column;
import io.blink.core.column.Decimal128Column;
import io.blink.core.column.LongColumn;
import io.blink.core.type.DataType;
import io.blink.core.type.PhysicalType;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.function.IntConsumer;
import java.util.function.Supplier;

/**
 * Conversions of decimals from and to other numbers. {@code failure} is told of each row that does not fit; it throws, or makes the row null, for which
 * {@code nulls} is asked at the end.
 */
public final class DecimalConversions {
    /** Doubles hold integers up to here exactly. */
    private static final long EXACT_DOUBLE = 1L << 53;

    private static final int EXACT_POWER = 22;
    /** That any long has at most. */
    private static final int LONG_DIGITS = 19;

    private DecimalConversions() {}

    public static Column fromLongs(
            long[] values, DataType to, int rows, IntConsumer failure, Supplier<boolean[]> nulls) {
        if (to.scale() == 0 && to.precision() >= LONG_DIGITS) {
            return widened(values, rows, nulls.get());
        }
        DecimalResult result = new DecimalResult(to, rows);
        if (to.scale() <= PowersOfTen.LONG_MAX) {
            long factor = PowersOfTen.asLong(to.scale());
            for (int i = 0; i < rows; i++) {
                if (!result.put(i, Math.multiplyHigh(values[i], factor), values[i] * factor)) {
                    failure.accept(i);
                }
            }
        } else {
            Int256 value = new Int256();
            for (int i = 0; i < rows; i++) {
                value.set(values[i] >> 63, values[i]);
                value.multiplyByPowerOfTen(to.scale());
                if (!result.put(i, value)) {
                    failure.accept(i);
                }
            }
        }
        return result.column(nulls.get());
    }

    private static Column widened(long[] values, int rows, boolean[] nulls) {
        long[] high = new long[rows];
        for (int i = 0; i < rows; i++) {
            high[i] = values[i] >> 63;
        }
        return new Decimal128Column(rows, high, values, nulls);
    }

    public static Column fromDoubles(
            double[] values, DataType to, int rows, IntConsumer failure, Supplier<boolean[]> nulls) {
        DecimalResult result = new DecimalResult(to, rows);
        for (int i = 0; i < rows; i++) {
            if (!Double.isFinite(values[i]) || !put(BigDecimal.valueOf(values[i]), to, i, result)) {
                failure.accept(i);
            }
        }
        return result.column(nulls.get());
    }

    /** A float is taken by its own shortest digits, not by those of the double that equals it. */
    public static Column fromFloats(
            float[] values, DataType to, int rows, IntConsumer failure, Supplier<boolean[]> nulls) {
        DecimalResult result = new DecimalResult(to, rows);
        for (int i = 0; i < rows; i++) {
            if (!Float.isFinite(values[i]) || !put(new BigDecimal(Float.toString(values[i])), to, i, result)) {
                failure.accept(i);
            }
        }
        return result.column(nulls.get());
    }

    /** Stores a number rounded to the type's scale; says whether it fits. */
    public static boolean put(BigDecimal value, DataType to, int row, DecimalResult result) {
        return value.precision() - value.scale() <= DataType.MAX_DECIMAL_PRECISION
                && result.put(
                        row, value.setScale(to.scale(), RoundingMode.HALF_UP).unscaledValue());
    }

    public static Column rescale(
            Column column, DataType from, DataType to, int rows, IntConsumer failure, Supplier<boolean[]> nulls) {
        int raise = to.scale() - from.scale();
        if (raise >= 0
                && from.physicalType() == PhysicalType.LONG
                && to.physicalType() == PhysicalType.LONG
                && from.precision() + raise <= to.precision()) {
            return raised((LongColumn) column, raise, rows, nulls.get());
        }
        DecimalArgument values = DecimalArgument.of(column, from);
        DecimalResult result = new DecimalResult(to, rows);
        Int256 value = new Int256();
        for (int i = 0; i < rows; i++) {
            values.load(i, value);
            if (raise >= 0) {
                value.multiplyByPowerOfTen(raise);
            } else {
                value.divideByPowerOfTen(-raise);
            }
            if (!result.put(i, value)) {
                failure.accept(i);
            }
        }
        return result.column(nulls.get());
    }

    private static Column raised(LongColumn column, int raise, int rows, boolean[] nulls) {
        if (raise == 0) {
            return new LongColumn(rows, column.values(), nulls);
        }
        long[] values = column.values();
        long[] result = new long[rows];
        long factor = PowersOfTen.asLong(raise);
        for (int i = 0; i < rows; i++) {
            result[i] = values[i] * factor;
        }
        return new LongColumn(rows, result, nulls);
    }

    /** The integer parts. */
    public static long[] toLongs(Column column, DataType from, int rows, IntConsumer failure) {
        long[] result = new long[rows];
        if (from.physicalType() == PhysicalType.LONG) {
            long[] values = ((LongColumn) column).values();
            long power = PowersOfTen.asLong(from.scale());
            for (int i = 0; i < rows; i++) {
                result[i] = values[i] / power;
            }
            return result;
        }
        DecimalArgument values = DecimalArgument.of(column, from);
        Int256 value = new Int256();
        for (int i = 0; i < rows; i++) {
            values.load(i, value);
            value.truncateByPowerOfTen(from.scale());
            result[i] = value.low();
            if (value.high() != result[i] >> 63) {
                failure.accept(i);
            }
        }
        return result;
    }

    /** The nearest doubles. */
    public static double[] toDoubles(Column column, DataType from, int rows) {
        DecimalArgument values = DecimalArgument.of(column, from);
        double[] result = new double[rows];
        double power = from.scale() <= EXACT_POWER ? Double.parseDouble("1e" + from.scale()) : 0;
        for (int i = 0; i < rows; i++) {
            long low = values.low(i);
            boolean exact = power != 0 && values.high(i) == low >> 63 && Math.abs(low) <= EXACT_DOUBLE;
            result[i] = exact ? low / power : values.decimal(i).doubleValue();
        }
        return result;
    }
}
