package io.blink.state.table;

import java.util.Arrays;

/** Of rows that go to the same address, the last. Scratch, used by one thread. */
final class RowSet {
    private int[] slots = new int[0];
    private int[] rows = new int[0];

    /** The last row of each address, ascending; {@link #rows} has them. */
    int lastOfEach(int[] addresses, int count) {
        ensure(count);
        int mask = slots.length - 1;
        int kept = count;
        for (int i = count - 1; i >= 0; i--) {
            int at = addresses[i] * 0x9E3779B9 >>> 7 & mask;
            while (slots[at] != 0 && addresses[slots[at] - 1] != addresses[i]) {
                at = at + 1 & mask;
            }
            if (slots[at] == 0) {
                slots[at] = i + 1;
                rows[--kept] = i;
            }
        }
        System.arraycopy(rows, kept, rows, 0, count - kept);
        return count - kept;
    }

    int[] rows() {
        return rows;
    }

    private void ensure(int count) {
        if (rows.length < count) {
            rows = new int[count];
            slots = new int[Integer.highestOneBit(Math.max(1, count)) * 4];
        } else {
            Arrays.fill(slots, 0);
        }
    }
}
