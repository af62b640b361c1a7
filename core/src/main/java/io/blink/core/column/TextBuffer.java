package io.blink.core.column;

import io.blink.core.time.CivilDate;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing buffer of UTF-8 text. Reused from value to value by one thread. */
public final class TextBuffer {
    private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
    private static final int LONG_DIGITS_MAX = 20;
    private static final int NANO_DIGITS = 9;

    private byte[] bytes = new byte[64];
    private int length;

    /** The text, from 0 to {@link #length}; valid until the next append. */
    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    public TextBuffer clear() {
        length = 0;
        return this;
    }

    /** Cuts the text. */
    public void truncate(int newLength) {
        length = newLength;
    }

    public TextBuffer append(char ascii) {
        reserve(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    public TextBuffer append(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        return append(encoded, 0, encoded.length);
    }

    public TextBuffer append(byte[] source, int from, int count) {
        reserve(count);
        System.arraycopy(source, from, bytes, length, count);
        length += count;
        return this;
    }

    public TextBuffer append(long value) {
        if (value == Long.MIN_VALUE) {
            return append("-9223372036854775808");
        }
        reserve(LONG_DIGITS_MAX);
        long rest = value;
        if (rest < 0) {
            bytes[length++] = '-';
            rest = -rest;
        }
        int digits = digits(rest);
        putDigits(rest, digits);
        return this;
    }

    /** A number that is not negative, with leading zeros up to {@code digits}; a longer one is written in full. */
    public TextBuffer appendPadded(long value, int digits) {
        int count = Math.max(digits, digits(value));
        reserve(count);
        putDigits(value, count);
        return this;
    }

    private void putDigits(long value, int digits) {
        long rest = value;
        for (int at = length + digits - 1; at >= length; at--) {
            long quotient = rest / 10;
            bytes[at] = (byte) ('0' + (rest - quotient * 10));
            rest = quotient;
        }
        length += digits;
    }

    private static int digits(long value) {
        int digits = 1;
        for (long rest = value; rest >= 10; rest /= 10) {
            digits++;
        }
        return digits;
    }

    /** A scaled long as a plain decimal. */
    public TextBuffer appendDecimal(long unscaled, int scale) {
        if (scale == 0) {
            return append(unscaled);
        }
        if (unscaled == Long.MIN_VALUE) {
            return append(java.math.BigDecimal.valueOf(unscaled, scale).toPlainString());
        }
        if (unscaled < 0) {
            append('-');
        }
        long magnitude = Math.abs(unscaled);
        appendPadded(magnitude, scale + 1);
        reserve(1);
        System.arraycopy(bytes, length - scale, bytes, length - scale + 1, scale);
        bytes[length - scale] = '.';
        length++;
        return this;
    }

    public TextBuffer appendHex(byte[] source, int from, int count) {
        reserve(2 * count);
        for (int i = from; i < from + count; i++) {
            bytes[length++] = HEX[(source[i] >> 4) & 0xF];
            bytes[length++] = HEX[source[i] & 0xF];
        }
        return this;
    }

    /** {@code yyyy-MM-dd}. */
    public TextBuffer appendDate(long days) {
        long date = CivilDate.ofDays(days);
        int year = CivilDate.year(date);
        if (year < 0) {
            append('-');
        }
        appendPadded(Math.abs(year), 4).append('-');
        appendPadded(CivilDate.month(date), 2).append('-');
        return appendPadded(CivilDate.day(date), 2);
    }

    /** {@code HH:mm:ss} and as many digits of the fraction as asked for. */
    public TextBuffer appendTime(long microsOfDay, int nanosOfMicro, int fractionDigits) {
        appendPadded(microsOfDay / CivilDate.MICROS_PER_HOUR, 2).append(':');
        appendPadded(microsOfDay / CivilDate.MICROS_PER_MINUTE % 60, 2).append(':');
        appendPadded(microsOfDay / CivilDate.MICROS_PER_SECOND % 60, 2);
        if (fractionDigits > 0) {
            append('.');
            appendPadded(microsOfDay % CivilDate.MICROS_PER_SECOND * 1000 + nanosOfMicro, NANO_DIGITS);
            length -= NANO_DIGITS - fractionDigits;
        }
        return this;
    }

    /** {@code yyyy-MM-dd HH:mm:ss} and as many digits of the fraction as asked for. */
    public TextBuffer appendTimestamp(long micros, int nanosOfMicro, int fractionDigits) {
        appendDate(Math.floorDiv(micros, CivilDate.MICROS_PER_DAY)).append(' ');
        return appendTime(Math.floorMod(micros, CivilDate.MICROS_PER_DAY), nanosOfMicro, fractionDigits);
    }

    private void reserve(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
        }
    }

    @Override
    public String toString() {
        return new String(bytes, 0, length, StandardCharsets.UTF_8);
    }
}
