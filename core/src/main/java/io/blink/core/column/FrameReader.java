package io.blink.core.column;

import io.blink.core.error.BlinkException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Reads the parts of one frame in order; nothing is allocated before the bytes for it are known to be there. */
final class FrameReader {
    private final ByteBuffer frame;
    private int flags;

    FrameReader(byte[] bytes, int offset, int length) {
        if (offset < 0 || length < 0 || offset > bytes.length - length) {
            throw new IndexOutOfBoundsException(offset + "+" + length + " of " + bytes.length);
        }
        frame = ByteBuffer.wrap(bytes, offset, length).slice().order(ByteOrder.LITTLE_ENDIAN);
    }

    int flags() {
        return flags;
    }

    void flags(int newFlags) {
        flags = newFlags;
    }

    void limit(int limit) {
        frame.limit(limit);
    }

    int remaining() {
        return frame.remaining();
    }

    BlinkException corrupt(String what) {
        return BatchFrame.corrupt(frame.position(), what);
    }

    void require(long length, String what) {
        if (length > frame.remaining()) {
            throw corrupt(what + " need " + length + " bytes and " + frame.remaining() + " are left");
        }
    }

    long longAt(int position) {
        return frame.getLong(position);
    }

    int readByte() {
        require(Byte.BYTES, "one byte");
        return frame.get() & 0xFF;
    }

    int readShort() {
        require(Short.BYTES, "two bytes");
        return frame.getShort() & 0xFFFF;
    }

    int readInt() {
        require(Integer.BYTES, "four bytes");
        return frame.getInt();
    }

    /** A count of something: never negative. */
    int readCount(String what) {
        int count = readInt();
        if (count < 0) {
            throw corrupt("a " + what + " of " + count);
        }
        return count;
    }

    byte[] readBytes(int count, String what) {
        require(count, what);
        byte[] values = new byte[count];
        frame.get(values);
        return values;
    }

    short[] readShorts(int count) {
        int length = checkedLength(count, Short.BYTES);
        short[] values = new short[count];
        frame.asShortBuffer().get(values);
        return skipped(values, length);
    }

    int[] readInts(int count) {
        int length = checkedLength(count, Integer.BYTES);
        int[] values = new int[count];
        frame.asIntBuffer().get(values);
        return skipped(values, length);
    }

    long[] readLongs(int count) {
        int length = checkedLength(count, Long.BYTES);
        long[] values = new long[count];
        frame.asLongBuffer().get(values);
        return skipped(values, length);
    }

    float[] readFloats(int count) {
        int length = checkedLength(count, Float.BYTES);
        float[] values = new float[count];
        frame.asFloatBuffer().get(values);
        return skipped(values, length);
    }

    double[] readDoubles(int count) {
        int length = checkedLength(count, Double.BYTES);
        double[] values = new double[count];
        frame.asDoubleBuffer().get(values);
        return skipped(values, length);
    }

    /** Ends of {@code count} ascending ranges from 0, as {@code count + 1} offsets. */
    int[] readOffsets(int count) {
        checkedLength(count, Integer.BYTES);
        int[] offsets = new int[count + 1];
        for (int i = 0; i < count; i++) {
            offsets[i + 1] = frame.getInt();
            if (offsets[i + 1] < offsets[i]) {
                throw corrupt(
                        "the range of value " + i + " ends at " + offsets[i + 1] + " and starts at " + offsets[i]);
            }
        }
        return offsets;
    }

    /** Null flags from their bits. */
    boolean[] readNulls(int count) {
        require(((long) count + 7) >>> 3, "null flags");
        boolean[] nulls = new boolean[count];
        int position = frame.position();
        int octets = count >>> 3;
        for (int octet = 0; octet < octets; octet++) {
            int flags = frame.get(position + octet);
            if (flags != 0) {
                putFlags(flags, nulls, octet << 3);
            }
        }
        for (int i = octets << 3; i < count; i++) {
            nulls[i] = (frame.get(position + (i >>> 3)) >>> (i & 7) & 1) != 0;
        }
        frame.position(position + ((count + 7) >>> 3));
        return nulls;
    }

    private static void putFlags(int flags, boolean[] nulls, int at) {
        for (int bit = 0; bit < 8; bit++) {
            nulls[at + bit] = (flags >>> bit & 1) != 0;
        }
    }

    private int checkedLength(int count, int width) {
        long length = (long) count * width;
        require(length, count + " values");
        return (int) length;
    }

    private <T> T skipped(T values, int length) {
        frame.position(frame.position() + length);
        return values;
    }
}
