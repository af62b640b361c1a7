package io.blink.runtime.operator.join.stream;

import java.util.Arrays;

/** Numbers the different entries of a table among those of the rows of a batch, in the order in which they come. Scratch memory of one operator. */
final class EntryGroups {
    private static final int NONE = -1;

    private int[] slots = new int[0];
    private int[] groupOfRow = new int[0];
    private int[] firstRow = new int[0];
    private int[] entryOfGroup = new int[0];
    private int count;

    /** Rows with negative entries belong to no group. */
    void group(int[] entries, int rows) {
        ensure(rows);
        int mask = slots.length - 1;
        Arrays.fill(slots, NONE);
        count = 0;
        for (int row = 0; row < rows; row++) {
            int entry = entries[row];
            if (entry < 0) {
                groupOfRow[row] = NONE;
                continue;
            }
            int at = (entry * 0x9E3779B9 >>> 7) & mask;
            while (slots[at] != NONE && entryOfGroup[slots[at]] != entry) {
                at = at + 1 & mask;
            }
            if (slots[at] == NONE) {
                slots[at] = count;
                entryOfGroup[count] = entry;
                firstRow[count++] = row;
            }
            groupOfRow[row] = slots[at];
        }
    }

    private void ensure(int rows) {
        int wanted = Math.max(16, Integer.highestOneBit(Math.max(1, rows)) * 4);
        // A table much larger than the batch would cost more to clear than the batch is worth.
        if (slots.length != wanted) {
            slots = new int[wanted];
        }
        if (groupOfRow.length < rows) {
            groupOfRow = new int[rows];
            firstRow = new int[rows];
            entryOfGroup = new int[rows];
        }
    }

    int count() {
        return count;
    }

    /** The group of each row, or -1; valid until the next grouping. */
    int[] groupOfRow() {
        return groupOfRow;
    }

    /** The first row of each group. */
    int[] firstRow() {
        return firstRow;
    }

    /** The entry of each group. */
    int[] entries() {
        return entryOfGroup;
    }
}
