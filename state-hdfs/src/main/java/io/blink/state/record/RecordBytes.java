package io.blink.state.record;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Little-endian numbers anywhere in a page, and the two fields that every record starts with. */
public final class RecordBytes {
    public static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    public static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    public static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Length of the place that a record takes, then the hash of its key. */
    public static final int HEADER_BYTES = Integer.BYTES + Long.BYTES;

    private RecordBytes() {}

    public static int length(byte[] page, int record) {
        return (int) INTS.get(page, record);
    }

    public static void setLength(byte[] page, int record, int length) {
        INTS.set(page, record, length);
    }

    /** The frozen hash of the key. */
    public static long hash(byte[] page, int record) {
        return (long) LONGS.get(page, record + Integer.BYTES);
    }

    public static void setHash(byte[] page, int record, long hash) {
        LONGS.set(page, record + Integer.BYTES, hash);
    }
}
