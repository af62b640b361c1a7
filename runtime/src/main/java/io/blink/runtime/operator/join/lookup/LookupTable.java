package io.blink.runtime.operator.join.lookup;

import io.blink.core.column.Batch;
import io.blink.core.hash.ColumnHash;
import java.util.Arrays;

/** A copy of a table with an index by the hash of some columns. Immutable; any thread. */
final class LookupTable {
    static final int END = -1;

    private final Batch rows;
    private final long[] hashes;
    private final int[] first;
    private final int[] next;
    private final long loadedNanos;

    /** @param loadedNanos {@link System#nanoTime} when reading began */
    LookupTable(Batch rows, int[] keyColumns, long loadedNanos) {
        this.rows = rows;
        this.loadedNanos = loadedNanos;
        int count = rows.rowCount();
        hashes = new long[count];
        ColumnHash.ofKeys(rows, keyColumns, hashes);
        first = new int[Math.max(16, Integer.highestOneBit(Math.max(1, count)) * 2)];
        next = new int[count];
        Arrays.fill(first, END);
        for (int row = count - 1; row >= 0; row--) {
            int slot = slot(hashes[row]);
            next[row] = first[slot];
            first[slot] = row;
        }
    }

    /** Of the index of a table with so many rows. */
    static long indexBytes(long rows) {
        return rows * (Long.BYTES + 3 * Integer.BYTES);
    }

    private int slot(long hash) {
        return (int) (hash >>> 32) & first.length - 1;
    }

    Batch rows() {
        return rows;
    }

    long loadedNanos() {
        return loadedNanos;
    }

    /** The first row with a hash, or {@link #END}. */
    int find(long hash) {
        return matching(first[slot(hash)], hash);
    }

    /** The row after another with the same hash, or {@link #END}. */
    int after(int row, long hash) {
        return matching(next[row], hash);
    }

    private int matching(int candidate, long hash) {
        int row = candidate;
        while (row != END && hashes[row] != hash) {
            row = next[row];
        }
        return row;
    }
}
