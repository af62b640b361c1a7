package io.blink.formats.orc.stream;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * ORC's second integer run-length encoding (ORC specification v1, "Integer Run Length Encoding, version 2"): short repeats, packed values, packed values with a base and patches
 * for the few that are wider, and deltas. One thread.
 */
public final class LongRuns {
    private static final int RUN_MAX = 512;
    private static final int SHORT_REPEAT = 0;
    private static final int DIRECT = 1;
    private static final int PATCHED_BASE = 2;
    private static final int LEAST_REPEATS = 3;
    private static final int PATCHES_MAX = 31;
    private static final int GAP_MAX = 255;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    /** Bits of a value by their code of five bits. */
    private static final int[] WIDTHS = {
        1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 26, 28, 30, 32, 40, 48,
        56, 64
    };

    private final StreamBytes bytes;
    private final boolean signed;
    private final long[] run = new long[RUN_MAX];
    private final long[] patches = new long[PATCHES_MAX];
    private int position;
    private int count;

    public LongRuns(StreamBytes bytes, boolean signed) {
        this.bytes = bytes;
        this.signed = signed;
    }

    public void seek(Positions positions) throws IOException {
        bytes.seek(positions);
        position = 0;
        count = 0;
        skip(positions.next());
    }

    public void read(long[] target, int at, int wanted) throws IOException {
        int done = 0;
        while (done < wanted) {
            if (position == count) {
                nextRun();
            }
            int step = Math.min(count - position, wanted - done);
            System.arraycopy(run, position, target, at + done, step);
            position += step;
            done += step;
        }
    }

    /** Numbers that do not fit are cut off. */
    public void read(int[] target, int at, int wanted) throws IOException {
        int done = 0;
        while (done < wanted) {
            if (position == count) {
                nextRun();
            }
            int step = Math.min(count - position, wanted - done);
            for (int i = 0; i < step; i++) {
                target[at + done + i] = (int) run[position + i];
            }
            position += step;
            done += step;
        }
    }

    /** Lengths, which are never negative; returns their sum. */
    public long readLengths(int[] target, int at, int wanted) throws IOException {
        long sum = 0;
        int done = 0;
        while (done < wanted) {
            if (position == count) {
                nextRun();
            }
            int step = Math.min(count - position, wanted - done);
            long all = 0;
            for (int i = 0; i < step; i++) {
                long length = run[position + i];
                all |= length;
                sum += length;
                target[at + done + i] = (int) length;
            }
            if (all >>> 31 != 0) {
                throw new IOException(bytes.name() + " has a length that is negative or beyond 2 GB");
            }
            position += step;
            done += step;
        }
        return sum;
    }

    /** Returns the sum of the lengths that it passes over. */
    public long skipLengths(long wanted) throws IOException {
        long sum = 0;
        for (long rest = wanted; rest > 0; ) {
            if (position == count) {
                nextRun();
            }
            int step = (int) Math.min(count - position, rest);
            for (int i = 0; i < step; i++) {
                if (run[position + i] >>> 31 != 0) {
                    throw new IOException(bytes.name() + " has a length that is negative or beyond 2 GB");
                }
                sum += run[position + i];
            }
            position += step;
            rest -= step;
        }
        return sum;
    }

    public void skip(long wanted) throws IOException {
        long rest = wanted;
        while (rest > 0) {
            if (position == count) {
                int passed = passRun(rest);
                if (passed > 0) {
                    rest -= passed;
                    continue;
                }
            }
            int step = (int) Math.min(count - position, rest);
            position += step;
            rest -= step;
        }
    }

    private void nextRun() throws IOException {
        int first = bytes.read();
        decode(first, lengthOf(first));
    }

    /** Passes over a packed run as a whole if all of it is to be left out, and returns its length; else decodes it. */
    private int passRun(long wanted) throws IOException {
        int first = bytes.read();
        int length = lengthOf(first);
        if (first >>> 6 == DIRECT && length <= wanted) {
            bytes.skip(packedBytes(length, WIDTHS[first >> 1 & 31]));
            return length;
        }
        decode(first, length);
        return 0;
    }

    private int lengthOf(int first) throws IOException {
        return first >>> 6 == SHORT_REPEAT ? (first & 7) + LEAST_REPEATS : ((first & 1) << 8 | bytes.read()) + 1;
    }

    private void decode(int first, int length) throws IOException {
        position = 0;
        count = 0;
        int code = first >> 1 & 31;
        switch (first >>> 6) {
            case SHORT_REPEAT -> {
                long value = bigEndian((first >> 3 & 7) + 1);
                Arrays.fill(run, 0, length, signed ? unzigzag(value) : value);
            }
            case DIRECT -> {
                unpack(run, 0, length, WIDTHS[code]);
                if (signed) {
                    for (int i = 0; i < length; i++) {
                        run[i] = unzigzag(run[i]);
                    }
                }
            }
            case PATCHED_BASE -> patched(length, WIDTHS[code]);
            default -> delta(length, code == 0 ? 0 : WIDTHS[code]);
        }
        count = length;
    }

    private static long unzigzag(long value) {
        return (value >>> 1) ^ -(value & 1);
    }

    private long bigEndian(int length) throws IOException {
        long value = 0;
        for (int i = 0; i < length; i++) {
            value = value << 8 | bytes.read();
        }
        return value;
    }

    private static int packedBytes(int length, int width) {
        return (int) ((long) length * width + 7 >>> 3);
    }

    private void unpack(long[] target, int at, int length, int width) throws IOException {
        int from = bytes.take(packedBytes(length, width));
        byte[] packed = bytes.taken();
        int unused = Long.SIZE - width;
        if (width > Long.SIZE - Byte.SIZE) {
            // Widths beyond 56 bits: there is only 64.
            for (int i = 0; i < length; i++) {
                target[at + i] = (long) LONGS.get(packed, from + i * Long.BYTES);
            }
            return;
        }
        long bit = (long) from << 3;
        for (int i = 0; i < length; i++) {
            target[at + i] = (long) LONGS.get(packed, (int) (bit >>> 3)) << (bit & 7) >>> unused;
            bit += width;
        }
    }

    private void patched(int length, int width) throws IOException {
        int third = bytes.read();
        int fourth = bytes.read();
        int baseBytes = (third >> 5 & 7) + 1;
        int patchWidth = WIDTHS[third & 31];
        int gapWidth = (fourth >> 5 & 7) + 1;
        int patchCount = fourth & 31;
        long base = bigEndian(baseBytes);
        long sign = 1L << baseBytes * Byte.SIZE - 1;
        base = (base & sign) == 0 ? base : -(base & ~sign);
        if (patchWidth + gapWidth > Long.SIZE) {
            throw new IOException(bytes.name() + " has patches of " + (patchWidth + gapWidth) + " bits");
        }
        unpack(run, 0, length, width);
        unpack(patches, 0, patchCount, closestWidth(patchWidth + gapWidth));
        int at = 0;
        for (int i = 0; i < patchCount; i++) {
            long gap = patches[i] >>> patchWidth;
            long patch = patchWidth == Long.SIZE ? patches[i] : patches[i] & (1L << patchWidth) - 1;
            at += (int) gap;
            // A gap of 255 without a patch only lengthens the next one.
            if (gap == GAP_MAX && patch == 0) {
                continue;
            }
            if (at >= length) {
                throw new IOException(bytes.name() + " patches value " + at + " of " + length);
            }
            run[at] |= patch << width;
        }
        for (int i = 0; i < length; i++) {
            run[i] += base;
        }
    }

    private static int closestWidth(int bits) {
        int i = 0;
        while (WIDTHS[i] < bits) {
            i++;
        }
        return WIDTHS[i];
    }

    private void delta(int length, int width) throws IOException {
        long value = signed ? bytes.readSignedVarint() : bytes.readVarint();
        long step = bytes.readSignedVarint();
        run[0] = value;
        if (width == 0) {
            for (int i = 1; i < length; i++) {
                run[i] = run[i - 1] + step;
            }
            return;
        }
        if (length < 2) {
            throw new IOException(bytes.name() + " has deltas of one value");
        }
        run[1] = value + step;
        unpack(run, 2, length - 2, width);
        for (int i = 2; i < length; i++) {
            run[i] = step < 0 ? run[i - 1] - run[i] : run[i - 1] + run[i];
        }
    }
}
