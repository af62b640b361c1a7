package io.blink.runtime.operator.rows;

import java.util.Arrays;

/** A growing array of flags, in chunks as {@link ColumnStore} has them. Loops over many entries take {@link #chunks} once. */
public final class BooleanChunks {
    public static final int SHIFT = ColumnStore.CHUNK_SHIFT;
    public static final int MASK = ColumnStore.CHUNK_MASK;

    private boolean[][] chunks = new boolean[0][];
    private int capacity;

    /** Makes room for indexes below {@code size}; new entries are false. */
    public void ensure(int size) {
        if (size <= capacity) {
            return;
        }
        int grown = ColumnStore.capacityFor(size);
        int before = chunks.length;
        int count = ColumnStore.chunkCount(grown);
        chunks = Arrays.copyOf(chunks, count);
        for (int chunk = Math.max(0, before - 1); chunk < count; chunk++) {
            int length = ColumnStore.chunkLength(grown, chunk);
            chunks[chunk] = chunk < before ? Arrays.copyOf(chunks[chunk], length) : new boolean[length];
        }
        capacity = grown;
    }

    /** Entry {@code i} is {@code chunks[i >>> SHIFT][i & MASK]}; valid until {@link #ensure} grows. */
    public boolean[][] chunks() {
        return chunks;
    }

    public boolean get(int index) {
        return chunks[index >>> SHIFT][index & MASK];
    }

    public void set(int index, boolean value) {
        chunks[index >>> SHIFT][index & MASK] = value;
    }

    public boolean[] copy(int from, int count) {
        boolean[] copy = new boolean[count];
        int done = 0;
        while (done < count) {
            int start = from + done & MASK;
            boolean[] chunk = chunks[from + done >>> SHIFT];
            int length = Math.min(count - done, chunk.length - start);
            System.arraycopy(chunk, start, copy, done, length);
            done += length;
        }
        return copy;
    }

    /** What {@link #ensure} of {@code size} will add. */
    public long bytesToEnsure(int size) {
        return size <= capacity ? 0 : (long) (ColumnStore.capacityFor(size) - capacity);
    }

    public long retainedBytes() {
        return (long) capacity;
    }

    public void clear() {
        chunks = new boolean[0][];
        capacity = 0;
    }
}
