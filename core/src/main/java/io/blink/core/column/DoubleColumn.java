package io.blink.core.column;

import io.blink.core.type.PhysicalType;
import java.util.Arrays;

/** Flat {@code double} values; the value at a null position is undefined. */
public final class DoubleColumn extends Column {
    private final double[] values;
    private final boolean[] nulls;

    /** Takes the arrays over; {@code nulls} may be absent ({@code null}). */
    public DoubleColumn(int size, double[] values, boolean[] nulls) {
        super(size);
        if (values.length < size) {
            throw new IllegalArgumentException(values.length + " values for size " + size);
        }
        Nulls.check(nulls, size);
        this.values = values;
        this.nulls = nulls;
    }

    /** At least {@link #size} values; not to be written. */
    public double[] values() {
        return values;
    }

    /** One flag a position, or {@code null} if no value is null; not to be written. */
    @Override
    public boolean[] nulls() {
        return nulls;
    }

    public double get(int position) {
        return values[position];
    }

    @Override
    public PhysicalType physicalType() {
        return PhysicalType.DOUBLE;
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
    public DoubleColumn take(int[] positions, int offset, int count) {
        double[] taken = new double[count];
        for (int i = 0; i < count; i++) {
            taken[i] = values[positions[offset + i]];
        }
        return new DoubleColumn(count, taken, Nulls.take(nulls, positions, offset, count));
    }

    @Override
    public DoubleColumn slice(int from, int length) {
        checkSlice(from, length);
        return new DoubleColumn(
                length, Arrays.copyOfRange(values, from, from + length), Nulls.slice(nulls, from, length));
    }

    @Override
    public long retainedBytes() {
        return OBJECT_BYTES + (long) values.length * Double.BYTES + Nulls.bytes(nulls);
    }
}
