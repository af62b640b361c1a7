package io.blink.runtime.expression.cast;

import io.blink.core.column.ByteColumn;
import io.blink.core.column.Column;
import io.blink.core.column.DoubleColumn;
import io.blink.core.column.FloatColumn;
import io.blink.core.column.IntColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.column.ShortColumn;
import io.blink.core.type.DataType;
import io.blink.core.type.PhysicalType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.expression.decimal.DecimalConversions;
import io.blink.runtime.expression.kernel.LongArgument;

/** Conversions between integers, floating-point numbers and booleans. Fractions are cut; what is out of range fails. */
final class NumberCasts {
    private static final double LONG_LIMIT = 0x1p63;

    private NumberCasts() {}

    /** Integers from longs. */
    static Column fromLongs(long[] values, DataType to, int rows, CastFailures failures) {
        return switch (to.kind()) {
            case BOOLEAN -> booleans(values, rows, failures);
            case TINYINT -> bytes(values, rows, failures);
            case SMALLINT -> shorts(values, rows, failures);
            case INT -> ints(values, rows, failures);
            case BIGINT -> new LongColumn(rows, values, failures.nulls());
            case FLOAT -> floats(values, rows, failures);
            case DOUBLE -> doubles(values, rows, failures);
            case DECIMAL -> DecimalConversions.fromLongs(values, to, rows, failures::at, failures::nulls);
            default -> throw new IllegalStateException("no number " + to);
        };
    }

    private static Column booleans(long[] values, int rows, CastFailures failures) {
        byte[] result = new byte[rows];
        for (int i = 0; i < rows; i++) {
            result[i] = values[i] != 0 ? (byte) 1 : (byte) 0;
        }
        return new ByteColumn(rows, result, failures.nulls());
    }

    private static Column bytes(long[] values, int rows, CastFailures failures) {
        byte[] result = new byte[rows];
        long beyond = 0;
        for (int i = 0; i < rows; i++) {
            result[i] = (byte) values[i];
            beyond |= values[i] ^ result[i];
        }
        for (int i = 0; beyond != 0 && i < rows; i++) {
            if (values[i] != result[i]) {
                failures.at(i);
            }
        }
        return new ByteColumn(rows, result, failures.nulls());
    }

    private static Column shorts(long[] values, int rows, CastFailures failures) {
        short[] result = new short[rows];
        long beyond = 0;
        for (int i = 0; i < rows; i++) {
            result[i] = (short) values[i];
            beyond |= values[i] ^ result[i];
        }
        for (int i = 0; beyond != 0 && i < rows; i++) {
            if (values[i] != result[i]) {
                failures.at(i);
            }
        }
        return new ShortColumn(rows, result, failures.nulls());
    }

    private static Column ints(long[] values, int rows, CastFailures failures) {
        int[] result = new int[rows];
        long beyond = 0;
        for (int i = 0; i < rows; i++) {
            result[i] = (int) values[i];
            beyond |= values[i] ^ result[i];
        }
        for (int i = 0; beyond != 0 && i < rows; i++) {
            if (values[i] != result[i]) {
                failures.at(i);
            }
        }
        return new IntColumn(rows, result, failures.nulls());
    }

    private static Column floats(long[] values, int rows, CastFailures failures) {
        float[] result = new float[rows];
        for (int i = 0; i < rows; i++) {
            result[i] = (float) values[i];
        }
        return new FloatColumn(rows, result, failures.nulls());
    }

    private static Column doubles(long[] values, int rows, CastFailures failures) {
        double[] result = new double[rows];
        for (int i = 0; i < rows; i++) {
            result[i] = (double) values[i];
        }
        return new DoubleColumn(rows, result, failures.nulls());
    }

    static Column fromIntegers(Column column, DataType to, int rows, CastFailures failures) {
        if (to.kind() == TypeKind.DOUBLE && column instanceof IntColumn ints) {
            return doubles(ints.values(), rows, failures);
        }
        return fromLongs(LongArgument.widened(column), to, rows, failures);
    }

    private static Column doubles(int[] values, int rows, CastFailures failures) {
        double[] result = new double[rows];
        for (int i = 0; i < rows; i++) {
            result[i] = values[i];
        }
        return new DoubleColumn(rows, result, failures.nulls());
    }

    static Column fromFloating(Column column, DataType to, int rows, CastFailures failures) {
        if (column instanceof FloatColumn floats && to.kind() == TypeKind.DECIMAL) {
            return DecimalConversions.fromFloats(floats.values(), to, rows, failures::at, failures::nulls);
        }
        double[] values = column instanceof FloatColumn floats
                ? widened(floats.values(), rows)
                : ((DoubleColumn) column).values();
        return switch (to.kind()) {
            case DOUBLE -> new DoubleColumn(rows, values, failures.nulls());
            case FLOAT -> narrowed(values, rows, failures);
            case DECIMAL -> DecimalConversions.fromDoubles(values, to, rows, failures::at, failures::nulls);
            case BOOLEAN -> {
                byte[] result = new byte[rows];
                for (int i = 0; i < rows; i++) {
                    result[i] = values[i] != 0 ? (byte) 1 : (byte) 0;
                }
                yield new ByteColumn(rows, result, failures.nulls());
            }
            default -> fromLongs(truncated(values, rows, failures), to, rows, failures);
        };
    }

    private static double[] widened(float[] values, int rows) {
        double[] wide = new double[rows];
        for (int i = 0; i < rows; i++) {
            wide[i] = values[i];
        }
        return wide;
    }

    private static Column narrowed(double[] values, int rows, CastFailures failures) {
        float[] result = new float[rows];
        for (int i = 0; i < rows; i++) {
            result[i] = (float) values[i];
            if (Float.isInfinite(result[i]) && !Double.isInfinite(values[i])) {
                failures.at(i);
            }
        }
        return new FloatColumn(rows, result, failures.nulls());
    }

    private static long[] truncated(double[] values, int rows, CastFailures failures) {
        long[] result = new long[rows];
        for (int i = 0; i < rows; i++) {
            double value = values[i];
            if (value >= -LONG_LIMIT && value < LONG_LIMIT) {
                result[i] = (long) value;
            } else {
                failures.at(i);
            }
        }
        return result;
    }

    static Column fromDecimals(Column column, DataType from, DataType to, int rows, CastFailures failures) {
        return switch (to.kind()) {
            case DECIMAL -> DecimalConversions.rescale(column, from, to, rows, failures::at, failures::nulls);
            case DOUBLE, FLOAT -> {
                double[] values = DecimalConversions.toDoubles(column, from, rows);
                yield to.physicalType() == PhysicalType.DOUBLE
                        ? new DoubleColumn(rows, values, failures.nulls())
                        : narrowed(values, rows, failures);
            }
            case BOOLEAN -> {
                double[] values = DecimalConversions.toDoubles(column, from, rows);
                yield fromFloating(new DoubleColumn(rows, values, failures.nulls()), to, rows, failures);
            }
            default -> fromLongs(DecimalConversions.toLongs(column, from, rows, failures::at), to, rows, failures);
        };
    }
}
