package io.blink.core.column;

import io.blink.core.type.PhysicalType;
import java.util.Arrays;

/** Flat {@code short} values; the value at a null position is undefined. */
public final class ShortColumn extends Column {
    private final short[] values;
    private final boolean[] nulls;

    /** Takes the arrays over; {@code nulls} may be absent ({@code null}). */
    public ShortColumn(int size, short[] values, boolean[] nulls) {
        super(size);
        if (values.length < size) {
            throw new IllegalArgumentException(values.length + " values for size " + size);
        }
        Nulls.check(nulls, size);
        this.values = values;
        this.nulls = nulls;
    }

    /** At least {@link #size} values; not to be written. */
    public short[] values() {
        return values;
    }

    /** One flag a position, or {@code null} if no value is null; not to be written. */
    @Override
    public boolean[] nulls() {
        return nulls;
    }

    public short get(int position) {
        return values[position];
    }

    @Override
    public PhysicalType physicalType() {
        return PhysicalType.SHORT;
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
    public ShortColumn take(int[] positions, int offset, int count) {
        short[] taken = new short[count];
        for (int i = 0; i < count; i++) {
            taken[i] = values[positions[offset + i]];
        }
        return new ShortColumn(count, taken, Nulls.take(nulls, positions, offset, count));
    }

    @Override
    public ShortColumn slice(int from, int length) {
        checkSlice(from, length);
        return new ShortColumn(
                length, Arrays.copyOfRange(values, from, from + length), Nulls.slice(nulls, from, length));
    }

    @Override
    public long retainedBytes() {
        return OBJECT_BYTES + (long) values.length * Short.BYTES + Nulls.bytes(nulls);
    }
}
