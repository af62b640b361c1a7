package io.blink.runtime.operator.aggregate;

/**
 * A number of twice the digits of a double, as the sum of two that do not overlap: about 32 decimal digits. Knuth's and Dekker's error-free steps, put together as in Hida, Li and Bailey, "Library for
 * Double-Double and Quad-Double Arithmetic" (2007). Mutable, to be used again; {@code low} is 0 where {@code high} is infinite.
 */
final class DoubleDouble {
    double high;
    double low;

    DoubleDouble set(double newHigh, double newLow) {
        high = newHigh;
        low = newLow;
        return this;
    }

    DoubleDouble add(double otherHigh, double otherLow) {
        double sum = high + otherHigh;
        if (Double.isInfinite(sum) || Double.isNaN(sum)) {
            return set(sum, 0);
        }
        double part = sum - high;
        double error = (high - (sum - part)) + (otherHigh - part);
        double lows = low + otherLow;
        double lowPart = lows - low;
        double lowError = (low - (lows - lowPart)) + (otherLow - lowPart);
        renormalize(sum, error + lows);
        return renormalize(high, low + lowError);
    }

    DoubleDouble multiply(double otherHigh, double otherLow) {
        double product = high * otherHigh;
        double error = Math.fma(high, otherHigh, -product) + (high * otherLow + low * otherHigh);
        return renormalize(product, error);
    }

    DoubleDouble divide(double divisor) {
        double quotient = high / divisor;
        double rest = Math.fma(-quotient, divisor, high) + low;
        return renormalize(quotient, rest / divisor);
    }

    /** @param small much less than {@code large} */
    private DoubleDouble renormalize(double large, double small) {
        double sum = large + small;
        return set(sum, Double.isInfinite(sum) ? 0 : small - (sum - large));
    }
}
