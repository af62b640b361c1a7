package io.blink.runtime.operator.rows;

import java.util.Arrays;

/** A growing array of ints in chunks of 16 KB. */
public final class IntChunks {
    private static final int SHIFT = 12;
    private static final int LENGTH = 1 << SHIFT;
    private static final int MASK = LENGTH - 1;

    private int[][] chunks = new int[0][];

    /** Makes room for indexes below {@code size}; new entries are 0. */
    public void ensure(int size) {
        int count = chunksFor(size);
        int before = chunks.length;
        if (count > before) {
            chunks = Arrays.copyOf(chunks, count);
            for (int chunk = before; chunk < count; chunk++) {
                chunks[chunk] = new int[LENGTH];
            }
        }
    }

    private static int chunksFor(int size) {
        return (int) (((long) size + MASK) >>> SHIFT);
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

    /** What {@link #ensure} of {@code size} will add. */
    public long bytesToEnsure(int size) {
        return bytesFor(size) - Math.min(bytesFor(size), retainedBytes());
    }

    public static long bytesFor(int size) {
        return (long) chunksFor(size) * LENGTH * Integer.BYTES;
    }

    public long retainedBytes() {
        return (long) chunks.length * LENGTH * Integer.BYTES;
    }

    public void clear() {
        chunks = new int[0][];
    }
}
