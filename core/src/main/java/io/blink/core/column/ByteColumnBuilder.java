package io.blink.core.column;

import java.util.Arrays;

/** Builds a {@link ByteColumn}. */
public final class ByteColumnBuilder extends ColumnBuilder {
    private byte[] values;

    public ByteColumnBuilder(int expectedSize) {
        values = new byte[Math.max(1, expectedSize)];
    }

    public void append(byte value) {
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
        return values.length;
    }

    @Override
    void appendUndefined() {
        append((byte) 0);
    }

    @Override
    void appendValue(Column source, int position) {
        append(((ByteColumn) source).values()[position]);
    }

    @Override
    ByteColumn build(int builtSize, boolean[] builtNulls) {
        ByteColumn column = new ByteColumn(builtSize, values, builtNulls);
        values = new byte[Math.max(1, builtSize)];
        return column;
    }
}
