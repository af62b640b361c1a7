package io.blink.runtime.expression.time;

import io.blink.core.column.Column;
import io.blink.core.column.ConstantColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.column.TimestampColumn;

/** A TIME, TIMESTAMP or TIMESTAMP_LTZ argument of either width, flat or constant; the stride is 0 for a constant. */
public record TimestampArgument(long[] micros, int[] nanos, int stride) {
    public static TimestampArgument of(Column column) {
        Column values = column instanceof ConstantColumn constant ? constant.value() : column;
        int stride = column instanceof ConstantColumn ? 0 : 1;
        return values instanceof TimestampColumn wide
                ? new TimestampArgument(wide.micros(), wide.nanos(), stride)
                : new TimestampArgument(((LongColumn) values).values(), null, stride);
    }

    public long micros(int row) {
        return micros[row * stride];
    }

    public int nanos(int row) {
        return nanos == null ? 0 : nanos[row * stride];
    }
}
