package io.blink.formats.parquet.page;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Whole numbers as packed differences (format specification, Encodings.md, "Delta Encoding", DELTA_BINARY_PACKED): {@code <block size> <miniblocks of a block> <count> <first value>}, then
 * blocks of {@code <least difference> <bit widths> <miniblocks>}. Differences wrap around, for ints at 32 bits, which a cast does.
 */
final class DeltaDecoder {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int MINIBLOCK_VALUES_MAX = 1 << 16;

    private final byte[] bytes;
    private final int end;
    private final int miniblocks;
    private final int miniblockValues;
    private final int[] bitWidths;
    private final long[] differences;
    private int position;
    /** Values that have not been read. */
    private int left;

    private boolean firstLeft = true;
    private long value;
    private long leastDifference;
    private int nextMiniblock;
    private int nextDifference;

    /** Decodes {@code bytes[from .. end)}. */
    DeltaDecoder(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.end = end;
        this.position = from;
        long blockValues = unsignedVarLong();
        long count = unsignedVarLong();
        this.left = checked(unsignedVarLong(), Integer.MAX_VALUE, "values");
        this.miniblocks = checked(count, blockValues, "miniblocks");
        if (miniblocks == 0 || blockValues % miniblocks != 0) {
            throw new IllegalStateException(blockValues + " values in " + count + " miniblocks");
        }
        this.miniblockValues = checked(blockValues / miniblocks, MINIBLOCK_VALUES_MAX, "values of a miniblock");
        if (miniblockValues == 0 || (miniblockValues & 7) != 0) {
            throw new IllegalStateException("miniblocks of " + miniblockValues + " values");
        }
        this.value = zigZag(unsignedVarLong());
        this.bitWidths = new int[Math.min(miniblocks, end - from)];
        this.differences = new long[miniblockValues];
        this.nextDifference = miniblockValues;
        this.nextMiniblock = miniblocks;
    }

    private static int checked(long number, long most, String what) {
        if (number < 0 || number > most) {
            throw new IllegalStateException(Long.toUnsignedString(number) + " " + what);
        }
        return (int) number;
    }

    /** Values that have not been read. */
    int left() {
        return left;
    }

    /** Puts the next {@code count} values at {@code target[offset ..]}. */
    void read(long[] target, int offset, int count) {
        int next = begin(target, offset, count);
        int behind = offset + count;
        while (next < behind) {
            int taken = differences(behind - next);
            long sum = value;
            for (int i = 0; i < taken; i++) {
                sum += leastDifference + differences[nextDifference + i];
                target[next + i] = sum;
            }
            value = sum;
            nextDifference += taken;
            next += taken;
        }
    }

    /** As {@link #read(long[], int, int)}, of values of 32 bits. */
    void read(int[] target, int offset, int count) {
        long[] first = new long[1];
        int next = offset + begin(first, 0, count);
        int behind = offset + count;
        if (next > offset) {
            target[offset] = (int) first[0];
        }
        while (next < behind) {
            int taken = differences(behind - next);
            long sum = value;
            for (int i = 0; i < taken; i++) {
                sum += leastDifference + differences[nextDifference + i];
                target[next + i] = (int) sum;
            }
            value = sum;
            nextDifference += taken;
            next += taken;
        }
    }

    /** Counts the values as read and puts the very first one, which stands for itself. Returns the place behind it. */
    private int begin(long[] target, int offset, int count) {
        if (count > left) {
            throw new IllegalStateException("a page has " + left + " values more instead of " + count);
        }
        left -= count;
        if (!firstLeft || count == 0) {
            return offset;
        }
        firstLeft = false;
        target[offset] = value;
        return offset + 1;
    }

    /** How many differences, at most {@code wanted}, can be taken from {@link #nextDifference} on. */
    private int differences(int wanted) {
        if (nextDifference == miniblockValues) {
            readMiniblock();
        }
        return Math.min(wanted, miniblockValues - nextDifference);
    }

    private void readMiniblock() {
        if (nextMiniblock == miniblocks) {
            leastDifference = zigZag(unsignedVarLong());
            if (miniblocks > end - position) {
                throw new IllegalStateException("a block ends early");
            }
            for (int i = 0; i < miniblocks; i++) {
                bitWidths[i] = bytes[position++] & 0xFF;
            }
            nextMiniblock = 0;
        }
        int width = bitWidths[nextMiniblock++];
        long length = (long) width * miniblockValues >>> 3;
        if (width > Long.SIZE) {
            throw new IllegalStateException("differences of " + width + " bits");
        }
        if (length > end - position) {
            throw new IllegalStateException("a miniblock runs past the page");
        }
        unpack(width);
        position += (int) length;
        nextDifference = 0;
    }

    private void unpack(int width) {
        long mask = width == Long.SIZE ? -1L : (1L << width) - 1;
        for (int i = 0; i < miniblockValues; i++) {
            long bit = (long) i * width;
            int at = position + (int) (bit >>> 3);
            int shift = (int) bit & 7;
            long word = word(at) >>> shift;
            if (shift + width > Long.SIZE) {
                word |= word(at + Long.BYTES) << (Long.SIZE - shift);
            }
            differences[i] = word & mask;
        }
    }

    /** Eight bytes; those missing at the very end count as 0. */
    private long word(int at) {
        if (at <= end - Long.BYTES) {
            return (long) LONGS.get(bytes, at);
        }
        long word = 0;
        for (int i = 0; at + i < end; i++) {
            word |= (bytes[at + i] & 0xFFL) << (i << 3);
        }
        return word;
    }

    private long unsignedVarLong() {
        long number = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            if (position >= end) {
                break;
            }
            byte next = bytes[position++];
            number |= (next & 0x7FL) << shift;
            if (next >= 0) {
                return number;
            }
        }
        throw new IllegalStateException("a number that does not end");
    }

    private static long zigZag(long number) {
        return number >>> 1 ^ -(number & 1);
    }

    /** Where the blocks end, once all values are read: what follows are the bytes of strings. */
    int end() {
        if (left > 0) {
            throw new IllegalStateException(left + " values are left");
        }
        // Miniblocks of the last block that hold no value are not stored, only their widths are.
        return Math.min(position, end);
    }
}
