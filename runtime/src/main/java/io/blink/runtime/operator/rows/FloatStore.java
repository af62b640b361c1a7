package io.blink.runtime.operator.rows;

import io.blink.core.column.Column;
import io.blink.core.column.FloatColumn;
import java.util.Arrays;

/** Rows of {@code float} values. Adding 0.0 turns -0.0 into 0.0 for the order; NaN is highest. */
public final class FloatStore extends ColumnStore {
    private float[][] chunks = new float[0][];

    /** The value of a row; undefined for a null. */
    public float get(int row) {
        return chunks[row >>> CHUNK_SHIFT][row & CHUNK_MASK];
    }

    @Override
    public int compare(int row, int otherRow) {
        return Float.compare(get(row) + 0.0f, get(otherRow) + 0.0f);
    }

    @Override
    int widthBytes() {
        return Float.BYTES;
    }

    @Override
    void grow(int newCapacity) {
        int before = chunks.length;
        int count = chunkCount(newCapacity);
        chunks = Arrays.copyOf(chunks, count);
        for (int chunk = Math.max(0, before - 1); chunk < count; chunk++) {
            int length = chunkLength(newCapacity, chunk);
            chunks[chunk] = chunk < before ? Arrays.copyOf(chunks[chunk], length) : new float[length];
        }
    }

    @Override
    void release() {
        chunks = new float[0][];
    }

    @Override
    void appendFlat(Column flat, int[] positions, int offset, int count) {
        float[] values = ((FloatColumn) flat).values();
        int done = 0;
        while (done < count) {
            int row = size() + done;
            float[] chunk = chunks[row >>> CHUNK_SHIFT];
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

    private static void copy(float[] values, int[] positions, int offset, float[] chunk, int start, int length) {
        for (int i = 0; i < length; i++) {
            chunk[start + i] = values[positions[offset + i]];
        }
    }

    @Override
    Column shared(int chunk, int count, boolean[] chunkNulls) {
        return new FloatColumn(count, chunks[chunk], chunkNulls);
    }

    @Override
    Column gather(int[] rows, int offset, int count, boolean[] gatheredNulls) {
        float[] values = new float[count];
        float[][] source = chunks;
        for (int i = 0; i < count; i++) {
            int row = Math.max(0, rows[offset + i]);
            values[i] = source[row >>> CHUNK_SHIFT][row & CHUNK_MASK];
        }
        return new FloatColumn(count, values, gatheredNulls);
    }

    @Override
    void markUnequalValues(Column flat, int[] ids, int[] rows, int count, boolean[] unequal) {
        float[] values = ((FloatColumn) flat).values();
        for (int i = 0; i < count; i++) {
            if (rows[i] >= 0) {
                float value = values[ids == null ? i : ids[i]];
                float stored = get(rows[i]);
                unequal[i] |= value != stored && !(Float.isNaN(value) && Float.isNaN(stored));
            }
        }
    }
}
