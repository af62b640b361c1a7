package io.blink.core.column;

import java.util.Arrays;
import java.util.List;

/** Finds the runs of neighbouring rows that agree in some columns; sorted input has few and long ones. */
public final class RowRuns {
    private RowRuns() {}

    /** Marks each row that differs from the one before it in any of the columns; row 0 is always marked. */
    public static boolean[] starts(List<Column> columns, int rowCount) {
        boolean[] starts = new boolean[rowCount];
        if (rowCount > 0) {
            starts[0] = true;
        }
        for (Column column : columns) {
            mark(column.flat(), rowCount, starts);
        }
        return starts;
    }

    private static void mark(Column column, int rowCount, boolean[] starts) {
        if (column.mayHaveNulls()) {
            for (int i = 1; i < rowCount; i++) {
                starts[i] |= column.isNull(i) != column.isNull(i - 1);
            }
        }
        if (column instanceof IntColumn ints) {
            int[] values = ints.values();
            for (int i = 1; i < rowCount; i++) {
                starts[i] |= values[i] != values[i - 1];
            }
        } else if (column instanceof LongColumn longs) {
            long[] values = longs.values();
            for (int i = 1; i < rowCount; i++) {
                starts[i] |= values[i] != values[i - 1];
            }
        } else if (column instanceof BytesColumn texts) {
            mark(texts, rowCount, starts);
        } else if (column instanceof ShortColumn shorts) {
            short[] values = shorts.values();
            for (int i = 1; i < rowCount; i++) {
                starts[i] |= values[i] != values[i - 1];
            }
        } else if (column instanceof ByteColumn bytes) {
            byte[] values = bytes.values();
            for (int i = 1; i < rowCount; i++) {
                starts[i] |= values[i] != values[i - 1];
            }
        } else if (column instanceof Decimal128Column decimals) {
            for (int i = 1; i < rowCount; i++) {
                starts[i] |= decimals.high()[i] != decimals.high()[i - 1] || decimals.low()[i] != decimals.low()[i - 1];
            }
        } else if (column instanceof TimestampColumn timestamps) {
            int[] nanos = timestamps.nanos();
            for (int i = 1; i < rowCount; i++) {
                starts[i] |= timestamps.micros()[i] != timestamps.micros()[i - 1]
                        || (nanos != null && nanos[i] != nanos[i - 1]);
            }
        } else {
            throw new IllegalArgumentException("no runs over a column of " + column.physicalType());
        }
    }

    private static void mark(BytesColumn texts, int rowCount, boolean[] starts) {
        byte[] bytes = texts.bytes();
        int[] offsets = texts.offsets();
        for (int i = 1; i < rowCount; i++) {
            starts[i] |= !Arrays.equals(bytes, offsets[i], offsets[i + 1], bytes, offsets[i - 1], offsets[i]);
        }
    }
}
