package io.blink.runtime.expression.decimal;

import java.math.BigInteger;

/**
 * A mutable integer of 256 bits as sign and magnitude: scratch for decimals, whose operands of 38 digits and their products (76 digits) fit. Division by
 * more than 64 bits goes through BigInteger; decimals of such size as divisors are rare.
 */
final class Int256 {
    private boolean negative;
    private long word0;
    private long word1;
    private long word2;
    private long word3;
    private long remainder;
    private boolean overflowed;

    /** Sets a number in two's complement. */
    void set(long high, long low) {
        negative = high < 0;
        word0 = negative ? -low : low;
        word1 = negative ? ~high + (low == 0 ? 1 : 0) : high;
        word2 = 0;
        word3 = 0;
        overflowed = false;
    }

    boolean isZero() {
        return (word0 | word1 | word2 | word3) == 0;
    }

    boolean isNegative() {
        return negative;
    }

    void negate() {
        negative = !negative;
    }

    /** The high half of the number in two's complement, for magnitudes below 2^127. */
    long high() {
        return negative ? ~word1 + (word0 == 0 ? 1 : 0) : word1;
    }

    long low() {
        return negative ? -word0 : word0;
    }

    /** Whether the magnitude is below 10^digits, and no multiplication since {@link #set} went beyond 256 bits. */
    boolean fits(int digits) {
        if (overflowed || (word2 | word3) != 0) {
            return false;
        }
        int high = Long.compareUnsigned(word1, PowersOfTen.high(digits));
        return high < 0 || (high == 0 && Long.compareUnsigned(word0, PowersOfTen.low(digits)) < 0);
    }

    void add(Int256 other) {
        if (negative == other.negative) {
            addMagnitude(other);
        } else if (compareMagnitude(other) >= 0) {
            subtractMagnitude(other, this);
        } else {
            other.subtractMagnitude(this, this);
            negative = other.negative;
        }
    }

    private void addMagnitude(Int256 other) {
        long sum0 = word0 + other.word0;
        long carry = Long.compareUnsigned(sum0, word0) < 0 ? 1 : 0;
        long sum1 = word1 + other.word1;
        long carry1 = Long.compareUnsigned(sum1, word1) < 0 ? 1 : 0;
        long carried1 = sum1 + carry;
        carry1 += Long.compareUnsigned(carried1, sum1) < 0 ? 1 : 0;
        long sum2 = word2 + other.word2;
        long carry2 = Long.compareUnsigned(sum2, word2) < 0 ? 1 : 0;
        long carried2 = sum2 + carry1;
        carry2 += Long.compareUnsigned(carried2, sum2) < 0 ? 1 : 0;
        word0 = sum0;
        word1 = carried1;
        word2 = carried2;
        word3 = word3 + other.word3 + carry2;
    }

    /** {@code target} becomes this magnitude less a smaller one. */
    private void subtractMagnitude(Int256 smaller, Int256 target) {
        long difference0 = word0 - smaller.word0;
        long borrow = Long.compareUnsigned(word0, smaller.word0) < 0 ? 1 : 0;
        long difference1 = word1 - smaller.word1 - borrow;
        borrow = borrows(word1, smaller.word1, borrow);
        long difference2 = word2 - smaller.word2 - borrow;
        borrow = borrows(word2, smaller.word2, borrow);
        long difference3 = word3 - smaller.word3 - borrow;
        target.word0 = difference0;
        target.word1 = difference1;
        target.word2 = difference2;
        target.word3 = difference3;
    }

    private static long borrows(long left, long right, long borrow) {
        int compared = Long.compareUnsigned(left, right);
        return compared < 0 || (compared == 0 && borrow != 0) ? 1 : 0;
    }

    private int compareMagnitude(Int256 other) {
        int compared = Long.compareUnsigned(word3, other.word3);
        compared = compared != 0 ? compared : Long.compareUnsigned(word2, other.word2);
        compared = compared != 0 ? compared : Long.compareUnsigned(word1, other.word1);
        return compared != 0 ? compared : Long.compareUnsigned(word0, other.word0);
    }

    /** Becomes the product with a number of two words. Both magnitudes are below 2^128. */
    void multiply(Int256 other) {
        long left0 = word0;
        long left1 = word1;
        negative ^= other.negative;
        word1 = unsignedMultiplyHigh(left0, other.word0);
        word0 = left0 * other.word0;
        word2 = 0;
        word3 = 0;
        if (left1 != 0) {
            addAt1(left1 * other.word0, unsignedMultiplyHigh(left1, other.word0));
        }
        if (other.word1 != 0) {
            addAt1(left0 * other.word1, unsignedMultiplyHigh(left0, other.word1));
            if (left1 != 0) {
                long product = left1 * other.word1;
                word2 += product;
                word3 += unsignedMultiplyHigh(left1, other.word1) + (Long.compareUnsigned(word2, product) < 0 ? 1 : 0);
            }
        }
    }

    private void addAt1(long low, long high) {
        word1 += low;
        long carry = Long.compareUnsigned(word1, low) < 0 ? 1 : 0;
        long sum = word2 + carry;
        word3 += sum == 0 && carry != 0 ? 1 : 0;
        word2 = sum + high;
        word3 += Long.compareUnsigned(word2, high) < 0 ? 1 : 0;
    }

    /** Beyond 256 bits the number no longer {@link #fits} anything. */
    void multiplyByPowerOfTen(int exponent) {
        int left = exponent;
        while (left > 0) {
            int step = Math.min(left, PowersOfTen.LONG_MAX);
            multiplyMagnitude(PowersOfTen.asLong(step));
            left -= step;
        }
    }

    private void multiplyMagnitude(long factor) {
        long high0 = unsignedMultiplyHigh(word0, factor);
        word0 *= factor;
        long high1 = unsignedMultiplyHigh(word1, factor);
        word1 = word1 * factor + high0;
        high1 += Long.compareUnsigned(word1, high0) < 0 ? 1 : 0;
        long high2 = unsignedMultiplyHigh(word2, factor);
        word2 = word2 * factor + high1;
        high2 += Long.compareUnsigned(word2, high1) < 0 ? 1 : 0;
        long high3 = unsignedMultiplyHigh(word3, factor);
        word3 = word3 * factor + high2;
        overflowed |= high3 != 0 || Long.compareUnsigned(word3, high2) < 0;
    }

    /** Divides by 10^exponent, half away from zero. */
    void divideByPowerOfTen(int exponent) {
        int left = exponent;
        while (left > PowersOfTen.LONG_MAX) {
            divideMagnitude(PowersOfTen.asLong(PowersOfTen.LONG_MAX));
            left -= PowersOfTen.LONG_MAX;
        }
        if (left > 0) {
            long power = PowersOfTen.asLong(left);
            divideMagnitude(power);
            if (remainder >= power - remainder) {
                increment();
            }
        }
    }

    /** Divides by 10^exponent towards zero; says whether something was cut off. */
    boolean truncateByPowerOfTen(int exponent) {
        boolean cut = false;
        int left = exponent;
        while (left > 0) {
            int step = Math.min(left, PowersOfTen.LONG_MAX);
            divideMagnitude(PowersOfTen.asLong(step));
            cut |= remainder != 0;
            left -= step;
        }
        return cut;
    }

    /** Adds one to the magnitude. */
    void increment() {
        if (++word0 == 0 && ++word1 == 0 && ++word2 == 0) {
            word3++;
        }
    }

    /** Divides by a number that is not zero, half away from zero. */
    void divide(Int256 divisor) {
        if ((divisor.word1 | divisor.word2 | divisor.word3) == 0) {
            divideMagnitude(divisor.word0);
            if (remainder != 0 && (remainder < 0 || Long.compareUnsigned(remainder, divisor.word0 - remainder) >= 0)) {
                increment();
            }
        } else {
            BigInteger by = divisor.magnitude();
            BigInteger[] result = magnitude().divideAndRemainder(by);
            setMagnitude(result[0].add(result[1].shiftLeft(1).compareTo(by) >= 0 ? BigInteger.ONE : BigInteger.ZERO));
        }
        negative ^= divisor.negative;
    }

    /** Becomes the remainder of a division by a number that is not zero; it keeps its sign. */
    void modulo(Int256 divisor) {
        if ((divisor.word1 | divisor.word2 | divisor.word3) == 0) {
            divideMagnitude(divisor.word0);
            word0 = remainder;
            word1 = 0;
            word2 = 0;
            word3 = 0;
        } else {
            setMagnitude(magnitude().mod(divisor.magnitude()));
        }
    }

    private void divideMagnitude(long divisor) {
        remainder = 0;
        word3 = divideWord(word3, divisor);
        word2 = divideWord(word2, divisor);
        word1 = divideWord(word1, divisor);
        word0 = divideWord(word0, divisor);
    }

    /** One step of long division: the quotient of (remainder, low) and the divisor, where the remainder is below the divisor. */
    private long divideWord(long low, long divisor) {
        if (remainder == 0) {
            if ((low | divisor) >= 0) {
                long quotient = low / divisor;
                remainder = low - quotient * divisor;
                return quotient;
            }
            remainder = Long.remainderUnsigned(low, divisor);
            return Long.divideUnsigned(low, divisor);
        }
        return divideTwoWords(remainder, low, divisor);
    }

    /** Two words by one in base 2^32 (Warren, Hacker's Delight 2nd edition, 9-4, divlu). */
    private long divideTwoWords(long high, long low, long divisor) {
        int shift = Long.numberOfLeadingZeros(divisor);
        long normalized = divisor << shift;
        long divisorHigh = normalized >>> 32;
        long divisorLow = normalized & 0xFFFFFFFFL;
        long top = shift == 0 ? high : (high << shift) | (low >>> (Long.SIZE - shift));
        long bottom = low << shift;
        long bottomHigh = bottom >>> 32;
        long bottomLow = bottom & 0xFFFFFFFFL;
        long digit1 = digit(top, bottomHigh, divisorHigh, divisorLow);
        long middle = (top << 32) + bottomHigh - digit1 * normalized;
        long digit0 = digit(middle, bottomLow, divisorHigh, divisorLow);
        remainder = ((middle << 32) + bottomLow - digit0 * normalized) >>> shift;
        return (digit1 << 32) + digit0;
    }

    private static long digit(long numerator, long next, long divisorHigh, long divisorLow) {
        long digit = Long.divideUnsigned(numerator, divisorHigh);
        long rest = numerator - digit * divisorHigh;
        while (digit >>> 32 != 0 || Long.compareUnsigned(digit * divisorLow, (rest << 32) | next) > 0) {
            digit--;
            rest += divisorHigh;
            if (rest >>> 32 != 0) {
                break;
            }
        }
        return digit;
    }

    private static long unsignedMultiplyHigh(long left, long right) {
        return Math.multiplyHigh(left, right) + ((left >> 63) & right) + ((right >> 63) & left);
    }

    private BigInteger magnitude() {
        return unsigned(word3)
                .shiftLeft(64)
                .or(unsigned(word2))
                .shiftLeft(64)
                .or(unsigned(word1))
                .shiftLeft(64)
                .or(unsigned(word0));
    }

    private static BigInteger unsigned(long word) {
        BigInteger value = BigInteger.valueOf(word & Long.MAX_VALUE);
        return word < 0 ? value.setBit(63) : value;
    }

    private void setMagnitude(BigInteger value) {
        word0 = value.longValue();
        word1 = value.shiftRight(64).longValue();
        word2 = value.shiftRight(128).longValue();
        word3 = value.shiftRight(192).longValue();
    }
}
