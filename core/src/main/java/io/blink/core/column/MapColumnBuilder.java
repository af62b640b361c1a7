package io.blink.core.column;

import java.util.Arrays;

/** Builds a {@link MapColumn}: append to {@link #keys} and {@link #values}, then {@link #endMap}. */
public final class MapColumnBuilder extends ColumnBuilder {
    private final ColumnBuilder keys;
    private final ColumnBuilder values;
    private int[] offsets;

    public MapColumnBuilder(int expectedSize, ColumnBuilder keys, ColumnBuilder values) {
        this.keys = keys;
        this.values = values;
        this.offsets = new int[Math.max(1, expectedSize) + 1];
    }

    public ColumnBuilder keys() {
        return keys;
    }

    public ColumnBuilder values() {
        return values;
    }

    /** The entries appended since the last call form one map. */
    public void endMap() {
        if (size + 1 == offsets.length) {
            offsets = Arrays.copyOf(offsets, grown(size) + 1);
        }
        offsets[++size] = keys.size();
    }

    @Override
    void truncateChildren() {
        keys.truncate(offsets[size]);
        values.truncate(offsets[size]);
    }

    @Override
    int capacity() {
        return offsets.length - 1;
    }

    @Override
    long arrayBytes() {
        return (long) offsets.length * Integer.BYTES + keys.retainedBytes() + values.retainedBytes();
    }

    @Override
    void appendUndefined() {
        endMap();
    }

    @Override
    void appendValue(Column source, int position) {
        MapColumn maps = (MapColumn) source;
        int start = maps.offsets()[position];
        int entries = maps.offsets()[position + 1] - start;
        keys.appendRange(maps.keys(), start, entries);
        values.appendRange(maps.values(), start, entries);
        endMap();
    }

    @Override
    MapColumn build(int builtSize, boolean[] builtNulls) {
        MapColumn column = new MapColumn(builtSize, keys.build(), values.build(), offsets, builtNulls);
        offsets = new int[Math.max(1, builtSize) + 1];
        return column;
    }
}
