package io.blink.formats.parquet.writing;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.parquet.bytes.BytesInput;

/** The bytes of a page while it is encoded, little-endian. Grows, and keeps its capacity when cleared; used by one thread. */
public final class EncodedPage {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes = new byte[1024];
    private int size;

    public int size() {
        return size;
    }

    public void clear() {
        size = 0;
    }

    /** Drops what lies behind the first {@code kept} bytes. */
    public void truncate(int kept) {
        size = kept;
    }

    /** What is there now; valid until the next write. */
    public BytesInput view() {
        return BytesInput.from(bytes, 0, size);
    }

    public void putByte(int value) {
        int at = reserve(1);
        bytes[at] = (byte) value;
    }

    public void putInt(int value) {
        int at = reserve(Integer.BYTES);
        setInt(at, value);
    }

    public void setInt(int position, int value) {
        INTS.set(bytes, position, value);
    }

    public void putLong(long value) {
        int at = reserve(Long.BYTES);
        LONGS.set(bytes, at, value);
    }

    /** The {@code width} lowest bytes of {@code value}, 1 to 8, the lowest one first. */
    public void putLowBytes(long value, int width) {
        int at = reserve(width);
        for (int i = 0; i < width; i++) {
            bytes[at + i] = (byte) (value >>> (i * 8));
        }
    }

    /** The {@code width} lowest bytes of {@code value}, 1 to 8, the highest one first. */
    public void putBigEndian(long value, int width) {
        int at = reserve(width);
        for (int i = 0; i < width; i++) {
            bytes[at + i] = (byte) (value >>> ((width - 1 - i) * 8));
        }
    }

    public void putUnsignedVarInt(int value) {
        int left = value;
        while ((left & ~0x7F) != 0) {
            putByte(left & 0x7F | 0x80);
            left >>>= 7;
        }
        putByte(left);
    }

    public void putBytes(byte[] source, int from, int length) {
        int at = reserve(length);
        System.arraycopy(source, from, bytes, at, length);
    }

    private int reserve(int length) {
        int at = size;
        int end = Math.addExact(at, length);
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 64, Math.max(end, bytes.length * 2L)));
        }
        size = end;
        return at;
    }
}
