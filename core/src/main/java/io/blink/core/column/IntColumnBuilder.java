package io.blink.core.column;

import java.util.Arrays;

/** Builds a {@link IntColumn}. */
public final class IntColumnBuilder extends ColumnBuilder {
    private int[] values;

    public IntColumnBuilder(int expectedSize) {
        values = new int[Math.max(1, expectedSize)];
    }

    public void append(int value) {
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
        return (long) values.length * Integer.BYTES;
    }

    @Override
    void appendUndefined() {
        append(0);
    }

    @Override
    void appendValue(Column source, int position) {
        append(((IntColumn) source).values()[position]);
    }

    @Override
    IntColumn build(int builtSize, boolean[] builtNulls) {
        IntColumn column = new IntColumn(builtSize, values, builtNulls);
        values = new int[Math.max(1, builtSize)];
        return column;
    }
}
