package io.blink.runtime.operator.rows;

import io.blink.core.column.BytesColumn;
import io.blink.core.column.Column;
import io.blink.core.column.DictionaryColumn;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Rows of byte strings. Bytes lie in data chunks that double from 1 KB to 1 MB; a longer value has a chunk of its own. A row holds where its bytes start and how many
 * they are; no value straddles chunks.
 */
public final class BytesStore extends ColumnStore {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    /** Longer values are compared by the JVM's own routine. */
    private static final int INLINE_BYTES_MAX = 64;

    private static final int FIRST_DATA_BYTES = 1 << 10;
    private static final int MAX_DATA_BYTES = 1 << 20;

    /** Data chunk number in the high half, offset in the low one. */
    private long[][] starts = new long[0][];

    private int[][] lengths = new int[0][];
    private byte[][] data = new byte[0][];
    private int dataChunks;
    private int tailUsed;
    private long dataBytes;
    /** The last long dictionary, and the length of its longest entry. */
    private BytesColumn measured;

    private int measuredLongest;

    public byte[] bytes(int row) {
        return data[(int) (starts[row >>> CHUNK_SHIFT][row & CHUNK_MASK] >>> 32)];
    }

    public int offset(int row) {
        return (int) starts[row >>> CHUNK_SHIFT][row & CHUNK_MASK];
    }

    public int length(int row) {
        return lengths[row >>> CHUNK_SHIFT][row & CHUNK_MASK];
    }

    @Override
    public int compare(int row, int otherRow) {
        int from = offset(row);
        int otherFrom = offset(otherRow);
        return Arrays.compareUnsigned(
                bytes(row), from, from + length(row), bytes(otherRow), otherFrom, otherFrom + length(otherRow));
    }

    @Override
    int widthBytes() {
        return Long.BYTES + Integer.BYTES;
    }

    @Override
    long variableBytes() {
        return dataBytes;
    }

    /** The bytes themselves, the rest of chunks that they do not fill, and the last chunk, which may be as long as all before it. */
    @Override
    long variableBytesToAppend(Column source) {
        long bytes = valueBytes(source);
        int room = dataChunks == 0 ? 0 : data[dataChunks - 1].length - tailUsed;
        return bytes <= room ? 0 : bytes + bytes / 8 + nextDataBytes(dataBytes + bytes);
    }

    private long valueBytes(Column source) {
        if (source instanceof DictionaryColumn dictionary) {
            BytesColumn entries = (BytesColumn) dictionary.dictionary();
            if (entries.size() > source.size()) {
                return (long) source.size() * longest(entries);
            }
            int[] offsets = entries.offsets();
            int[] ids = dictionary.ids();
            long bytes = 0;
            for (int i = 0; i < source.size(); i++) {
                bytes += offsets[ids[i] + 1] - offsets[ids[i]];
            }
            return bytes;
        }
        Column flat = source.flat();
        return ((BytesColumn) flat).offsets()[flat.size()];
    }

    private int longest(BytesColumn entries) {
        if (entries != measured) {
            int[] offsets = entries.offsets();
            int length = 0;
            for (int i = 0; i < entries.size(); i++) {
                length = Math.max(length, offsets[i + 1] - offsets[i]);
            }
            measured = entries;
            measuredLongest = length;
        }
        return measuredLongest;
    }

    private static int nextDataBytes(long before) {
        return (int) Math.min(MAX_DATA_BYTES, Math.max(FIRST_DATA_BYTES, before));
    }

    @Override
    void grow(int newCapacity) {
        int before = starts.length;
        int count = chunkCount(newCapacity);
        starts = Arrays.copyOf(starts, count);
        lengths = Arrays.copyOf(lengths, count);
        for (int chunk = Math.max(0, before - 1); chunk < count; chunk++) {
            int length = chunkLength(newCapacity, chunk);
            starts[chunk] = chunk < before ? Arrays.copyOf(starts[chunk], length) : new long[length];
            lengths[chunk] = chunk < before ? Arrays.copyOf(lengths[chunk], length) : new int[length];
        }
    }

    @Override
    void release() {
        starts = new long[0][];
        lengths = new int[0][];
        data = new byte[0][];
        dataChunks = 0;
        tailUsed = 0;
        dataBytes = 0;
        measured = null;
    }

    @Override
    void appendFlat(Column flat, int[] positions, int offset, int count) {
        BytesColumn source = (BytesColumn) flat;
        byte[] bytes = source.bytes();
        int[] offsets = source.offsets();
        for (int i = 0; i < count; i++) {
            int position = positions == null ? offset + i : positions[offset + i];
            int from = offsets[position];
            int length = offsets[position + 1] - from;
            int row = size() + i;
            starts[row >>> CHUNK_SHIFT][row & CHUNK_MASK] = place(length);
            lengths[row >>> CHUNK_SHIFT][row & CHUNK_MASK] = length;
            System.arraycopy(bytes, from, data[dataChunks - 1], tailUsed - length, length);
        }
    }

    private long place(int length) {
        if (dataChunks == 0 || length > data[dataChunks - 1].length - tailUsed) {
            if (dataChunks == data.length) {
                data = Arrays.copyOf(data, Math.max(8, data.length * 2));
            }
            data[dataChunks] = new byte[Math.max(length, nextDataBytes(dataBytes))];
            dataBytes += data[dataChunks].length;
            dataChunks++;
            tailUsed = 0;
        }
        long start = (long) (dataChunks - 1) << 32 | tailUsed;
        tailUsed += length;
        return start;
    }

    @Override
    Column gather(int[] rows, int offset, int count, boolean[] gatheredNulls) {
        int[] offsets = new int[count + 1];
        long total = 0;
        for (int i = 0; i < count; i++) {
            int row = rows[offset + i];
            total += row < 0 ? 0 : length(row);
            offsets[i + 1] = Math.toIntExact(total);
        }
        byte[] bytes = new byte[(int) total];
        for (int i = 0; i < count; i++) {
            int length = offsets[i + 1] - offsets[i];
            if (length > 0) {
                int row = rows[offset + i];
                System.arraycopy(bytes(row), offset(row), bytes, offsets[i], length);
            }
        }
        return new BytesColumn(count, bytes, offsets, gatheredNulls);
    }

    /** Most strings are short: eight bytes at a time, the last ones again where the length is odd. */
    private static boolean equal(byte[] left, int leftFrom, byte[] right, int rightFrom, int length) {
        if (length > INLINE_BYTES_MAX) {
            return Arrays.equals(left, leftFrom, leftFrom + length, right, rightFrom, rightFrom + length);
        }
        if (length < Long.BYTES) {
            for (int i = 0; i < length; i++) {
                if (left[leftFrom + i] != right[rightFrom + i]) {
                    return false;
                }
            }
            return true;
        }
        int last = length - Long.BYTES;
        for (int i = 0; i < last; i += Long.BYTES) {
            if ((long) LONGS.get(left, leftFrom + i) != (long) LONGS.get(right, rightFrom + i)) {
                return false;
            }
        }
        return (long) LONGS.get(left, leftFrom + last) == (long) LONGS.get(right, rightFrom + last);
    }

    @Override
    void markUnequalValues(Column flat, int[] ids, int[] rows, int count, boolean[] unequal) {
        BytesColumn source = (BytesColumn) flat;
        byte[] bytes = source.bytes();
        int[] offsets = source.offsets();
        for (int i = 0; i < count; i++) {
            int row = rows[i];
            if (row >= 0) {
                int position = ids == null ? i : ids[i];
                int from = offsets[position];
                int length = offsets[position + 1] - from;
                unequal[i] |= length != length(row) || !equal(bytes, from, bytes(row), offset(row), length);
            }
        }
    }
}
