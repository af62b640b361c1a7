package io.blink.core.column;

import java.util.Arrays;

/** Builds a {@link TimestampColumn}; keeps no nanoseconds while all are zero. */
public final class TimestampColumnBuilder extends ColumnBuilder {
    private long[] micros;
    private int[] nanos;

    public TimestampColumnBuilder(int expectedSize) {
        micros = new long[Math.max(1, expectedSize)];
    }

    /** @param nanosOfMicro 0 to 999 */
    public void append(long microsecond, int nanosOfMicro) {
        if (size == micros.length) {
            micros = Arrays.copyOf(micros, grown(size));
        }
        micros[size] = microsecond;
        if (nanosOfMicro != 0 || nanos != null) {
            setNanos(nanosOfMicro);
        }
        size++;
    }

    private void setNanos(int nanosOfMicro) {
        if (nanos == null) {
            nanos = new int[micros.length];
        } else if (nanos.length < micros.length) {
            nanos = Arrays.copyOf(nanos, micros.length);
        }
        nanos[size] = nanosOfMicro;
    }

    @Override
    int capacity() {
        return micros.length;
    }

    @Override
    long arrayBytes() {
        return (long) micros.length * Long.BYTES + (nanos == null ? 0 : (long) nanos.length * Integer.BYTES);
    }

    @Override
    void appendUndefined() {
        append(0, 0);
    }

    @Override
    void appendValue(Column source, int position) {
        TimestampColumn timestamps = (TimestampColumn) source;
        append(
                timestamps.micros()[position],
                timestamps.nanos() == null ? 0 : timestamps.nanos()[position]);
    }

    @Override
    TimestampColumn build(int builtSize, boolean[] builtNulls) {
        int[] builtNanos = nanos == null || nanos.length >= builtSize ? nanos : Arrays.copyOf(nanos, builtSize);
        TimestampColumn column = new TimestampColumn(builtSize, micros, builtNanos, builtNulls);
        micros = new long[Math.max(1, builtSize)];
        nanos = null;
        return column;
    }
}
