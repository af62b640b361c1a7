package io.blink.runtime.expression.kernel;

import io.blink.core.column.ByteColumn;
import io.blink.core.column.Column;
import io.blink.core.column.ConstantColumn;
import io.blink.core.column.IntColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.column.ShortColumn;

/** An argument of any integer width, flat or constant, widened to long; the stride is 0 for a constant. */
public record LongArgument(long[] values, int stride) {
    public static LongArgument of(Column column) {
        return column instanceof ConstantColumn constant
                ? new LongArgument(widened(constant.value()), 0)
                : new LongArgument(widened(column), 1);
    }

    public long at(int row) {
        return values[row * stride];
    }

    /** The value, or the nearest one that is an int. */
    public int clamped(int row) {
        return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, values[row * stride]));
    }

    /** The values of a flat column of integers, of days, micros, months or short decimals; shared where they are long already. */
    public static long[] widened(Column column) {
        int rows = column.size();
        return switch (column.physicalType()) {
            case BYTE -> widen(((ByteColumn) column).values(), rows);
            case SHORT -> widen(((ShortColumn) column).values(), rows);
            case INT -> widen(((IntColumn) column).values(), rows);
            case LONG -> ((LongColumn) column).values();
            default -> throw new IllegalArgumentException(column.physicalType() + " is no integer");
        };
    }

    private static long[] widen(byte[] values, int rows) {
        long[] wide = new long[rows];
        for (int i = 0; i < rows; i++) {
            wide[i] = values[i];
        }
        return wide;
    }

    private static long[] widen(short[] values, int rows) {
        long[] wide = new long[rows];
        for (int i = 0; i < rows; i++) {
            wide[i] = values[i];
        }
        return wide;
    }

    private static long[] widen(int[] values, int rows) {
        long[] wide = new long[rows];
        for (int i = 0; i < rows; i++) {
            wide[i] = values[i];
        }
        return wide;
    }
}
