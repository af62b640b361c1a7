package io.blink.runtime.expression.cast;

import java.nio.charset.StandardCharsets;

/** Reads numbers and truth values from bytes; blanks around them do not count. Scratch of one kernel. */
final class NumberParser {
    private long longValue;
    private double doubleValue;
    private byte truth;

    long longValue() {
        return longValue;
    }

    double doubleValue() {
        return doubleValue;
    }

    byte truth() {
        return truth;
    }

    /** Digits with a sign; a fraction is read and cut. */
    boolean parseLong(byte[] bytes, int from, int to) {
        int start = skipBlanks(bytes, from, to);
        int end = trimBlanks(bytes, start, to);
        boolean negative = start < end && bytes[start] == '-';
        int position = negative || (start < end && bytes[start] == '+') ? start + 1 : start;
        int first = position;
        // Negative numbers reach one further, so the value is gathered below zero.
        long value = 0;
        long limit = negative ? Long.MIN_VALUE : -Long.MAX_VALUE;
        for (; position < end && bytes[position] != '.'; position++) {
            int digit = bytes[position] - '0';
            if (digit < 0 || digit > 9 || value < Long.MIN_VALUE / 10) {
                return false;
            }
            value *= 10;
            if (value < limit + digit) {
                return false;
            }
            value -= digit;
        }
        longValue = negative ? value : -value;
        return hasDigits(bytes, first, position, end);
    }

    private static boolean hasDigits(byte[] bytes, int first, int point, int end) {
        int digits = point - first;
        for (int i = point + 1; i < end; i++) {
            if (bytes[i] < '0' || bytes[i] > '9') {
                return false;
            }
            digits++;
        }
        return digits > 0;
    }

    /** Java's spelling of doubles, but for type suffixes and hexadecimal digits. */
    boolean parseDouble(byte[] bytes, int from, int to) {
        int start = skipBlanks(bytes, from, to);
        int end = trimBlanks(bytes, start, to);
        if (start == end) {
            return false;
        }
        int last = bytes[end - 1] | 0x20;
        if (last == 'd' || last == 'f') {
            return false;
        }
        String text = new String(bytes, start, end - start, StandardCharsets.UTF_8);
        if (text.indexOf('x') >= 0 || text.indexOf('X') >= 0) {
            return false;
        }
        try {
            doubleValue = Double.parseDouble(text);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** Flink's words: t, true, y, yes, 1 and f, false, n, no, 0. */
    boolean parseTruth(byte[] bytes, int from, int to) {
        int start = skipBlanks(bytes, from, to);
        int end = trimBlanks(bytes, start, to);
        truth = (byte) (isWord(bytes, start, end, "t", "true", "y", "yes", "1") ? 1 : 0);
        return truth == 1 || isWord(bytes, start, end, "f", "false", "n", "no", "0");
    }

    private static boolean isWord(byte[] bytes, int start, int end, String... words) {
        for (String word : words) {
            if (word.length() == end - start && matches(bytes, start, word)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(byte[] bytes, int start, String word) {
        for (int i = 0; i < word.length(); i++) {
            byte b = bytes[start + i];
            if ((b >= 'A' && b <= 'Z' ? b + 32 : b) != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    static int skipBlanks(byte[] bytes, int from, int to) {
        int start = from;
        while (start < to && bytes[start] >= 0 && bytes[start] <= ' ') {
            start++;
        }
        return start;
    }

    static int trimBlanks(byte[] bytes, int from, int to) {
        int end = to;
        while (end > from && bytes[end - 1] >= 0 && bytes[end - 1] <= ' ') {
            end--;
        }
        return end;
    }
}
