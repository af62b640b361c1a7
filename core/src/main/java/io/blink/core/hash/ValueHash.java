package io.blink.core.hash;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The frozen 64-bit hash of single values. It decides which task and which key group a key belongs to, on disk and on the wire, so its results never
 * change; golden vectors in the tests hold it. Integers of every width, dates, times and decimals of up to 18 digits hash as the same long, so that
 * equal numbers of different widths meet. -0.0 hashes as 0.0 and each NaN alike; FLOAT hashes as DOUBLE.
 *
 * <p>Longs go through the finalizer of MurmurHash3 (Appleby) in David Stafford's variant 13; byte strings through XXH64 (Collet, seed 0).
 */
public final class ValueHash {
    /** The hash of a null of any type. */
    public static final long NULL = 0x9E3779B97F4A7C15L;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long PRIME_1 = 0x9E3779B185EBCA87L;
    private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
    private static final long PRIME_3 = 0x165667B19E3779F9L;
    private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;
    private static final long PRIME_5 = 0x27D4EB2F165667C5L;

    private ValueHash() {}

    public static long ofLong(long value) {
        long hash = value;
        hash = (hash ^ (hash >>> 30)) * 0xBF58476D1CE4E5B9L;
        hash = (hash ^ (hash >>> 27)) * 0x94D049BB133111EBL;
        return hash ^ (hash >>> 31);
    }

    public static long ofDouble(double value) {
        return ofLong(Double.doubleToLongBits(value == 0.0 ? 0.0 : value));
    }

    /** A 128-bit decimal; one that fits a long hashes as that long. */
    public static long ofDecimal128(long high, long low) {
        return high == low >> 63 ? ofLong(low) : combine(ofLong(high), ofLong(low));
    }

    /** A timestamp with nanoseconds; without them it hashes as its microseconds. */
    public static long ofTimestamp(long micros, int nanosOfMicro) {
        return nanosOfMicro == 0 ? ofLong(micros) : combine(ofLong(micros), ofLong(nanosOfMicro));
    }

    /** Adds the hash of the next column to that of the columns before it. */
    public static long combine(long before, long next) {
        return Long.rotateLeft(before, 23) * PRIME_1 + next;
    }

    /** The key group, 0 to {@code groups - 1}, or the target of an exchange, for a hash: multiply-shift on its high bits (Lemire). */
    public static int bucket(long hash, int groups) {
        return (int) (((hash >>> 32) * groups) >>> 32);
    }

    /** XXH64 with seed 0 of {@code bytes[from .. from + length)}. */
    @SuppressWarnings("ConstantOverflow") // XXH64 starts from sums modulo 2^64.
    public static long ofBytes(byte[] bytes, int from, int length) {
        int position = from;
        int end = from + length;
        long hash;
        if (length >= 32) {
            long lane1 = PRIME_1 + PRIME_2;
            long lane2 = PRIME_2;
            long lane3 = 0;
            long lane4 = -PRIME_1;
            for (; position <= end - 32; position += 32) {
                lane1 = round(lane1, (long) LONGS.get(bytes, position));
                lane2 = round(lane2, (long) LONGS.get(bytes, position + 8));
                lane3 = round(lane3, (long) LONGS.get(bytes, position + 16));
                lane4 = round(lane4, (long) LONGS.get(bytes, position + 24));
            }
            hash = Long.rotateLeft(lane1, 1)
                    + Long.rotateLeft(lane2, 7)
                    + Long.rotateLeft(lane3, 12)
                    + Long.rotateLeft(lane4, 18);
            hash = mergeLane(hash, lane1);
            hash = mergeLane(hash, lane2);
            hash = mergeLane(hash, lane3);
            hash = mergeLane(hash, lane4);
        } else {
            hash = PRIME_5;
        }
        return finish(hash + length, bytes, position, end);
    }

    private static long finish(long start, byte[] bytes, int from, int end) {
        long hash = start;
        int position = from;
        for (; position <= end - 8; position += 8) {
            hash = Long.rotateLeft(hash ^ round(0, (long) LONGS.get(bytes, position)), 27) * PRIME_1 + PRIME_4;
        }
        if (position <= end - 4) {
            hash = Long.rotateLeft(hash ^ ((int) INTS.get(bytes, position) & 0xFFFFFFFFL) * PRIME_1, 23) * PRIME_2
                    + PRIME_3;
            position += 4;
        }
        for (; position < end; position++) {
            hash = Long.rotateLeft(hash ^ (bytes[position] & 0xFF) * PRIME_5, 11) * PRIME_1;
        }
        hash = (hash ^ (hash >>> 33)) * PRIME_2;
        hash = (hash ^ (hash >>> 29)) * PRIME_3;
        return hash ^ (hash >>> 32);
    }

    private static long round(long lane, long input) {
        return Long.rotateLeft(lane + input * PRIME_2, 31) * PRIME_1;
    }

    private static long mergeLane(long hash, long lane) {
        return (hash ^ round(0, lane)) * PRIME_1 + PRIME_4;
    }
}
