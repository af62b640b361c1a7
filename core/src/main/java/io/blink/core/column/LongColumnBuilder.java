package io.blink.core.column;

import java.util.Arrays;

/** Builds a {@link LongColumn}. */
public final class LongColumnBuilder extends ColumnBuilder {
    private long[] values;

    public LongColumnBuilder(int expectedSize) {
        values = new long[Math.max(1, expectedSize)];
    }

    public void append(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, grown(size));
        }
        values[size++] = value;
    }

    @Override
    int capacity() {
        return values.length;
    }

    @Override
    long arrayBytes() {
        return (long) values.length * Long.BYTES;
    }

    @Override
    void appendUndefined() {
        append(0);
    }

    @Override
    void appendValue(Column source, int position) {
        append(((LongColumn) source).values()[position]);
    }

    @Override
    LongColumn build(int builtSize, boolean[] builtNulls) {
        LongColumn column = new LongColumn(builtSize, values, builtNulls);
        values = new long[Math.max(1, builtSize)];
        return column;
    }
}
