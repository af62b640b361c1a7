package io.blink.core.column;

import java.util.Arrays;

/** Builds a {@link DoubleColumn}. */
public final class DoubleColumnBuilder extends ColumnBuilder {
    private double[] values;

    public DoubleColumnBuilder(int expectedSize) {
        values = new double[Math.max(1, expectedSize)];
    }

    public void append(double value) {
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
        return (long) values.length * Double.BYTES;
    }

    @Override
    void appendUndefined() {
        append((double) 0);
    }

    @Override
    void appendValue(Column source, int position) {
        append(((DoubleColumn) source).values()[position]);
    }

    @Override
    DoubleColumn build(int builtSize, boolean[] builtNulls) {
        DoubleColumn column = new DoubleColumn(builtSize, values, builtNulls);
        values = new double[Math.max(1, builtSize)];
        return column;
    }
}
