package io.blink.jdbc;

import java.util.Arrays;

/** Numbers of rows, found by the hash of their key: chains in an array of slots. */
final class RowsByHash {
    private static final int END = -1;

    private final long[] hashes;
    private final int[] first;
    private final int[] next;

    RowsByHash(long[] hashes) {
        this.hashes = hashes;
        first = new int[Math.max(16, Integer.highestOneBit(Math.max(1, hashes.length)) * 2)];
        next = new int[hashes.length];
        Arrays.fill(first, END);
        for (int row = hashes.length - 1; row >= 0; row--) {
            int slot = slot(hashes[row]);
            next[row] = first[slot];
            first[slot] = row;
        }
    }

    private int slot(long hash) {
        return (int) (hash >>> 32) & first.length - 1;
    }

    /** The rows of the first of some hashes, then those of the second, and so on. @param counts set to the number of rows of each */
    int[] of(long[] asked, int[] counts) {
        int[] rows = new int[hashes.length];
        int size = 0;
        for (int i = 0; i < asked.length; i++) {
            int before = size;
            for (int row = first[slot(asked[i])]; row != END; row = next[row]) {
                if (hashes[row] == asked[i]) {
                    rows = size == rows.length ? Arrays.copyOf(rows, size * 2) : rows;
                    rows[size++] = row;
                }
            }
            counts[i] = size - before;
        }
        return Arrays.copyOf(rows, size);
    }
}
