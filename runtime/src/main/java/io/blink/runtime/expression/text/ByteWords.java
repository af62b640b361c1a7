package io.blink.runtime.expression.text;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Eight bytes at a time: byte arrays read and written as little-endian longs, and arithmetic on the bytes of a long. */
final class ByteWords {
    static final long SIGNS = 0x8080808080808080L;
    static final long ONES = 0x0101010101010101L;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private ByteWords() {}

    static long get(byte[] bytes, int position) {
        return (long) LONGS.get(bytes, position);
    }

    static void put(byte[] bytes, int position, long word) {
        LONGS.set(bytes, position, word);
    }

    /** Every byte of the word is {@code value}. */
    static long repeated(byte value) {
        return (value & 0xFFL) * ONES;
    }

    /** The sign bit of each byte that is zero; above the lowest zero byte there may be false alarms (Warren, Hacker's Delight 6-1). */
    static long zeros(long word) {
        return (word - ONES) & ~word & SIGNS;
    }

    /** Flips the case of the 26 ASCII letters from {@code first} on, in a word of ASCII bytes. */
    static long flipLetters(long word, byte first) {
        long fromFirst = word + repeated((byte) (0x80 - first));
        long beyondLast = word + repeated((byte) (0x80 - first - 26));
        return word ^ (((fromFirst ^ beyondLast) & SIGNS) >>> 2);
    }
}
