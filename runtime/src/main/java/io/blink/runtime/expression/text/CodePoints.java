package io.blink.runtime.expression.text;

/** Code points in UTF-8: a byte starts one unless its two top bits are 10. */
public final class CodePoints {
    private CodePoints() {}

    public static int count(byte[] bytes, int from, int to) {
        int count = to - from;
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            long word = ByteWords.get(bytes, i);
            // The next bit of each byte, moved to the sign's place.
            count -= Long.bitCount(word & ~(word << 1) & ByteWords.SIGNS);
        }
        for (; i < to; i++) {
            // Continuation bytes are -128 to -65.
            count -= bytes[i] < -64 ? 1 : 0;
        }
        return count;
    }

    /** Where the code point after {@code codePoints} of them starts, {@code to} if there are fewer. */
    public static int advance(byte[] bytes, int from, int to, long codePoints) {
        if (codePoints >= to - from) {
            return to;
        }
        int position = from;
        for (long left = codePoints; left > 0 && position < to; left--) {
            position += width(bytes[position]);
        }
        return Math.min(position, to);
    }

    /** Where the last {@code codePoints} of them start, {@code from} if there are fewer. */
    public static int retreat(byte[] bytes, int from, int to, long codePoints) {
        int position = to;
        for (long left = codePoints; left > 0 && position > from; left--) {
            position--;
            while (position > from && bytes[position] < -64) {
                position--;
            }
        }
        return position;
    }

    /** Bytes of the code point that starts with this byte; 1 for a stray one. */
    public static int width(byte first) {
        return first >= -64 ? first < 0 ? first < -32 ? 2 : first < -16 ? 3 : 4 : 1 : 1;
    }

    public static boolean isAscii(byte[] bytes, int from, int to) {
        long signs = 0;
        int i = from;
        for (; i <= to - Long.BYTES; i += Long.BYTES) {
            signs |= ByteWords.get(bytes, i);
        }
        for (; i < to; i++) {
            signs |= bytes[i];
        }
        return (signs & ByteWords.SIGNS) == 0;
    }
}
