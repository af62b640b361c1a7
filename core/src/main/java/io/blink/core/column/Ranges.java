package io.blink.core.column;

import java.util.Arrays;

/** The elements of chosen rows of a column of arrays or maps: their positions, in order, and the offsets of the rows that they form. */
record Ranges(int[] positions, int count, int[] offsets) {

    static Ranges of(int[] offsets, int[] rows, int from, int rowCount) {
        int[] newOffsets = new int[rowCount + 1];
        long total = 0;
        for (int i = 0; i < rowCount; i++) {
            int row = rows[from + i];
            total += offsets[row + 1] - offsets[row];
            newOffsets[i + 1] = BytesColumn.checkedLength(total);
        }
        int[] positions = new int[(int) total];
        int next = 0;
        for (int i = 0; i < rowCount; i++) {
            int row = rows[from + i];
            for (int element = offsets[row]; element < offsets[row + 1]; element++) {
                positions[next++] = element;
            }
        }
        return new Ranges(positions, next, newOffsets);
    }

    static int[] shifted(int[] offsets, int from, int length) {
        int[] shifted = Arrays.copyOfRange(offsets, from, from + length + 1);
        int start = shifted[0];
        for (int i = 0; i <= length; i++) {
            shifted[i] -= start;
        }
        return shifted;
    }
}
