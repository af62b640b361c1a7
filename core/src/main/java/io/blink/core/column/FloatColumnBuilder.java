package io.blink.core.column;

import java.util.Arrays;

/** Builds a {@link FloatColumn}. */
public final class FloatColumnBuilder extends ColumnBuilder {
    private float[] values;

    public FloatColumnBuilder(int expectedSize) {
        values = new float[Math.max(1, expectedSize)];
    }

    public void append(float value) {
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
        return (long) values.length * Float.BYTES;
    }

    @Override
    void appendUndefined() {
        append((float) 0);
    }

    @Override
    void appendValue(Column source, int position) {
        append(((FloatColumn) source).values()[position]);
    }

    @Override
    FloatColumn build(int builtSize, boolean[] builtNulls) {
        FloatColumn column = new FloatColumn(builtSize, values, builtNulls);
        values = new float[Math.max(1, builtSize)];
        return column;
    }
}
