package io.blink.state.table;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Little-endian numbers anywhere in a page, and the two fields that every record starts with. */
final class RecordBytes {
    static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    /** Length of the place that a record takes, then the hash of its key. */
    static final int HEADER_BYTES = Integer.BYTES + Long.BYTES;

    private RecordBytes() {}

    static int length(byte[] page, int record) {
        return (int) INTS.get(page, record);
    }

    static void setLength(byte[] page, int record, int length) {
        INTS.set(page, record, length);
    }

    /** The frozen hash of the key. */
    static long hash(byte[] page, int record) {
        return (long) LONGS.get(page, record + Integer.BYTES);
    }

    static void setHash(byte[] page, int record, long hash) {
        LONGS.set(page, record + Integer.BYTES, hash);
    }
}
