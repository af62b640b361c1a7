package io.blink.benchmarks.stream;

import java.util.function.LongPredicate;

/** Finds the highest rate that a job keeps up with, on the assumption that it keeps up with all lower ones. */
final class HighestRate {
    /** The answer is that near to the highest rate. */
    private static final double NEAR = 1.15;

    private HighestRate() {}

    /**
     * @param first where to begin
     * @param most no higher rate is tried
     * @return 0 if no rate of at least a thousandth of {@code first} can be kept up with
     */
    static long search(long first, long most, LongPredicate keepsUp) {
        long good = 0;
        long bad = Long.MAX_VALUE;
        long rate = first;
        while (rate >= Math.max(1, first / 1000) && rate <= most) {
            if (keepsUp.test(rate)) {
                good = rate;
            } else {
                bad = rate;
            }
            if (good > 0 && bad < Long.MAX_VALUE) {
                if (bad <= good * NEAR) {
                    break;
                }
                rate = good + (bad - good) / 2;
            } else {
                rate = good > 0 ? rate * 2 : rate / 2;
            }
        }
        return good;
    }
}
