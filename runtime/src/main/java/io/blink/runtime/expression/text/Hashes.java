package io.blink.runtime.expression.text;

import io.blink.core.column.Column;
import io.blink.core.column.IntColumn;
import io.blink.core.column.LongColumn;
import io.blink.runtime.expression.kernel.BytesArgument;
import io.blink.runtime.expression.kernel.NullFlags;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32;

/** Hashes of strings that are no digests: CRC32, XXHASH64, MURMUR_HASH and HASH_CODE. At nulls the results are undefined. */
final class Hashes {
    /** The seed that Spark's function of the same name has. */
    private static final long XX_SEED = 42;

    private static final long XX_1 = 0x9E3779B185EBCA87L;
    private static final long XX_2 = 0xC2B2AE3D27D4EB4FL;
    private static final long XX_3 = 0x165667B19E3779F9L;
    private static final long XX_4 = 0x85EBCA77C2B2AE63L;
    private static final long XX_5 = 0x27D4EB2F165667C5L;
    private static final int XX_BLOCK = 32;

    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private Hashes() {}

    static Column crc32(Column[] arguments, boolean[] nulls, int rows) {
        BytesArgument texts = BytesArgument.of(arguments[0]);
        long[] result = new long[rows];
        CRC32 checksum = new CRC32();
        for (int i = 0; i < rows; i++) {
            checksum.reset();
            checksum.update(texts.bytes(), texts.start(i), texts.length(i));
            result[i] = checksum.getValue();
        }
        return new LongColumn(rows, result, nulls);
    }

    static Column xxHash64(Column[] arguments, boolean[] nulls, int rows) {
        BytesArgument texts = BytesArgument.of(arguments[0]);
        long[] result = new long[rows];
        for (int i = 0; i < rows; i++) {
            result[i] = xxHash64(texts.bytes(), texts.start(i), texts.length(i), XX_SEED);
        }
        return new LongColumn(rows, result, nulls);
    }

    /** As the specification of XXH64 has it. */
    private static long xxHash64(byte[] bytes, int from, int length, long seed) {
        int at = from;
        int end = from + length;
        long hash = seed + XX_5;
        if (length >= XX_BLOCK) {
            long a = seed + XX_1 + XX_2;
            long b = seed + XX_2;
            long c = seed;
            long d = seed - XX_1;
            for (; at <= end - XX_BLOCK; at += XX_BLOCK) {
                a = round(a, ByteWords.get(bytes, at));
                b = round(b, ByteWords.get(bytes, at + 8));
                c = round(c, ByteWords.get(bytes, at + 16));
                d = round(d, ByteWords.get(bytes, at + 24));
            }
            hash = Long.rotateLeft(a, 1) + Long.rotateLeft(b, 7) + Long.rotateLeft(c, 12) + Long.rotateLeft(d, 18);
            hash = merge(merge(merge(merge(hash, a), b), c), d);
        }
        hash += length;
        for (; at <= end - Long.BYTES; at += Long.BYTES) {
            hash = Long.rotateLeft(hash ^ round(0, ByteWords.get(bytes, at)), 27) * XX_1 + XX_4;
        }
        if (at <= end - Integer.BYTES) {
            long word = (int) INTS.get(bytes, at) & 0xFFFFFFFFL;
            hash = Long.rotateLeft(hash ^ word * XX_1, 23) * XX_2 + XX_3;
            at += Integer.BYTES;
        }
        for (; at < end; at++) {
            hash = Long.rotateLeft(hash ^ (bytes[at] & 0xFF) * XX_5, 11) * XX_1;
        }
        hash = (hash ^ hash >>> 33) * XX_2;
        hash = (hash ^ hash >>> 29) * XX_3;
        return hash ^ hash >>> 32;
    }

    private static long round(long state, long word) {
        return Long.rotateLeft(state + word * XX_2, 31) * XX_1;
    }

    private static long merge(long hash, long state) {
        return (hash ^ round(0, state)) * XX_1 + XX_4;
    }

    static Column murmur(Column[] arguments, boolean[] nulls, int rows) {
        BytesArgument texts = BytesArgument.of(arguments[0]);
        int[] result = new int[rows];
        for (int i = 0; i < rows; i++) {
            result[i] = murmur(texts.bytes(), texts.start(i), texts.length(i));
        }
        return new IntColumn(rows, result, nulls);
    }

    /** MurmurHash3_x86_32 (Appleby) with seed 0. */
    private static int murmur(byte[] bytes, int from, int length) {
        int hash = 0;
        int at = from;
        int end = from + length;
        for (; at <= end - Integer.BYTES; at += Integer.BYTES) {
            hash = Integer.rotateLeft(hash ^ scrambled((int) INTS.get(bytes, at)), 13) * 5 + 0xE6546B64;
        }
        int tail = 0;
        for (int i = end - 1; i >= at; i--) {
            tail = tail << 8 | bytes[i] & 0xFF;
        }
        hash ^= scrambled(tail) ^ length;
        hash = (hash ^ hash >>> 16) * 0x85EBCA6B;
        hash = (hash ^ hash >>> 13) * 0xC2B2AE35;
        return hash ^ hash >>> 16;
    }

    private static int scrambled(int word) {
        return Integer.rotateLeft(word * 0xCC9E2D51, 15) * 0x1B873593;
    }

    /** Java's, of the UTF-16 form. */
    static Column hashCode(Column[] arguments, boolean[] nulls, int rows) {
        BytesArgument texts = BytesArgument.of(arguments[0]);
        int[] result = new int[rows];
        for (int i = 0; i < rows; i++) {
            result[i] = NullFlags.at(nulls, i) ? 0 : hashCode(texts, i);
        }
        return new IntColumn(rows, result, nulls);
    }

    private static int hashCode(BytesArgument texts, int row) {
        if (!CodePoints.isAscii(texts.bytes(), texts.start(row), texts.end(row))) {
            return texts.string(row).hashCode();
        }
        int hash = 0;
        for (int i = texts.start(row); i < texts.end(row); i++) {
            hash = 31 * hash + texts.bytes()[i];
        }
        return hash;
    }
}
