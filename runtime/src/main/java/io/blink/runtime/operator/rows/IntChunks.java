package io.blink.runtime.operator.rows;

import java.util.Arrays;

/** A growing array of ints, in chunks as {@link ColumnStore} has them. Loops over many entries take {@link #chunks} once. */
public final class IntChunks {
    public static final int SHIFT = ColumnStore.CHUNK_SHIFT;
    public static final int MASK = ColumnStore.CHUNK_MASK;

    private int[][] chunks = new int[0][];
    private int capacity;

    /** Makes room for indexes below {@code size}; new entries are 0. */
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
            chunks[chunk] = chunk < before ? Arrays.copyOf(chunks[chunk], length) : new int[length];
        }
        capacity = grown;
    }

    /** Entry {@code i} is {@code chunks[i >>> SHIFT][i & MASK]}; valid until {@link #ensure} grows. */
    public int[][] chunks() {
        return chunks;
    }

    public int get(int index) {
        return chunks[index >>> SHIFT][index & MASK];
    }

    public void set(int index, int value) {
        chunks[index >>> SHIFT][index & MASK] = value;
    }

    /** Adds to an entry and gives what it was. */
    public int getAndAdd(int index, int delta) {
        int[] chunk = chunks[index >>> SHIFT];
        int value = chunk[index & MASK];
        chunk[index & MASK] = value + delta;
        return value;
    }

    /** Copies {@code count} entries to the start of {@code target}. */
    public void copy(int from, int[] target, int count) {
        int done = 0;
        while (done < count) {
            int start = from + done & MASK;
            int[] chunk = chunks[from + done >>> SHIFT];
            int length = Math.min(count - done, chunk.length - start);
            System.arraycopy(chunk, start, target, done, length);
            done += length;
        }
    }

    /** What {@link #ensure} of {@code size} will add. */
    public long bytesToEnsure(int size) {
        return size <= capacity ? 0 : (long) (ColumnStore.capacityFor(size) - capacity) * Integer.BYTES;
    }

    /** Bytes of an array of that size. */
    public static long bytesFor(int size) {
        return size == 0 ? 0 : (long) ColumnStore.capacityFor(size) * Integer.BYTES;
    }

    public long retainedBytes() {
        return (long) capacity * Integer.BYTES;
    }

    public void clear() {
        chunks = new int[0][];
        capacity = 0;
    }
}
