package io.blink.kafka.sink;

import java.util.Arrays;
import java.util.function.IntFunction;

/** Finds the last row of each key among rows that come together: those before it are replaced by it before anybody reads them. One thread. */
final class LastRows {
    private static final int SLOTS_MIN = 16;

    private final int rowsMax;
    /** Keys that were seen, each in the first free slot from its hash on. */
    private byte[][] slots = new byte[SLOTS_MIN][];

    /** @param rowsMax that are looked at together, above 0 */
    LastRows(int rowsMax) {
        this.rowsMax = rowsMax;
    }

    /**
     * The keys of the rows that remain, {@code null} for the others.
     *
     * @param keys of rows; {@code null} for one that is not written
     */
    byte[][] keys(int rows, IntFunction<byte[]> keys) {
        byte[][] remaining = new byte[rows][];
        for (int from = 0; from < rows; from += Math.min(rowsMax, rows - from)) {
            int to = from + Math.min(rowsMax, rows - from);
            reset(to - from);
            for (int row = to - 1; row >= from; row--) {
                byte[] key = keys.apply(row);
                if (key != null && add(key)) {
                    remaining[row] = key;
                }
            }
        }
        return remaining;
    }

    /** At most half of the slots are taken. */
    private void reset(int rows) {
        int wanted = Math.max(SLOTS_MIN, Integer.highestOneBit(rows) << 2);
        if (slots.length < wanted) {
            slots = new byte[wanted][];
        } else {
            Arrays.fill(slots, null);
        }
    }

    /** Whether the key is new. */
    private boolean add(byte[] key) {
        int hash = Arrays.hashCode(key) * 0x9E3779B9;
        int slot = hash >>> 1 & slots.length - 1;
        while (slots[slot] != null) {
            if (Arrays.equals(slots[slot], key)) {
                return false;
            }
            slot = slot + 1 & slots.length - 1;
        }
        slots[slot] = key;
        return true;
    }
}
