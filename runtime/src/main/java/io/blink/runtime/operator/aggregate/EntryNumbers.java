package io.blink.runtime.operator.aggregate;

import io.blink.core.column.Batch;
import io.blink.core.spi.state.ValueTable;
import java.util.Arrays;

/** Numbers the table entries of one batch from 0, equal ones alike, in the order in which they come. Scratch, used by one thread. */
public final class EntryNumbers {
    private static final int ENTRY_SHIFT = 33;
    private static final int NUMBER_SHIFT = 13;
    private static final int NUMBER_MASK = (1 << ENTRY_SHIFT - NUMBER_SHIFT) - 1;
    private static final int BATCH_MASK = (1 << NUMBER_SHIFT) - 1;
    private static final int SLOTS_PER_ROW = 4;

    /** Entry, number and batch, packed; those of other batches count as free. */
    private long[] slots = new long[SLOTS_PER_ROW * Batch.TARGET_ROWS];

    private int[] numbers = new int[Batch.TARGET_ROWS];
    private int batch;

    /** Numbers at most a million entries and leaves each once in {@code entries}, with its flag of {@code fresh}, by number; returns how many there are. */
    public int number(int[] entries, boolean[] fresh, int count) {
        start(count);
        int shift = Integer.numberOfLeadingZeros(slots.length - 1);
        int next = 0;
        for (int i = 0; i < count; i++) {
            int entry = entries[i];
            int at = entry * 0x9E3779B9 >>> shift;
            while ((slots[at] & BATCH_MASK) == batch && slots[at] >>> ENTRY_SHIFT != entry) {
                at = at + 1 & slots.length - 1;
            }
            if ((slots[at] & BATCH_MASK) != batch) {
                slots[at] = (long) entry << ENTRY_SHIFT | (long) next << NUMBER_SHIFT | batch;
                entries[next] = entry;
                fresh[next] = fresh[i];
                next++;
            }
            numbers[i] = (int) (slots[at] >>> NUMBER_SHIFT) & NUMBER_MASK;
        }
        return next;
    }

    private void start(int count) {
        if (count > numbers.length) {
            if (count > NUMBER_MASK) {
                throw new IllegalArgumentException(count + " rows at once");
            }
            int rows = Integer.highestOneBit(count - 1) << 1;
            numbers = new int[rows];
            slots = new long[SLOTS_PER_ROW * rows];
            batch = 0;
        }
        batch = batch + 1 & BATCH_MASK;
        if (batch == 0) {
            Arrays.fill(slots, 0);
            batch = 1;
        }
    }

    /**
     * Moves the entries that a table has to the front.
     *
     * @param positions is set to where they were
     * @return how many there are
     */
    public static int pack(int[] entries, int count, int[] positions) {
        int found = 0;
        for (int i = 0; i < count; i++) {
            if (entries[i] != ValueTable.NONE) {
                entries[found] = entries[i];
                positions[found++] = i;
            }
        }
        return found;
    }

    /** The number of each row. */
    public int[] numbers() {
        return numbers;
    }
}
