package io.blink.runtime.operator.rows;

import io.blink.core.column.Column;
import io.blink.core.column.DoubleColumn;
import java.util.Arrays;

/** Rows of {@code double} values. Adding 0.0 turns -0.0 into 0.0 for the order; NaN is highest. */
public final class DoubleStore extends ColumnStore {
    private double[][] chunks = new double[0][];

    /** The value of a row; undefined for a null. */
    public double get(int row) {
        return chunks[row >>> CHUNK_SHIFT][row & CHUNK_MASK];
    }

    @Override
    public int compare(int row, int otherRow) {
        return Double.compare(get(row) + 0.0, get(otherRow) + 0.0);
    }

    @Override
    int widthBytes() {
        return Double.BYTES;
    }

    @Override
    void grow(int newCapacity) {
        int before = chunks.length;
        int count = chunkCount(newCapacity);
        chunks = Arrays.copyOf(chunks, count);
        for (int chunk = Math.max(0, before - 1); chunk < count; chunk++) {
            int length = chunkLength(newCapacity, chunk);
            chunks[chunk] = chunk < before ? Arrays.copyOf(chunks[chunk], length) : new double[length];
        }
    }

    @Override
    void release() {
        chunks = new double[0][];
    }

    @Override
    void appendFlat(Column flat, int[] positions, int offset, int count) {
        double[] values = ((DoubleColumn) flat).values();
        int done = 0;
        while (done < count) {
            int row = size() + done;
            double[] chunk = chunks[row >>> CHUNK_SHIFT];
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

    private static void copy(double[] values, int[] positions, int offset, double[] chunk, int start, int length) {
        for (int i = 0; i < length; i++) {
            chunk[start + i] = values[positions[offset + i]];
        }
    }

    @Override
    Column shared(int chunk, int count, boolean[] chunkNulls) {
        return new DoubleColumn(count, chunks[chunk], chunkNulls);
    }

    @Override
    Column gather(int[] rows, int offset, int count, boolean[] gatheredNulls) {
        double[] values = new double[count];
        double[][] source = chunks;
        for (int i = 0; i < count; i++) {
            int row = Math.max(0, rows[offset + i]);
            values[i] = source[row >>> CHUNK_SHIFT][row & CHUNK_MASK];
        }
        return new DoubleColumn(count, values, gatheredNulls);
    }

    @Override
    void markUnequalValues(Column flat, int[] ids, int[] rows, int count, boolean[] unequal) {
        double[] values = ((DoubleColumn) flat).values();
        for (int i = 0; i < count; i++) {
            if (rows[i] >= 0) {
                double value = values[ids == null ? i : ids[i]];
                double stored = get(rows[i]);
                unequal[i] |= value != stored && !(Double.isNaN(value) && Double.isNaN(stored));
            }
        }
    }
}
