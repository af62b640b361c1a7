package io.blink.runtime.operator.rows;

import io.blink.core.column.ByteColumn;
import io.blink.core.column.Column;
import java.util.Arrays;

/** Rows of {@code byte} values. */
public final class ByteStore extends ColumnStore {
    private byte[][] chunks = new byte[0][];

    /** The value of a row; undefined for a null. */
    public byte get(int row) {
        return chunks[row >>> CHUNK_SHIFT][row & CHUNK_MASK];
    }

    @Override
    public int compare(int row, int otherRow) {
        return Byte.compare(get(row), get(otherRow));
    }

    @Override
    int widthBytes() {
        return Byte.BYTES;
    }

    @Override
    void grow(int newCapacity) {
        int before = chunks.length;
        int count = chunkCount(newCapacity);
        chunks = Arrays.copyOf(chunks, count);
        for (int chunk = Math.max(0, before - 1); chunk < count; chunk++) {
            int length = chunkLength(newCapacity, chunk);
            chunks[chunk] = chunk < before ? Arrays.copyOf(chunks[chunk], length) : new byte[length];
        }
    }

    @Override
    void release() {
        chunks = new byte[0][];
    }

    @Override
    void appendFlat(Column flat, int[] positions, int offset, int count) {
        byte[] values = ((ByteColumn) flat).values();
        int done = 0;
        while (done < count) {
            int row = size() + done;
            byte[] chunk = chunks[row >>> CHUNK_SHIFT];
            int start = row & CHUNK_MASK;
            int length = Math.min(count - done, chunk.length - start);
            if (positions == null) {
                System.arraycopy(values, offset + done, chunk, start, length);
            } else {
                copy(values, positions, offset + done, chunk, start, length);
            }
            done += length;
        }
    }

    private static void copy(byte[] values, int[] positions, int offset, byte[] chunk, int start, int length) {
        for (int i = 0; i < length; i++) {
            chunk[start + i] = values[positions[offset + i]];
        }
    }

    @Override
    Column shared(int chunk, int count, boolean[] chunkNulls) {
        return new ByteColumn(count, chunks[chunk], chunkNulls);
    }

    @Override
    Column gather(int[] rows, int offset, int count, boolean[] gatheredNulls) {
        byte[] values = new byte[count];
        byte[][] source = chunks;
        for (int i = 0; i < count; i++) {
            int row = Math.max(0, rows[offset + i]);
            values[i] = source[row >>> CHUNK_SHIFT][row & CHUNK_MASK];
        }
        return new ByteColumn(count, values, gatheredNulls);
    }

    @Override
    void markUnequalValues(Column flat, int[] ids, int[] rows, int count, boolean[] unequal) {
        byte[] values = ((ByteColumn) flat).values();
        for (int i = 0; i < count; i++) {
            if (rows[i] >= 0) {
                unequal[i] |= values[ids == null ? i : ids[i]] != get(rows[i]);
            }
        }
    }
}
