package io.blink.formats.orc.stream;

import java.io.IOException;

/** Bits, the highest of a byte first, in run-length encoded bytes. One thread. */
public final class BitRuns {
    private final ByteRuns bytes;
    private int current;
    private int bitsLeft;
    private byte[] scratch = new byte[0];

    public BitRuns(StreamBytes bytes) {
        this.bytes = new ByteRuns(bytes);
    }

    public void seek(Positions positions) throws IOException {
        bytes.seek(positions);
        long used = positions.next();
        bitsLeft = 0;
        if (used < 0 || used > Byte.SIZE) {
            throw new IOException("a row index names bit " + used + " of a byte");
        }
        if (used > 0) {
            current = bytes.read();
            bitsLeft = (int) (Byte.SIZE - used);
        }
    }

    /** Sets each value to 1 or 0; returns how many are 1. */
    public int read(byte[] target, int count) throws IOException {
        int ones = 0;
        int at = 0;
        while (at < count && bitsLeft > 0) {
            target[at] = (byte) nextBit();
            ones += target[at++];
        }
        int whole = (count - at) >> 3;
        reserve(whole);
        bytes.read(scratch, 0, whole);
        for (int i = 0; i < whole; i++) {
            int bits = scratch[i];
            ones += Integer.bitCount(bits & 0xFF);
            for (int bit = 0; bit < Byte.SIZE; bit++) {
                target[at + bit] = (byte) (bits >> 7 - bit & 1);
            }
            at += Byte.SIZE;
        }
        for (; at < count; at++) {
            target[at] = (byte) nextBit();
            ones += target[at];
        }
        return ones;
    }

    /** Sets a flag for each value that is 0; returns how many are 1. */
    public int readZeros(boolean[] zeros, int count) throws IOException {
        int ones = 0;
        int at = 0;
        while (at < count && bitsLeft > 0) {
            int bit = nextBit();
            zeros[at++] = bit == 0;
            ones += bit;
        }
        int whole = (count - at) >> 3;
        reserve(whole);
        bytes.read(scratch, 0, whole);
        for (int i = 0; i < whole; i++, at += Byte.SIZE) {
            int bits = scratch[i] & 0xFF;
            ones += Integer.bitCount(bits);
            // As good as all values are there: flags are false to begin with.
            if (bits != 0xFF) {
                for (int bit = 0; bit < Byte.SIZE; bit++) {
                    zeros[at + bit] = (bits >> 7 - bit & 1) == 0;
                }
            }
        }
        for (; at < count; at++) {
            int bit = nextBit();
            zeros[at] = bit == 0;
            ones += bit;
        }
        return ones;
    }

    /** Returns how many of the bits that it passes over are 1. */
    public long skip(long count) throws IOException {
        long ones = 0;
        long rest = count;
        while (rest > 0 && bitsLeft > 0) {
            ones += nextBit();
            rest--;
        }
        while (rest >= Byte.SIZE) {
            int whole = (int) Math.min(rest >> 3, 1024);
            reserve(whole);
            bytes.read(scratch, 0, whole);
            for (int i = 0; i < whole; i++) {
                ones += Integer.bitCount(scratch[i] & 0xFF);
            }
            rest -= (long) whole << 3;
        }
        for (; rest > 0; rest--) {
            ones += nextBit();
        }
        return ones;
    }

    private int nextBit() throws IOException {
        if (bitsLeft == 0) {
            current = bytes.read();
            bitsLeft = Byte.SIZE;
        }
        bitsLeft--;
        return current >> bitsLeft & 1;
    }

    private void reserve(int length) {
        if (scratch.length < length) {
            scratch = new byte[length];
        }
    }
}
