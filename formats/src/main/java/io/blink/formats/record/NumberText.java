package io.blink.formats.record;

import io.blink.core.column.ColumnBuilder;
import io.blink.core.column.Decimal128ColumnBuilder;
import io.blink.core.column.LongColumnBuilder;
import io.blink.core.type.DataType;
import io.blink.core.type.PhysicalType;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/** Numbers from text, without objects where they have up to 18 digits and no exponent. */
public final class NumberText {
    private static final int LONG_DIGITS = 18;
    /** Powers of ten that a double holds exactly. */
    private static final double[] EXACT_TENS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22
    };

    private static final long EXACT_DOUBLE = 1L << 53;
    private static final long[] TENS = new long[LONG_DIGITS + 1];

    static {
        TENS[0] = 1;
        for (int i = 1; i < TENS.length; i++) {
            TENS[i] = TENS[i - 1] * 10;
        }
    }

    private NumberText() {}

    public static long integer(byte[] bytes, int from, int to, long min, long max) throws MalformedRecord {
        int at = from;
        boolean negative = at < to && bytes[at] == '-';
        at += negative || (at < to && bytes[at] == '+') ? 1 : 0;
        if (at == to || to - at > LONG_DIGITS) {
            return exactInteger(bytes, from, to, min, max);
        }
        long value = 0;
        for (; at < to; at++) {
            int digit = bytes[at] - '0';
            if (digit < 0 || digit > 9) {
                return exactInteger(bytes, from, to, min, max);
            }
            value = value * 10 + digit;
        }
        value = negative ? -value : value;
        if (value < min || value > max) {
            throw outside(bytes, from, to, min, max);
        }
        return value;
    }

    /** Also takes {@code 12.0} and {@code 1e3}, which are whole. */
    private static long exactInteger(byte[] bytes, int from, int to, long min, long max) throws MalformedRecord {
        BigDecimal number = number(bytes, from, to);
        // Of a number such as 1e999999999 nobody may write out the digits.
        if (number.precision() - (long) number.scale() > LONG_DIGITS + 1) {
            throw outside(bytes, from, to, min, max);
        }
        try {
            long value = number.longValueExact();
            if (value >= min && value <= max) {
                return value;
            }
            throw outside(bytes, from, to, min, max);
        } catch (ArithmeticException e) {
            throw outside(bytes, from, to, min, max);
        }
    }

    private static MalformedRecord outside(byte[] bytes, int from, int to, long min, long max) {
        return new MalformedRecord(text(bytes, from, to) + " is no whole number from " + min + " to " + max);
    }

    private static BigDecimal number(byte[] bytes, int from, int to) throws MalformedRecord {
        String text = text(bytes, from, to).strip();
        try {
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw new MalformedRecord("'" + text + "' is no number");
        }
    }

    /** Bounded, for messages as well as for values: no number is longer. */
    private static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, Math.min(to - from, 1024), StandardCharsets.UTF_8);
    }

    /** A mantissa of up to 53 bits and a small power of ten make the nearest double by one operation; else Java's own reading. */
    static double doubled(byte[] bytes, int from, int to) throws MalformedRecord {
        int at = from;
        boolean negative = at < to && bytes[at] == '-';
        at += negative ? 1 : 0;
        long mantissa = 0;
        int digits = 0;
        int fraction = -1;
        for (; at < to && digits <= LONG_DIGITS; at++) {
            int digit = bytes[at] - '0';
            if (digit >= 0 && digit <= 9) {
                mantissa = mantissa * 10 + digit;
                digits++;
                fraction += fraction >= 0 ? 1 : 0;
            } else if (bytes[at] == '.' && fraction < 0) {
                fraction = 0;
            } else {
                break;
            }
        }
        if (at < to || digits == 0 || mantissa > EXACT_DOUBLE || digits > LONG_DIGITS) {
            return javaDouble(bytes, from, to);
        }
        double value = fraction > 0 ? mantissa / EXACT_TENS[fraction] : mantissa;
        return negative ? -value : value;
    }

    private static double javaDouble(byte[] bytes, int from, int to) throws MalformedRecord {
        String text = text(bytes, from, to);
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new MalformedRecord("'" + text + "' is no number");
        }
    }

    static float floating(byte[] bytes, int from, int to) throws MalformedRecord {
        String text = text(bytes, from, to);
        try {
            return Float.parseFloat(text);
        } catch (NumberFormatException e) {
            throw new MalformedRecord("'" + text + "' is no number");
        }
    }

    static void appendDecimal(byte[] bytes, int from, int to, DataType type, ColumnBuilder target)
            throws MalformedRecord {
        if (type.physicalType() == PhysicalType.LONG
                && appendShort(bytes, from, to, type, (LongColumnBuilder) target)) {
            return;
        }
        BigDecimal number = number(bytes, from, to);
        if (number.precision() - (long) number.scale() > type.precision() - type.scale()) {
            throw tooWide(bytes, from, to, type);
        }
        BigDecimal decimal = number.setScale(type.scale(), RoundingMode.HALF_UP);
        if (decimal.precision() > type.precision()) {
            throw tooWide(bytes, from, to, type);
        }
        BigInteger unscaled = decimal.unscaledValue();
        if (target instanceof LongColumnBuilder longs) {
            longs.append(unscaled.longValueExact());
        } else {
            ((Decimal128ColumnBuilder) target)
                    .append(unscaled.shiftRight(Long.SIZE).longValue(), unscaled.longValue());
        }
    }

    /** Digits and at most as many behind the point as the type has. @return whether it was that simple */
    private static boolean appendShort(byte[] bytes, int from, int to, DataType type, LongColumnBuilder target)
            throws MalformedRecord {
        int at = from;
        boolean negative = at < to && bytes[at] == '-';
        at += negative ? 1 : 0;
        if (at == to || to - at > LONG_DIGITS) {
            return false;
        }
        long value = 0;
        int digits = 0;
        int fraction = -1;
        for (; at < to; at++) {
            int digit = bytes[at] - '0';
            if (digit >= 0 && digit <= 9) {
                value = value * 10 + digit;
                digits++;
                fraction += fraction >= 0 ? 1 : 0;
            } else if (bytes[at] == '.' && fraction < 0) {
                fraction = 0;
            } else {
                return false;
            }
        }
        int missing = type.scale() - Math.max(0, fraction);
        if (digits == 0 || missing < 0 || type.precision() < missing || value >= TENS[type.precision() - missing]) {
            return false;
        }
        long unscaled = value * TENS[missing];
        target.append(negative ? -unscaled : unscaled);
        return true;
    }

    private static MalformedRecord tooWide(byte[] bytes, int from, int to, DataType type) {
        return new MalformedRecord(text(bytes, from, to) + " has more digits than " + type.withNullable(true));
    }
}
