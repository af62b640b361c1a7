package io.blink.runtime.operator.over.call;

import io.blink.core.column.Column;
import io.blink.core.column.Decimal128Column;
import io.blink.core.column.DoubleColumn;
import io.blink.core.column.FloatColumn;
import io.blink.core.column.TimestampColumn;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.plan.SortKey;
import io.blink.runtime.expression.kernel.NullFlags;
import io.blink.runtime.operator.aggregate.Values;

/** The values of a numeric or temporal column as integers that order as a sort key does. */
public final class OrderedValues {
    private final long[] high;
    /** Unsigned; {@code null} if the high half is all. */
    private final long[] low;

    private final boolean[] nulls;
    private final boolean nullsFirst;

    private OrderedValues(long[] high, long[] low, boolean[] nulls, SortKey key) {
        this.high = key.ascending() ? high : inverted(high);
        this.low = low == null || key.ascending() ? low : inverted(low);
        this.nulls = nulls;
        this.nullsFirst = key.nullsFirst();
    }

    public static OrderedValues of(Column flat, SortKey key) {
        boolean[] nulls = NullFlags.of(flat);
        return switch (flat.physicalType()) {
            case BYTE, SHORT, INT, LONG -> new OrderedValues(Values.longs(flat), null, nulls, key);
            case FLOAT, DOUBLE -> new OrderedValues(ordered(flat), null, nulls, key);
            case DECIMAL128 ->
                new OrderedValues(((Decimal128Column) flat).high(), ((Decimal128Column) flat).low(), nulls, key);
            case TIMESTAMP_NANOS ->
                new OrderedValues(((TimestampColumn) flat).micros(), nanos((TimestampColumn) flat), nulls, key);
            case BYTES, ARRAY, MAP, ROW ->
                throw new BlinkException(
                        CoreErrorCode.NOT_SUPPORTED,
                        "RANGE with an offset orders by a number or a time, not by " + flat.physicalType()
                                + "; use ROWS or GROUPS.");
        };
    }

    private static long[] ordered(Column flat) {
        int size = flat.size();
        long[] ordered = new long[size];
        for (int i = 0; i < size; i++) {
            double value =
                    flat instanceof DoubleColumn doubles ? doubles.values()[i] : ((FloatColumn) flat).values()[i];
            long bits = Double.doubleToLongBits(value + 0.0);
            ordered[i] = bits ^ bits >> 63 & Long.MAX_VALUE;
        }
        return ordered;
    }

    private static long[] nanos(TimestampColumn timestamps) {
        long[] nanos = new long[timestamps.size()];
        for (int i = 0; timestamps.nanos() != null && i < nanos.length; i++) {
            nanos[i] = timestamps.nanos()[i];
        }
        return nanos;
    }

    private static long[] inverted(long[] values) {
        long[] inverted = new long[values.length];
        for (int i = 0; i < values.length; i++) {
            inverted[i] = ~values[i];
        }
        return inverted;
    }

    public boolean hasNulls() {
        return nulls != null;
    }

    public boolean isNull(int position) {
        return nulls != null && nulls[position];
    }

    /** The order of a value that may be NULL and one that is not. */
    public int compare(int position, OrderedValues other, int otherPosition) {
        if (isNull(position)) {
            return nullsFirst ? -1 : 1;
        }
        int order = Long.compare(high[position], other.high[otherPosition]);
        return order != 0 || low == null ? order : Long.compareUnsigned(low[position], other.low[otherPosition]);
    }
}
