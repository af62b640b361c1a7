package io.blink.core.column;

import io.blink.core.type.PhysicalType;

/** Maps: the entries of value {@code i} are {@code keys} and {@code values} at {@code offsets[i] .. offsets[i + 1]}. Keys are not null. */
public final class MapColumn extends Column {
    private final Column keys;
    private final Column values;
    private final int[] offsets;
    private final boolean[] nulls;

    /** Takes the arrays over; {@code offsets} ascends and has at least {@code size + 1} entries; {@code nulls} may be absent. */
    public MapColumn(int size, Column keys, Column values, int[] offsets, boolean[] nulls) {
        super(size);
        if (offsets.length < size + 1 || keys.size() < offsets[size] || values.size() < offsets[size]) {
            throw new IllegalArgumentException(
                    offsets.length + " offsets, " + keys.size() + " keys, " + values.size() + " values, size " + size);
        }
        Nulls.check(nulls, size);
        this.keys = keys;
        this.values = values;
        this.offsets = offsets;
        this.nulls = nulls;
    }

    public Column keys() {
        return keys;
    }

    public Column values() {
        return values;
    }

    public int[] offsets() {
        return offsets;
    }

    @Override
    public boolean[] nulls() {
        return nulls;
    }

    @Override
    public PhysicalType physicalType() {
        return PhysicalType.MAP;
    }

    @Override
    public boolean isNull(int position) {
        return Nulls.at(nulls, position);
    }

    @Override
    public boolean mayHaveNulls() {
        return nulls != null;
    }

    @Override
    public MapColumn take(int[] positions, int offset, int count) {
        Ranges ranges = Ranges.of(offsets, positions, offset, count);
        return new MapColumn(
                count,
                keys.take(ranges.positions(), 0, ranges.count()),
                values.take(ranges.positions(), 0, ranges.count()),
                ranges.offsets(),
                Nulls.take(nulls, positions, offset, count));
    }

    @Override
    public MapColumn slice(int from, int length) {
        checkSlice(from, length);
        int start = offsets[from];
        int entries = offsets[from + length] - start;
        return new MapColumn(
                length,
                keys.slice(start, entries),
                values.slice(start, entries),
                Ranges.shifted(offsets, from, length),
                Nulls.slice(nulls, from, length));
    }

    @Override
    public long retainedBytes() {
        return OBJECT_BYTES
                + keys.retainedBytes()
                + values.retainedBytes()
                + (long) offsets.length * Integer.BYTES
                + Nulls.bytes(nulls);
    }
}
