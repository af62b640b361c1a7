package io.blink.formats.parquet.page;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Parquet's hybrid of runs and bit-packed groups (format specification, Encodings.md, "Run Length Encoding / Bit-Packing Hybrid"). */
public final class RunLengthDecoder {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] bytes;
    private final int end;
    private final int bitWidth;
    private int position;
    private int runLeft;
    private int runValue;
    private int packedLeft;
    private final int[] group = new int[8];
    private int groupNext = 8;

    /** Decodes {@code bytes[from .. end)}. @param bitWidth 0 to 32 */
    public RunLengthDecoder(byte[] bytes, int from, int end, int bitWidth) {
        this.bytes = bytes;
        this.position = from;
        this.end = end;
        this.bitWidth = bitWidth;
    }

    /** Decodes the next {@code count} values into {@code target} from {@code offset} on. */
    public void read(int[] target, int offset, int count) {
        int next = offset;
        int left = count;
        while (left > 0) {
            if (runLeft > 0) {
                int taken = Math.min(left, runLeft);
                Arrays.fill(target, next, next + taken, runValue);
                runLeft -= taken;
                next += taken;
                left -= taken;
            } else if (packedLeft > 0) {
                int taken = readPacked(target, next, Math.min(left, packedLeft));
                packedLeft -= taken;
                next += taken;
                left -= taken;
            } else {
                readHeader();
            }
        }
    }

    /** Passes over the next {@code count} values. */
    public void skip(int count) {
        int left = count;
        while (left > 0) {
            if (runLeft > 0) {
                int taken = Math.min(left, runLeft);
                runLeft -= taken;
                left -= taken;
            } else if (packedLeft > 0) {
                int taken = Math.min(left, packedLeft);
                skipPacked(taken);
                packedLeft -= taken;
                left -= taken;
            } else {
                readHeader();
            }
        }
    }

    /** Passes over the next {@code count} values of one bit; returns how many are 1. */
    public int countOnes(int count) {
        int ones = 0;
        int left = count;
        while (left > 0) {
            if (runLeft > 0) {
                int taken = Math.min(left, runLeft);
                ones += runValue * taken;
                runLeft -= taken;
                left -= taken;
            } else if (packedLeft > 0) {
                int taken = Math.min(left, packedLeft);
                ones += countPackedOnes(taken);
                packedLeft -= taken;
                left -= taken;
            } else {
                readHeader();
            }
        }
        return ones;
    }

    private int countPackedOnes(int wanted) {
        int ones = 0;
        int done = 0;
        while (done < wanted) {
            if (groupNext == 8 && wanted - done >= 8) {
                ones += Integer.bitCount(position < end ? bytes[position] & 0xFF : 0);
                position++;
                done += 8;
                continue;
            }
            if (groupNext == 8) {
                unpackGroup(group, 0);
                groupNext = 0;
            }
            ones += group[groupNext++];
            done++;
        }
        return ones;
    }

    private void skipPacked(int count) {
        int ofGroup = Math.min(count, 8 - groupNext);
        groupNext += ofGroup;
        int left = count - ofGroup;
        position += (left >> 3) * bitWidth;
        if ((left & 7) != 0) {
            unpackGroup(group, 0);
            groupNext = left & 7;
        }
    }

    /**
     * Decodes the next {@code count} values of one bit: where value {@code i} is 0 it sets {@code zeros[offset + i]} and notes that place; flags of ones are left alone.
     *
     * @param places ascending; has room for {@code count}
     * @return how many are 1; the number of places is the rest
     */
    public int readZeros(boolean[] zeros, int[] places, int offset, int count) {
        int next = offset;
        int behind = offset + count;
        int found = 0;
        while (next < behind) {
            if (runLeft > 0) {
                int taken = Math.min(behind - next, runLeft);
                found = runValue == 0 ? noteRun(zeros, places, found, next, taken) : found;
                runLeft -= taken;
                next += taken;
            } else if (packedLeft > 0) {
                int taken = Math.min(behind - next, packedLeft);
                found = readPackedZeros(zeros, places, found, next, taken);
                packedLeft -= taken;
                next += taken;
            } else {
                readHeader();
            }
        }
        return count - found;
    }

    private static int noteRun(boolean[] zeros, int[] places, int found, int first, int count) {
        Arrays.fill(zeros, first, first + count, true);
        for (int i = 0; i < count; i++) {
            places[found + i] = first + i;
        }
        return found + count;
    }

    /** Returns {@code found} and what is found here. */
    private int readPackedZeros(boolean[] zeros, int[] places, int found, int offset, int wanted) {
        int count = found;
        int done = 0;
        while (done < wanted) {
            if (groupNext == 8 && wanted - done >= Long.SIZE && position <= end - Long.BYTES) {
                long absent = ~(long) LONGS.get(bytes, position);
                count = note(zeros, places, count, offset + done, absent);
                position += Long.BYTES;
                done += Long.SIZE;
            } else if (groupNext == 8 && wanted - done >= 8) {
                int absent = ~(position < end ? bytes[position] : 0) & 0xFF;
                count = note(zeros, places, count, offset + done, absent);
                position++;
                done += 8;
            } else {
                if (groupNext == 8) {
                    unpackGroup(group, 0);
                    groupNext = 0;
                }
                count = note(zeros, places, count, offset + done, 1 - group[groupNext++]);
                done++;
            }
        }
        return count;
    }

    /** Notes the places of the bits that are set in {@code absent}. */
    private static int note(boolean[] zeros, int[] places, int found, int first, long absent) {
        int count = found;
        for (long left = absent; left != 0; left &= left - 1) {
            int place = first + Long.numberOfTrailingZeros(left);
            zeros[place] = true;
            places[count++] = place;
        }
        return count;
    }

    private int readPacked(int[] target, int offset, int wanted) {
        int done = 0;
        while (done < wanted) {
            if (groupNext == 8) {
                if (wanted - done >= 8) {
                    done += unpackGroups(target, offset + done, (wanted - done) / 8);
                    continue;
                }
                unpackGroup(group, 0);
                groupNext = 0;
            }
            target[offset + done++] = group[groupNext++];
        }
        return done;
    }

    /** As many whole groups as lie safely before the end of the array, at least one; returns how many values that is. */
    private int unpackGroups(int[] target, int offset, int groups) {
        int last = Math.min(end - bitWidth, bytes.length - Long.BYTES - (7 * bitWidth >>> 3));
        int safe = position > last ? 0 : bitWidth == 0 ? groups : Math.min(groups, (last - position) / bitWidth + 1);
        if (safe == 0) {
            unpackGroup(target, offset);
            return 8;
        }
        if (bitWidth <= 8) {
            unpackNarrow(target, offset, safe);
        } else if (bitWidth <= 16) {
            unpackMedium(target, offset, safe);
        } else {
            unpackWide(target, offset, safe);
        }
        position += safe * bitWidth;
        return safe * 8;
    }

    /** Eight values lie in one word. */
    private void unpackNarrow(int[] target, int offset, int groups) {
        int width = bitWidth;
        int mask = (1 << width) - 1;
        int at = position;
        int behind = offset + groups * 8;
        for (int next = offset; next < behind; next += 8) {
            long word = (long) LONGS.get(bytes, at);
            target[next] = (int) word & mask;
            target[next + 1] = (int) (word >>> width) & mask;
            target[next + 2] = (int) (word >>> 2 * width) & mask;
            target[next + 3] = (int) (word >>> 3 * width) & mask;
            target[next + 4] = (int) (word >>> 4 * width) & mask;
            target[next + 5] = (int) (word >>> 5 * width) & mask;
            target[next + 6] = (int) (word >>> 6 * width) & mask;
            target[next + 7] = (int) (word >>> 7 * width) & mask;
            at += width;
        }
    }

    /** Four values lie in one word. */
    private void unpackMedium(int[] target, int offset, int groups) {
        int width = bitWidth;
        int mask = (1 << width) - 1;
        int half = width >>> 1;
        int shift = (width & 1) << 2;
        int at = position;
        int behind = offset + groups * 8;
        for (int next = offset; next < behind; next += 8) {
            long low = (long) LONGS.get(bytes, at);
            long high = (long) LONGS.get(bytes, at + half) >>> shift;
            target[next] = (int) low & mask;
            target[next + 1] = (int) (low >>> width) & mask;
            target[next + 2] = (int) (low >>> 2 * width) & mask;
            target[next + 3] = (int) (low >>> 3 * width) & mask;
            target[next + 4] = (int) high & mask;
            target[next + 5] = (int) (high >>> width) & mask;
            target[next + 6] = (int) (high >>> 2 * width) & mask;
            target[next + 7] = (int) (high >>> 3 * width) & mask;
            at += width;
        }
    }

    private void unpackWide(int[] target, int offset, int groups) {
        int width = bitWidth;
        long mask = width == 32 ? 0xFFFFFFFFL : (1L << width) - 1;
        int at = position;
        int behind = offset + groups * 8;
        for (int next = offset; next < behind; next += 8) {
            for (int i = 0; i < 8; i++) {
                int bit = i * width;
                long word = (long) LONGS.get(bytes, at + (bit >>> 3));
                target[next + i] = (int) (word >>> (bit & 7) & mask);
            }
            at += width;
        }
    }

    /**
     * Of the next {@code count} values, which are passed over, those at {@code places[0 .. chosen)}, which ascend from 0 and are replaced by them. What lies between is not decoded.
     */
    public void pick(int[] places, int chosen, int count) {
        int passed = 0;
        int next = 0;
        while (next < chosen) {
            if (runLeft == 0 && packedLeft == 0) {
                readHeader();
            }
            int end = passed + (runLeft > 0 ? runLeft : packedLeft);
            int first = next;
            while (next < chosen && places[next] < end) {
                next++;
            }
            if (runLeft > 0) {
                Arrays.fill(places, first, next, runValue);
            } else {
                pickPacked(places, first, next, passed);
            }
            if (next < chosen) {
                skip(end - passed);
                passed = end;
            }
        }
        skip(count - passed);
    }

    private void pickPacked(int[] places, int from, int to, int before) {
        int width = bitWidth;
        long mask = width == 32 ? 0xFFFFFFFFL : (1L << width) - 1;
        int unpacked = 8 - groupNext;
        for (int i = from; i < to; i++) {
            int place = places[i] - before;
            if (place < unpacked) {
                places[i] = group[groupNext + place];
                continue;
            }
            long bit = (long) (place - unpacked) * width;
            places[i] = (int) (word(position + (int) (bit >>> 3)) >>> (bit & 7) & mask);
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

    /** Eight values of {@code bitWidth} bits, least significant bit first; bytes missing at the very end count as 0. */
    private void unpackGroup(int[] target, int offset) {
        long buffer = 0;
        int bits = 0;
        int at = position;
        long mask = bitWidth == 32 ? 0xFFFFFFFFL : (1L << bitWidth) - 1;
        for (int i = 0; i < 8; i++) {
            while (bits < bitWidth) {
                buffer |= (at < end ? bytes[at] & 0xFFL : 0L) << bits;
                at++;
                bits += 8;
            }
            target[offset + i] = (int) (buffer & mask);
            buffer >>>= bitWidth;
            bits -= bitWidth;
        }
        position = at;
    }

    private void readHeader() {
        int header = readUnsignedVarInt();
        if ((header & 1) == 0) {
            runLeft = header >>> 1;
            runValue = 0;
            for (int shift = 0; shift < bitWidth; shift += 8) {
                runValue |= (nextByte() & 0xFF) << shift;
            }
            if (runLeft == 0) {
                throw new IllegalStateException("an empty run");
            }
        } else {
            packedLeft = (header >>> 1) * 8;
            groupNext = 8;
            if (packedLeft <= 0) {
                throw new IllegalStateException("an empty group");
            }
        }
    }

    private int readUnsignedVarInt() {
        int value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            byte next = nextByte();
            value |= (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalStateException("a number of more than 5 bytes");
    }

    private byte nextByte() {
        if (position >= end) {
            throw new IllegalStateException("the values end early");
        }
        return bytes[position++];
    }
}
