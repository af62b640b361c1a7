package io.blink.core.column;

import io.blink.core.type.PhysicalType;
import java.math.BigInteger;
import java.util.Arrays;

/** Flat 128-bit unscaled decimals in two's complement: a signed high and an unsigned low long a value. */
public final class Decimal128Column extends Column {
    private final long[] high;
    private final long[] low;
    private final boolean[] nulls;

    /** Takes the arrays over; {@code nulls} may be absent ({@code null}). */
    public Decimal128Column(int size, long[] high, long[] low, boolean[] nulls) {
        super(size);
        if (high.length < size || low.length < size) {
            throw new IllegalArgumentException(high.length + " and " + low.length + " values for size " + size);
        }
        Nulls.check(nulls, size);
        this.high = high;
        this.low = low;
        this.nulls = nulls;
    }

    public long[] high() {
        return high;
    }

    public long[] low() {
        return low;
    }

    @Override
    public boolean[] nulls() {
        return nulls;
    }

    /** The unscaled value; for borders (text, files, row-wise functions), not for hot paths. */
    public BigInteger unscaled(int position) {
        BigInteger unsignedLow = new BigInteger(Long.toUnsignedString(low[position]));
        return BigInteger.valueOf(high[position]).shiftLeft(Long.SIZE).add(unsignedLow);
    }

    @Override
    public PhysicalType physicalType() {
        return PhysicalType.DECIMAL128;
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
    public Decimal128Column take(int[] positions, int offset, int count) {
        long[] takenHigh = new long[count];
        long[] takenLow = new long[count];
        for (int i = 0; i < count; i++) {
            int position = positions[offset + i];
            takenHigh[i] = high[position];
            takenLow[i] = low[position];
        }
        return new Decimal128Column(count, takenHigh, takenLow, Nulls.take(nulls, positions, offset, count));
    }

    @Override
    public Decimal128Column slice(int from, int length) {
        checkSlice(from, length);
        return new Decimal128Column(
                length,
                Arrays.copyOfRange(high, from, from + length),
                Arrays.copyOfRange(low, from, from + length),
                Nulls.slice(nulls, from, length));
    }

    @Override
    public long retainedBytes() {
        return OBJECT_BYTES + (long) (high.length + low.length) * Long.BYTES + Nulls.bytes(nulls);
    }
}
