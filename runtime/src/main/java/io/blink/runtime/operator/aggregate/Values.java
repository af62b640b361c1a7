package io.blink.runtime.operator.aggregate;

import io.blink.core.column.ByteColumn;
import io.blink.core.column.Column;
import io.blink.core.column.Decimal128Column;
import io.blink.core.column.DoubleColumn;
import io.blink.core.column.FloatColumn;
import io.blink.core.column.IntColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.column.ShortColumn;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import java.math.BigDecimal;

/** Numbers of any width as longs or doubles, and back. */
public final class Values {
    private Values() {}

    /** The values of an integer column as longs; the column's own array if it has longs. */
    public static long[] longs(Column flat) {
        if (flat instanceof LongColumn longs) {
            return longs.values();
        }
        int size = flat.size();
        long[] widened = new long[size];
        if (flat instanceof IntColumn ints) {
            int[] values = ints.values();
            for (int i = 0; i < size; i++) {
                widened[i] = values[i];
            }
        } else if (flat instanceof ShortColumn shorts) {
            short[] values = shorts.values();
            for (int i = 0; i < size; i++) {
                widened[i] = values[i];
            }
        } else if (flat instanceof ByteColumn bytes) {
            byte[] values = bytes.values();
            for (int i = 0; i < size; i++) {
                widened[i] = values[i];
            }
        } else {
            throw new IllegalArgumentException("a column of " + flat.physicalType() + " has no integers");
        }
        return widened;
    }

    /** The values of a numeric column as doubles; the column's own array if it has doubles. */
    public static double[] doubles(Column flat) {
        if (flat instanceof DoubleColumn doubles) {
            return doubles.values();
        }
        int size = flat.size();
        double[] widened = new double[size];
        if (flat instanceof FloatColumn floats) {
            float[] values = floats.values();
            for (int i = 0; i < size; i++) {
                widened[i] = values[i];
            }
        } else {
            long[] values = longs(flat);
            for (int i = 0; i < size; i++) {
                widened[i] = values[i];
            }
        }
        return widened;
    }

    /** The values of a column of any numeric type as doubles; those of nulls are undefined. */
    public static double[] doubles(Column flat, DataType type) {
        if (type.kind() != TypeKind.DECIMAL) {
            return doubles(flat);
        }
        double[] values = new double[flat.size()];
        if (flat instanceof Decimal128Column decimals) {
            for (int i = 0; i < values.length; i++) {
                values[i] = new BigDecimal(decimals.unscaled(i), type.scale()).doubleValue();
            }
        } else {
            double divisor = Math.pow(10, type.scale());
            long[] unscaled = longs(flat);
            for (int i = 0; i < values.length; i++) {
                values[i] = unscaled[i] / divisor;
            }
        }
        return values;
    }

    /** A column of an integer type from longs that fit it. */
    public static Column integers(DataType type, long[] values, boolean[] nulls) {
        int size = values.length;
        return switch (type.physicalType()) {
            case LONG -> new LongColumn(size, values, nulls);
            case INT -> {
                int[] narrowed = new int[size];
                for (int i = 0; i < size; i++) {
                    narrowed[i] = (int) values[i];
                }
                yield new IntColumn(size, narrowed, nulls);
            }
            case SHORT -> {
                short[] narrowed = new short[size];
                for (int i = 0; i < size; i++) {
                    narrowed[i] = (short) values[i];
                }
                yield new ShortColumn(size, narrowed, nulls);
            }
            case BYTE -> {
                byte[] narrowed = new byte[size];
                for (int i = 0; i < size; i++) {
                    narrowed[i] = (byte) values[i];
                }
                yield new ByteColumn(size, narrowed, nulls);
            }
            default -> throw new IllegalArgumentException(type + " is not held as an integer");
        };
    }

    /** A column of FLOAT or DOUBLE. */
    public static Column floatingPoint(DataType type, double[] values, boolean[] nulls) {
        int size = values.length;
        return switch (type.physicalType()) {
            case DOUBLE -> new DoubleColumn(size, values, nulls);
            case FLOAT -> {
                float[] narrowed = new float[size];
                for (int i = 0; i < size; i++) {
                    narrowed[i] = (float) values[i];
                }
                yield new FloatColumn(size, narrowed, nulls);
            }
            default -> throw new IllegalArgumentException(type + " is not a floating-point type");
        };
    }

    /** A flat column of numbers with other flags of nulls. */
    static Column withNulls(Column flat, boolean[] nulls) {
        int size = flat.size();
        if (flat instanceof LongColumn longs) {
            return new LongColumn(size, longs.values(), nulls);
        }
        if (flat instanceof DoubleColumn doubles) {
            return new DoubleColumn(size, doubles.values(), nulls);
        }
        if (flat instanceof FloatColumn floats) {
            return new FloatColumn(size, floats.values(), nulls);
        }
        if (flat instanceof Decimal128Column decimals) {
            return new Decimal128Column(size, decimals.high(), decimals.low(), nulls);
        }
        throw new IllegalArgumentException("sums do not come as " + flat.physicalType());
    }

    /** Turns flags of values into flags of nulls, in place; {@code null} if there is no null. */
    static boolean[] nulls(boolean[] seen) {
        boolean any = false;
        for (int i = 0; i < seen.length; i++) {
            seen[i] = !seen[i];
            any |= seen[i];
        }
        return any ? seen : null;
    }
}
