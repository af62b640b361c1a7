package io.blink.core.column;

import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/** A growable byte array into which {@link BatchFrame}s are encoded, little-endian. Used by one thread. */
public final class FrameBuffer {
    private static final int MAX_BYTES = Integer.MAX_VALUE - 64;

    private byte[] bytes;
    private int size;
    private ByteBuffer view;

    public FrameBuffer() {
        this(1024);
    }

    public FrameBuffer(int capacity) {
        bytes = new byte[Math.max(64, capacity)];
        view = littleEndian(bytes);
    }

    /** The encoded bytes are the first {@link #size}; valid until the next write. */
    public byte[] bytes() {
        return bytes;
    }

    public int size() {
        return size;
    }

    public byte[] toByteArray() {
        return Arrays.copyOf(bytes, size);
    }

    void putByte(int value) {
        int position = reserve(1);
        bytes[position] = (byte) value;
    }

    void putInt(int value) {
        int position = reserve(Integer.BYTES);
        view.putInt(position, value);
    }

    void putLong(long value) {
        int position = reserve(Long.BYTES);
        view.putLong(position, value);
    }

    void setInt(int position, int value) {
        view.putInt(position, value);
    }

    void putBytes(byte[] source, int from, int length) {
        int position = reserve(length);
        System.arraycopy(source, from, bytes, position, length);
    }

    void putShorts(short[] source, int count) {
        int position = reserve((long) count * Short.BYTES);
        view.position(position)
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asShortBuffer()
                .put(source, 0, count);
    }

    void putInts(int[] source, int count) {
        int position = reserve((long) count * Integer.BYTES);
        view.position(position)
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asIntBuffer()
                .put(source, 0, count);
    }

    void putLongs(long[] source, int count) {
        int position = reserve((long) count * Long.BYTES);
        view.position(position)
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asLongBuffer()
                .put(source, 0, count);
    }

    void putFloats(float[] source, int count) {
        int position = reserve((long) count * Float.BYTES);
        view.position(position)
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asFloatBuffer()
                .put(source, 0, count);
    }

    void putDoubles(double[] source, int count) {
        int position = reserve((long) count * Double.BYTES);
        view.position(position)
                .slice()
                .order(ByteOrder.LITTLE_ENDIAN)
                .asDoubleBuffer()
                .put(source, 0, count);
    }

    /** Makes room for {@code length} bytes and returns where they start. */
    int reserve(long length) {
        long end = size + length;
        if (end > bytes.length) {
            grow(end);
        }
        int start = size;
        size = (int) end;
        return start;
    }

    private void grow(long needed) {
        if (needed > MAX_BYTES) {
            throw new BlinkException(
                    CoreErrorCode.NOT_SUPPORTED,
                    "A batch takes " + needed + " bytes on the wire; the limit is 2 GB. Split or shorten its values.");
        }
        long doubled = Math.max(needed, (long) bytes.length * 2);
        bytes = Arrays.copyOf(bytes, (int) Math.min(doubled, MAX_BYTES));
        view = littleEndian(bytes);
    }

    private static ByteBuffer littleEndian(byte[] array) {
        return ByteBuffer.wrap(array).order(ByteOrder.LITTLE_ENDIAN);
    }
}
