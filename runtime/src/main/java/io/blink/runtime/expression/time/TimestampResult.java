package io.blink.runtime.expression.time;

import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.core.column.TimestampColumn;
import io.blink.core.type.DataType;
import io.blink.core.type.PhysicalType;

/** TIME and TIMESTAMP values being written, cut to the digits of their type. */
public final class TimestampResult {
    private static final long[] MICROS_PER_DIGIT = {1_000_000, 100_000, 10_000, 1_000, 100, 10, 1};
    private static final int[] NANOS_PER_DIGIT = {1000, 100, 10, 1};

    private final int rows;
    private final boolean wide;
    private final long microsStep;
    private final int nanosStep;
    private final long[] micros;
    private int[] nanos;

    public TimestampResult(DataType type, int rows) {
        this.rows = rows;
        this.wide = type.physicalType() == PhysicalType.TIMESTAMP_NANOS;
        this.microsStep = type.precision() >= 6 ? 1 : MICROS_PER_DIGIT[type.precision()];
        this.nanosStep = wide ? NANOS_PER_DIGIT[type.precision() - 6] : 1000;
        this.micros = new long[rows];
    }

    public void put(int row, long microsecond, int nanosOfMicro) {
        micros[row] = microsStep == 1 ? microsecond : microsecond - Math.floorMod(microsecond, microsStep);
        int cut = nanosOfMicro - nanosOfMicro % nanosStep;
        if (cut != 0) {
            nanos = nanos == null ? new int[rows] : nanos;
            nanos[row] = cut;
        }
    }

    public Column column(boolean[] nulls) {
        return wide ? new TimestampColumn(rows, micros, nanos, nulls) : new LongColumn(rows, micros, nulls);
    }
}
