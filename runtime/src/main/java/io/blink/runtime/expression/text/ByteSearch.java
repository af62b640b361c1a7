package io.blink.runtime.expression.text;

import java.util.Arrays;

/** Search of bytes in bytes. UTF-8 is self-synchronizing, so that a match of whole code points is a match of bytes. */
final class ByteSearch {
    private ByteSearch() {}

    /** Where {@code needle[needleFrom .. needleTo)} first occurs in {@code bytes[from .. to)}, or -1. */
    static int indexOf(byte[] bytes, int from, int to, byte[] needle, int needleFrom, int needleTo) {
        int length = needleTo - needleFrom;
        if (length == 0) {
            return from;
        }
        int last = to - length;
        int position = from;
        if (length > 1) {
            long first = ByteWords.repeated(needle[needleFrom]);
            long second = ByteWords.repeated(needle[needleFrom + 1]);
            // Nine bytes are read at each step, which must lie before the end.
            for (; position <= to - Long.BYTES - 1; position += Long.BYTES) {
                long candidates = ByteWords.zeros(
                        (ByteWords.get(bytes, position) ^ first) | (ByteWords.get(bytes, position + 1) ^ second));
                for (; candidates != 0; candidates &= candidates - 1) {
                    int candidate = position + (Long.numberOfTrailingZeros(candidates) >> 3);
                    if (candidate <= last && matches(bytes, candidate, needle, needleFrom, length)) {
                        return candidate;
                    }
                }
            }
        }
        for (; position <= last; position++) {
            if (matches(bytes, position, needle, needleFrom, length)) {
                return position;
            }
        }
        return -1;
    }

    private static boolean matches(byte[] bytes, int at, byte[] needle, int needleFrom, int length) {
        for (int i = 0; i < length; i++) {
            if (bytes[at + i] != needle[needleFrom + i]) {
                return false;
            }
        }
        return true;
    }

    static boolean startsWith(byte[] bytes, int from, int to, byte[] prefix, int prefixFrom, int prefixTo) {
        int length = prefixTo - prefixFrom;
        return to - from >= length && Arrays.equals(bytes, from, from + length, prefix, prefixFrom, prefixTo);
    }

    static boolean endsWith(byte[] bytes, int from, int to, byte[] suffix, int suffixFrom, int suffixTo) {
        int length = suffixTo - suffixFrom;
        return to - from >= length && Arrays.equals(bytes, to - length, to, suffix, suffixFrom, suffixTo);
    }
}
