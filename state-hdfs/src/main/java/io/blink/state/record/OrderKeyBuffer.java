package io.blink.state.record;

import java.util.Arrays;

/** Grows while order keys are written to it. */
public final class OrderKeyBuffer {
    private byte[] bytes = new byte[64];
    private int size;

    public int size() {
        return size;
    }

    public byte[] bytes() {
        return bytes;
    }

    public void clear() {
        size = 0;
    }

    /** Bytes to be filled by the caller. */
    public byte[] reserve(int length) {
        ensure(length);
        size += length;
        return bytes;
    }

    public void putByte(int value) {
        ensure(1);
        bytes[size++] = (byte) value;
    }

    public void putInt(int value) {
        ensure(Integer.BYTES);
        for (int shift = 24; shift >= 0; shift -= 8) {
            bytes[size++] = (byte) (value >>> shift);
        }
    }

    public void putLong(long value) {
        ensure(Long.BYTES);
        for (int shift = 56; shift >= 0; shift -= 8) {
            bytes[size++] = (byte) (value >>> shift);
        }
    }

    public void putEscaped(byte[] source, int from, int length) {
        ensure(2L * length + 2);
        for (int i = from; i < from + length; i++) {
            bytes[size++] = source[i];
            if (source[i] == 0) {
                bytes[size++] = (byte) 0xFF;
            }
        }
        bytes[size++] = 0;
        bytes[size++] = 0;
    }

    private void ensure(long more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.toIntExact(Math.max(size + more, 2L * bytes.length)));
        }
    }
}
