package io.blink.formats.parquet.page;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;

/** Values of one leaf column that are not null, one after the other, in the form that Parquet stores. Grows; used by one thread. */
public final class LeafValues {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final PrimitiveTypeName physical;
    private final int fixedLength;
    private int count;
    private byte[] booleans;
    private int[] ints;
    private long[] longs;
    private float[] floats;
    private double[] doubles;
    private byte[] bytes;
    private int[] offsets;

    public LeafValues(PrimitiveType type, int expected) {
        this.physical = type.getPrimitiveTypeName();
        this.fixedLength = physical == PrimitiveTypeName.INT96 ? 12 : type.getTypeLength();
        int capacity = Math.max(16, expected);
        switch (physical) {
            case BOOLEAN -> booleans = new byte[capacity];
            case INT32 -> ints = new int[capacity];
            case INT64 -> longs = new long[capacity];
            case FLOAT -> floats = new float[capacity];
            case DOUBLE -> doubles = new double[capacity];
            case BINARY, FIXED_LEN_BYTE_ARRAY, INT96 -> {
                bytes = new byte[capacity * 8];
                offsets = new int[capacity + 1];
            }
        }
    }

    public int count() {
        return count;
    }

    public byte[] booleans() {
        return booleans;
    }

    public int[] ints() {
        return ints;
    }

    public long[] longs() {
        return longs;
    }

    public float[] floats() {
        return floats;
    }

    public double[] doubles() {
        return doubles;
    }

    public byte[] bytes() {
        return bytes;
    }

    public int[] offsets() {
        return offsets;
    }

    private void reserve(int more) {
        int wanted = count + more;
        switch (physical) {
            case BOOLEAN -> booleans = wanted <= booleans.length ? booleans : Arrays.copyOf(booleans, grown(wanted));
            case INT32 -> ints = wanted <= ints.length ? ints : Arrays.copyOf(ints, grown(wanted));
            case INT64 -> longs = wanted <= longs.length ? longs : Arrays.copyOf(longs, grown(wanted));
            case FLOAT -> floats = wanted <= floats.length ? floats : Arrays.copyOf(floats, grown(wanted));
            case DOUBLE -> doubles = wanted <= doubles.length ? doubles : Arrays.copyOf(doubles, grown(wanted));
            case BINARY, FIXED_LEN_BYTE_ARRAY, INT96 ->
                offsets = wanted < offsets.length ? offsets : Arrays.copyOf(offsets, grown(wanted) + 1);
        }
    }

    private static int grown(int wanted) {
        return wanted + (wanted >> 1);
    }

    private void reserveBytes(int more) {
        long wanted = (long) offsets[count] + more;
        if (wanted > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 16, Math.max(wanted, bytes.length * 2L)));
        }
    }

    /** Appends {@code more} PLAIN values from {@code source[from ..]}; returns the position behind them. */
    public int appendPlain(byte[] source, int from, int end, int more) {
        reserve(more);
        return switch (physical) {
            case INT32 -> appendInts(source, from, end, more);
            case INT64 -> appendLongs(source, from, end, more);
            case FLOAT -> appendFloats(source, from, end, more);
            case DOUBLE -> appendDoubles(source, from, end, more);
            case FIXED_LEN_BYTE_ARRAY, INT96 -> appendFixed(source, from, end, more);
            case BINARY -> appendBinary(source, from, end, more);
            case BOOLEAN -> throw new IllegalStateException("booleans are packed in bits");
        };
    }

    private int appendInts(byte[] source, int from, int end, int more) {
        checkWithin(from, Math.multiplyExact(more, 4), end);
        for (int i = 0; i < more; i++) {
            ints[count + i] = (int) INTS.get(source, from + i * 4);
        }
        count += more;
        return from + more * 4;
    }

    private int appendLongs(byte[] source, int from, int end, int more) {
        checkWithin(from, Math.multiplyExact(more, 8), end);
        for (int i = 0; i < more; i++) {
            longs[count + i] = (long) LONGS.get(source, from + i * 8);
        }
        count += more;
        return from + more * 8;
    }

    private int appendFloats(byte[] source, int from, int end, int more) {
        checkWithin(from, Math.multiplyExact(more, 4), end);
        for (int i = 0; i < more; i++) {
            floats[count + i] = Float.intBitsToFloat((int) INTS.get(source, from + i * 4));
        }
        count += more;
        return from + more * 4;
    }

    private int appendDoubles(byte[] source, int from, int end, int more) {
        checkWithin(from, Math.multiplyExact(more, 8), end);
        for (int i = 0; i < more; i++) {
            doubles[count + i] = Double.longBitsToDouble((long) LONGS.get(source, from + i * 8));
        }
        count += more;
        return from + more * 8;
    }

    private int appendFixed(byte[] source, int from, int end, int more) {
        int total = Math.multiplyExact(more, fixedLength);
        checkWithin(from, total, end);
        reserveBytes(total);
        int at = offsets[count];
        System.arraycopy(source, from, bytes, at, total);
        for (int i = 1; i <= more; i++) {
            offsets[count + i] = at + i * fixedLength;
        }
        count += more;
        return from + total;
    }

    /** Finds the ends first, so that room for all is made once. */
    private int appendBinary(byte[] source, int from, int end, int more) {
        int first = offsets[count];
        int position = from;
        for (int i = 1; i <= more; i++) {
            checkWithin(position, 4, end);
            int length = (int) INTS.get(source, position);
            position += 4;
            checkWithin(position, length, end);
            position += length;
            offsets[count + i] = first + position - from - 4 * i;
        }
        reserveBytes(position - from - 4 * more);
        int at = from;
        for (int i = count; i < count + more; i++) {
            int length = offsets[i + 1] - offsets[i];
            System.arraycopy(source, at + 4, bytes, offsets[i], length);
            at += 4 + length;
        }
        count += more;
        return position;
    }

    /** Of {@code more} PLAIN byte strings from {@code source[from ..]} appends those at {@code places[0 .. chosen)}, which ascend; returns the position behind all. */
    public int pickPlain(byte[] source, int from, int end, int[] places, int chosen, int more) {
        reserve(chosen);
        if (physical == PrimitiveTypeName.BINARY) {
            return pickBinary(source, from, end, places, chosen, more);
        }
        int total = Math.multiplyExact(more, fixedLength);
        checkWithin(from, total, end);
        for (int i = 0; i < chosen; i++) {
            append(source, from + places[i] * fixedLength, fixedLength);
        }
        return from + total;
    }

    private int pickBinary(byte[] source, int from, int end, int[] places, int chosen, int more) {
        int position = from;
        int next = 0;
        for (int i = 0; i < more; i++) {
            checkWithin(position, 4, end);
            int length = (int) INTS.get(source, position);
            position += 4;
            checkWithin(position, length, end);
            while (next < chosen && places[next] == i) {
                append(source, position, length);
                next++;
            }
            position += length;
        }
        return position;
    }

    private void append(byte[] source, int from, int length) {
        reserveBytes(length);
        int at = offsets[count];
        System.arraycopy(source, from, bytes, at, length);
        offsets[++count] = at + length;
    }

    /** The position behind {@code count} PLAIN byte strings from {@code from} on. */
    public static int behindBinary(byte[] source, int from, int end, int count) {
        int position = from;
        for (int i = 0; i < count; i++) {
            checkWithin(position, 4, end);
            int length = (int) INTS.get(source, position);
            checkWithin(position + 4, length, end);
            position += 4 + length;
        }
        return position;
    }

    private static void checkWithin(int position, int length, int end) {
        if (length < 0 || length > end - position) {
            throw new IllegalStateException("a value of " + length + " bytes runs past the page");
        }
    }

    /** Appends {@code more} booleans from bit {@code firstBit} of {@code source[from ..]} on. */
    public void appendBits(byte[] source, int from, int end, int firstBit, int more) {
        checkWithin(from, firstBit + more + 7 >> 3, end);
        reserve(more);
        for (int i = 0; i < more; i++) {
            int bit = firstBit + i;
            booleans[count + i] = (byte) ((source[from + (bit >> 3)] >> (bit & 7)) & 1);
        }
        count += more;
    }

    /** Appends {@code more} whole numbers. */
    void appendDeltas(DeltaDecoder source, int more) {
        reserve(more);
        switch (physical) {
            case INT32 -> source.read(ints, count, more);
            case INT64 -> source.read(longs, count, more);
            default -> throw new IllegalStateException(physical + " as differences");
        }
        count += more;
    }

    /** Appends {@code more} values whose bytes stand in streams of {@code stride} bytes each: all first bytes, all second bytes and so on. */
    void appendSplit(byte[] source, int from, int stride, int more) {
        reserve(more);
        switch (physical) {
            case INT32 -> {
                for (int i = 0; i < more; i++) {
                    ints[count + i] = (int) joined(source, from + i, stride, Integer.BYTES);
                }
            }
            case INT64 -> {
                for (int i = 0; i < more; i++) {
                    longs[count + i] = joined(source, from + i, stride, Long.BYTES);
                }
            }
            case FLOAT -> {
                for (int i = 0; i < more; i++) {
                    floats[count + i] = Float.intBitsToFloat((int) joined(source, from + i, stride, Integer.BYTES));
                }
            }
            case DOUBLE -> {
                for (int i = 0; i < more; i++) {
                    doubles[count + i] = Double.longBitsToDouble(joined(source, from + i, stride, Long.BYTES));
                }
            }
            case FIXED_LEN_BYTE_ARRAY -> {
                appendSplitBytes(source, from, stride, more);
                return;
            }
            default -> throw new IllegalStateException(physical + " as streams of bytes");
        }
        count += more;
    }

    private static long joined(byte[] source, int first, int stride, int width) {
        long value = 0;
        for (int i = 0; i < width; i++) {
            value |= (source[first + i * stride] & 0xFFL) << (i << 3);
        }
        return value;
    }

    private void appendSplitBytes(byte[] source, int from, int stride, int more) {
        reserveBytes(Math.multiplyExact(more, fixedLength));
        for (int i = 0; i < more; i++) {
            int at = offsets[count];
            for (int k = 0; k < fixedLength; k++) {
                bytes[at + k] = source[from + i + k * stride];
            }
            offsets[++count] = at + fixedLength;
        }
    }

    /** Appends {@code more} flags. */
    void appendFlags(RunLengthDecoder source, int more) {
        reserve(more);
        int[] flags = new int[more];
        source.read(flags, 0, more);
        for (int i = 0; i < more; i++) {
            booleans[count + i] = (byte) flags[i];
        }
        count += more;
    }

    /** Appends one byte string, of the length that all have if they have one. */
    void appendBytes(byte[] source, int from, int length) {
        if (physical != PrimitiveTypeName.BINARY && length != fixedLength) {
            throw new IllegalStateException("a value of " + length + " bytes instead of " + fixedLength);
        }
        reserve(1);
        append(source, from, length);
    }

    /** Appends the entries of a dictionary that {@code ids[from .. from + more)} name. */
    public void appendEntries(LeafValues dictionary, int[] ids, int from, int more) {
        reserve(more);
        switch (physical) {
            case BOOLEAN -> throw new IllegalStateException("booleans have no dictionary");
            case INT32 -> {
                for (int i = 0; i < more; i++) {
                    ints[count + i] = dictionary.ints[ids[from + i]];
                }
                count += more;
            }
            case INT64 -> {
                for (int i = 0; i < more; i++) {
                    longs[count + i] = dictionary.longs[ids[from + i]];
                }
                count += more;
            }
            case FLOAT -> {
                for (int i = 0; i < more; i++) {
                    floats[count + i] = dictionary.floats[ids[from + i]];
                }
                count += more;
            }
            case DOUBLE -> {
                for (int i = 0; i < more; i++) {
                    doubles[count + i] = dictionary.doubles[ids[from + i]];
                }
                count += more;
            }
            case BINARY, FIXED_LEN_BYTE_ARRAY, INT96 -> appendByteEntries(dictionary, ids, from, more);
        }
    }

    private void appendByteEntries(LeafValues dictionary, int[] ids, int from, int more) {
        for (int i = 0; i < more; i++) {
            int entry = dictionary.offsets[ids[from + i]];
            int length = dictionary.offsets[ids[from + i] + 1] - entry;
            reserveBytes(length);
            int at = offsets[count];
            System.arraycopy(dictionary.bytes, entry, bytes, at, length);
            offsets[++count] = at + length;
        }
    }
}
