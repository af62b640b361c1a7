package io.blink.state.record;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * One order key, as an index in memory compares it: first {@link #group}, then {@link #prefix}, both unsigned, then all of its bytes. Scratch, set anew for each use; the bytes are another's.
 */
public final class OrderKey {
    public static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    public static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    /** What stands together in the index: the hash of a map's key, or a timer's time. */
    public long group;

    /** The first bytes behind those that make the group. */
    public long prefix;

    public byte[] bytes;
    public int from;
    public int to;

    public void set(long newGroup, long newPrefix, byte[] newBytes, int newFrom, int newTo) {
        group = newGroup;
        prefix = newPrefix;
        bytes = newBytes;
        from = newFrom;
        to = newTo;
    }

    public int length() {
        return to - from;
    }

    /** The order of all bytes alone. */
    public int compareBytes(byte[] other, int otherFrom, int otherTo) {
        return Arrays.compareUnsigned(bytes, from, to, other, otherFrom, otherTo);
    }

    /** Big-endian; what lies behind {@code to} counts as 0. */
    public static long eightBytes(byte[] bytes, int from, int to) {
        if (to - from >= Long.BYTES) {
            return (long) LONGS.get(bytes, from);
        }
        long value = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            value = value << 8 | (from + i < to ? bytes[from + i] & 0xFF : 0);
        }
        return value;
    }
}
