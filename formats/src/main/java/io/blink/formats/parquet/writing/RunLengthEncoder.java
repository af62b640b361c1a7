package io.blink.formats.parquet.writing;

import io.blink.formats.parquet.page.RunLengthDecoder;

/**
 * Writes Parquet's hybrid of runs and bit-packed groups (format specification, Encodings.md, "Run Length Encoding / Bit-Packing Hybrid"); {@link
 * RunLengthDecoder} reads it.
 */
public final class RunLengthEncoder {
    /** Shorter runs cost less as part of a packed group. */
    private static final int SHORTEST_RUN = 8;

    private RunLengthEncoder() {}

    /** @param bitWidth 0 to 32, that every one of the first {@code count} values fits into */
    public static void encode(int[] values, int count, int bitWidth, EncodedPage target) {
        int packedFrom = 0;
        int next = 0;
        while (next < count) {
            int run = runLength(values, next, count);
            if (run >= SHORTEST_RUN) {
                pack(values, packedFrom, next, bitWidth, target);
                target.putUnsignedVarInt(run << 1);
                target.putLowBytes(values[next], (bitWidth + 7) / 8);
                next += run;
                packedFrom = next;
            } else {
                next = Math.min(count, next + 8);
            }
        }
        pack(values, packedFrom, count, bitWidth, target);
    }

    private static int runLength(int[] values, int from, int count) {
        int value = values[from];
        int end = from + 1;
        while (end < count && values[end] == value) {
            end++;
        }
        return end - from;
    }

    /** Whole groups of eight, the last one filled up with zeros. */
    private static void pack(int[] values, int from, int to, int bitWidth, EncodedPage target) {
        if (from == to) {
            return;
        }
        int groups = (to - from + 7) / 8;
        target.putUnsignedVarInt(groups << 1 | 1);
        long buffer = 0;
        int bits = 0;
        for (int i = from; i < from + groups * 8; i++) {
            long value = i < to ? values[i] & 0xFFFFFFFFL : 0;
            buffer |= value << bits;
            bits += bitWidth;
            if (bits >= Integer.SIZE) {
                target.putInt((int) buffer);
                buffer >>>= Integer.SIZE;
                bits -= Integer.SIZE;
            }
        }
        target.putLowBytes(buffer, bits / 8);
    }
}
