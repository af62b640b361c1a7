package io.blink.core.column;

import java.util.Arrays;

/** Builds an {@link ArrayColumn}: append elements to {@link #elements}, then {@link #endArray}. */
public final class ArrayColumnBuilder extends ColumnBuilder {
    private final ColumnBuilder elements;
    private int[] offsets;

    public ArrayColumnBuilder(int expectedSize, ColumnBuilder elements) {
        this.elements = elements;
        this.offsets = new int[Math.max(1, expectedSize) + 1];
    }

    public ColumnBuilder elements() {
        return elements;
    }

    /** The elements appended since the last call form one array. */
    public void endArray() {
        if (size + 1 == offsets.length) {
            offsets = Arrays.copyOf(offsets, grown(size) + 1);
        }
        offsets[++size] = elements.size();
    }

    @Override
    void truncateChildren() {
        elements.truncate(offsets[size]);
    }

    @Override
    int capacity() {
        return offsets.length - 1;
    }

    @Override
    long arrayBytes() {
        return (long) offsets.length * Integer.BYTES + elements.retainedBytes();
    }

    @Override
    void appendUndefined() {
        endArray();
    }

    @Override
    void appendValue(Column source, int position) {
        ArrayColumn arrays = (ArrayColumn) source;
        int start = arrays.offsets()[position];
        elements.appendRange(arrays.elements(), start, arrays.offsets()[position + 1] - start);
        endArray();
    }

    @Override
    ArrayColumn build(int builtSize, boolean[] builtNulls) {
        ArrayColumn column = new ArrayColumn(builtSize, elements.build(), offsets, builtNulls);
        offsets = new int[Math.max(1, builtSize) + 1];
        return column;
    }
}
