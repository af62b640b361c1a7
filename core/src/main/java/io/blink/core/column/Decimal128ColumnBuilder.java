package io.blink.core.column;

import java.util.Arrays;

/** Builds a {@link Decimal128Column}. */
public final class Decimal128ColumnBuilder extends ColumnBuilder {
    private long[] high;
    private long[] low;

    public Decimal128ColumnBuilder(int expectedSize) {
        high = new long[Math.max(1, expectedSize)];
        low = new long[Math.max(1, expectedSize)];
    }

    public void append(long highBits, long lowBits) {
        if (size == high.length) {
            high = Arrays.copyOf(high, grown(size));
            low = Arrays.copyOf(low, high.length);
        }
        high[size] = highBits;
        low[size++] = lowBits;
    }

    @Override
    int capacity() {
        return high.length;
    }

    @Override
    long arrayBytes() {
        return (long) high.length * 2 * Long.BYTES;
    }

    @Override
    void appendUndefined() {
        append(0, 0);
    }

    @Override
    void appendValue(Column source, int position) {
        Decimal128Column decimals = (Decimal128Column) source;
        append(decimals.high()[position], decimals.low()[position]);
    }

    @Override
    Decimal128Column build(int builtSize, boolean[] builtNulls) {
        Decimal128Column column = new Decimal128Column(builtSize, high, low, builtNulls);
        high = new long[Math.max(1, builtSize)];
        low = new long[Math.max(1, builtSize)];
        return column;
    }
}
