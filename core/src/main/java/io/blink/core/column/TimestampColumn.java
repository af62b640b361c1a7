package io.blink.core.column;

import io.blink.core.type.PhysicalType;
import java.util.Arrays;

/** Flat timestamps of 7 to 9 fractional digits: microseconds, and nanoseconds of the microsecond where some are not zero. */
public final class TimestampColumn extends Column {
    private final long[] micros;
    private final int[] nanos;
    private final boolean[] nulls;

    /** Takes the arrays over; {@code nanos} (0 to 999) and {@code nulls} may be absent ({@code null}). */
    public TimestampColumn(int size, long[] micros, int[] nanos, boolean[] nulls) {
        super(size);
        if (micros.length < size || (nanos != null && nanos.length < size)) {
            throw new IllegalArgumentException(micros.length + " values for size " + size);
        }
        Nulls.check(nulls, size);
        this.micros = micros;
        this.nanos = nanos;
        this.nulls = nulls;
    }

    public long[] micros() {
        return micros;
    }

    /** Nanoseconds of the microsecond, or {@code null} if all are zero. */
    public int[] nanos() {
        return nanos;
    }

    @Override
    public boolean[] nulls() {
        return nulls;
    }

    @Override
    public PhysicalType physicalType() {
        return PhysicalType.TIMESTAMP_NANOS;
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
    public TimestampColumn take(int[] positions, int offset, int count) {
        long[] takenMicros = new long[count];
        int[] takenNanos = nanos == null ? null : new int[count];
        for (int i = 0; i < count; i++) {
            takenMicros[i] = micros[positions[offset + i]];
        }
        if (takenNanos != null) {
            for (int i = 0; i < count; i++) {
                takenNanos[i] = nanos[positions[offset + i]];
            }
        }
        return new TimestampColumn(count, takenMicros, takenNanos, Nulls.take(nulls, positions, offset, count));
    }

    @Override
    public TimestampColumn slice(int from, int length) {
        checkSlice(from, length);
        return new TimestampColumn(
                length,
                Arrays.copyOfRange(micros, from, from + length),
                nanos == null ? null : Arrays.copyOfRange(nanos, from, from + length),
                Nulls.slice(nulls, from, length));
    }

    @Override
    public long retainedBytes() {
        return OBJECT_BYTES
                + (long) micros.length * Long.BYTES
                + (nanos == null ? 0 : (long) nanos.length * Integer.BYTES)
                + Nulls.bytes(nulls);
    }
}
