package io.blink.runtime.operator.rank;

import java.util.Arrays;

/** A growing list of row numbers. */
final class IntRows {
    private int[] rows = new int[64];
    private int count;

    void add(int row) {
        if (count == rows.length) {
            rows = Arrays.copyOf(rows, 2 * count);
        }
        rows[count++] = row;
    }

    /** Removes a row that is in the list, which ascends. */
    void remove(int row) {
        int at = Arrays.binarySearch(rows, 0, count, row);
        System.arraycopy(rows, at + 1, rows, at, count - at - 1);
        count--;
    }

    int[] rows() {
        return rows;
    }

    int count() {
        return count;
    }

    void clear() {
        count = 0;
    }
}
