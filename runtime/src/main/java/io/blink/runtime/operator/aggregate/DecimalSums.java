package io.blink.runtime.operator.aggregate;

import io.blink.core.column.Column;
import io.blink.core.column.Decimal128Column;
import io.blink.core.column.LongColumn;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.runtime.operator.rows.LongChunks;
import java.math.BigInteger;

/** 128-bit sums of decimals, one a group. */
final class DecimalSums {
    /** 10^38 in two longs. */
    private static final long LIMIT_HIGH = 0x4B3B4CA85A86C47AL;

    private static final long LIMIT_LOW = 0x098A224000000000L;

    private final LongChunks high = new LongChunks();
    private final LongChunks low = new LongChunks();
    private final String place;

    /** @param place of the call, for messages */
    DecimalSums(String place) {
        this.place = place;
    }

    void ensure(int groupCount) {
        high.ensure(groupCount);
        low.ensure(groupCount);
    }

    void add(int[] groups, int rows, Column flat) {
        if (flat instanceof Decimal128Column decimals) {
            add(groups, rows, decimals.high(), decimals.low());
        } else {
            add(groups, rows, Values.longs(flat));
        }
    }

    private void add(int[] groups, int rows, long[] values) {
        long[][] highs = high.chunks();
        long[][] lows = low.chunks();
        for (int i = 0; i < rows; i++) {
            int group = groups[i];
            int at = group & LongChunks.MASK;
            long[] lowChunk = lows[group >>> LongChunks.SHIFT];
            long before = lowChunk[at];
            long after = before + values[i];
            lowChunk[at] = after;
            long carry = (before & values[i] | (before | values[i]) & ~after) >>> 63;
            highs[group >>> LongChunks.SHIFT][at] += (values[i] >> 63) + carry;
        }
    }

    private void add(int[] groups, int rows, long[] valueHighs, long[] valueLows) {
        long[][] highs = high.chunks();
        long[][] lows = low.chunks();
        long overflow = 0;
        for (int i = 0; i < rows; i++) {
            int group = groups[i];
            int at = group & LongChunks.MASK;
            long[] lowChunk = lows[group >>> LongChunks.SHIFT];
            long[] highChunk = highs[group >>> LongChunks.SHIFT];
            long before = lowChunk[at];
            long after = before + valueLows[i];
            lowChunk[at] = after;
            long carry = (before & valueLows[i] | (before | valueLows[i]) & ~after) >>> 63;
            long highBefore = highChunk[at];
            long highAfter = highBefore + valueHighs[i] + carry;
            overflow |= (highBefore ^ highAfter) & (valueHighs[i] ^ highAfter);
            highChunk[at] = highAfter;
        }
        if (overflow < 0) {
            throw overflow();
        }
    }

    /** The values of a flat column of decimals with their signs changed. */
    static Column negated(Column flat) {
        int size = flat.size();
        if (flat instanceof Decimal128Column decimals) {
            long[] highs = new long[size];
            long[] lows = new long[size];
            for (int i = 0; i < size; i++) {
                lows[i] = -decimals.low()[i];
                highs[i] = ~decimals.high()[i] + (lows[i] == 0 ? 1 : 0);
            }
            return new Decimal128Column(size, highs, lows, decimals.nulls());
        }
        long[] values = Values.longs(flat);
        long[] negated = new long[size];
        for (int i = 0; i < size; i++) {
            negated[i] = -values[i];
        }
        return new LongColumn(size, negated, flat.nulls());
    }

    long high(int group) {
        return high.get(group);
    }

    long low(int group) {
        return low.get(group);
    }

    /** The sums as DECIMAL(38, s). */
    Decimal128Column column(int from, int count, boolean[] nulls) {
        long[] highs = high.copy(from, count);
        long[] lows = low.copy(from, count);
        for (int i = 0; i < count; i++) {
            if (outside(highs[i], lows[i])) {
                throw overflow();
            }
        }
        return new Decimal128Column(count, highs, lows, nulls);
    }

    /** Whether the value has more than 38 digits. */
    static boolean outside(long high, long low) {
        long magnitudeHigh = high;
        long magnitudeLow = low;
        if (high < 0) {
            magnitudeLow = -low;
            magnitudeHigh = ~high + (low == 0 ? 1 : 0);
        }
        return magnitudeHigh < 0
                || magnitudeHigh > LIMIT_HIGH
                || magnitudeHigh == LIMIT_HIGH && Long.compareUnsigned(magnitudeLow, LIMIT_LOW) >= 0;
    }

    BlinkException overflow() {
        return new BlinkException(
                CoreErrorCode.NUMERIC_OVERFLOW,
                "The SUM or AVG of decimals" + place
                        + " has more than 38 digits. Cast the argument to DOUBLE, or to a decimal of a smaller"
                        + " scale.");
    }

    static BigInteger unscaled(long high, long low) {
        return BigInteger.valueOf(high)
                .shiftLeft(Long.SIZE)
                .add(BigInteger.valueOf(low >>> 1).shiftLeft(1).add(BigInteger.valueOf(low & 1)));
    }

    long bytesToEnsure(int groupCount) {
        return high.bytesToEnsure(groupCount) + low.bytesToEnsure(groupCount);
    }

    long retainedBytes() {
        return high.retainedBytes() + low.retainedBytes();
    }

    void clear() {
        high.clear();
        low.clear();
    }
}
