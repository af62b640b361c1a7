package io.blink.core.column;

import io.blink.core.type.PhysicalType;

/** Arrays: value {@code i} is {@code elements[offsets[i] .. offsets[i + 1])}. A null has no elements. */
public final class ArrayColumn extends Column {
    private final Column elements;
    private final int[] offsets;
    private final boolean[] nulls;

    /** Takes the arrays over; {@code offsets} ascends and has at least {@code size + 1} entries; {@code nulls} may be absent. */
    public ArrayColumn(int size, Column elements, int[] offsets, boolean[] nulls) {
        super(size);
        if (offsets.length < size + 1 || elements.size() < offsets[size]) {
            throw new IllegalArgumentException(
                    offsets.length + " offsets, " + elements.size() + " elements, size " + size);
        }
        Nulls.check(nulls, size);
        this.elements = elements;
        this.offsets = offsets;
        this.nulls = nulls;
    }

    public Column elements() {
        return elements;
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
        return PhysicalType.ARRAY;
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
    public ArrayColumn take(int[] positions, int offset, int count) {
        Ranges ranges = Ranges.of(offsets, positions, offset, count);
        Column taken = elements.take(ranges.positions(), 0, ranges.count());
        return new ArrayColumn(count, taken, ranges.offsets(), Nulls.take(nulls, positions, offset, count));
    }

    @Override
    public ArrayColumn slice(int from, int length) {
        checkSlice(from, length);
        Column slice = elements.slice(offsets[from], offsets[from + length] - offsets[from]);
        return new ArrayColumn(length, slice, Ranges.shifted(offsets, from, length), Nulls.slice(nulls, from, length));
    }

    @Override
    public long retainedBytes() {
        return OBJECT_BYTES + elements.retainedBytes() + (long) offsets.length * Integer.BYTES + Nulls.bytes(nulls);
    }
}
