package io.blink.runtime.expression.decimal;

import java.math.BigInteger;

/** Powers of ten as longs (to 18) and as 128-bit numbers (to 38). */
public final class PowersOfTen {
    /** The greatest exponent whose power is a long. */
    public static final int LONG_MAX = 18;

    private static final long[] LONGS = new long[LONG_MAX + 1];
    private static final long[] HIGH = new long[39];
    private static final long[] LOW = new long[39];

    static {
        long power = 1;
        for (int i = 0; i <= LONG_MAX; i++) {
            LONGS[i] = power;
            power *= 10;
        }
        for (int i = 0; i < HIGH.length; i++) {
            BigInteger wide = BigInteger.TEN.pow(i);
            HIGH[i] = wide.shiftRight(Long.SIZE).longValue();
            LOW[i] = wide.longValue();
        }
    }

    private PowersOfTen() {}

    public static long asLong(int exponent) {
        return LONGS[exponent];
    }

    public static long high(int exponent) {
        return HIGH[exponent];
    }

    public static long low(int exponent) {
        return LOW[exponent];
    }
}
