package io.blink.core.column;

import java.util.Arrays;

/** Builds a {@link ShortColumn}. */
public final class ShortColumnBuilder extends ColumnBuilder {
    private short[] values;

    public ShortColumnBuilder(int expectedSize) {
        values = new short[Math.max(1, expectedSize)];
    }

    public void append(short value) {
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
        return (long) values.length * Short.BYTES;
    }

    @Override
    void appendUndefined() {
        append((short) 0);
    }

    @Override
    void appendValue(Column source, int position) {
        append(((ShortColumn) source).values()[position]);
    }

    @Override
    ShortColumn build(int builtSize, boolean[] builtNulls) {
        ShortColumn column = new ShortColumn(builtSize, values, builtNulls);
        values = new short[Math.max(1, builtSize)];
        return column;
    }
}
