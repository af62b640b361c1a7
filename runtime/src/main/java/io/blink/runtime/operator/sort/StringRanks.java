package io.blink.runtime.operator.sort;

import io.blink.core.column.Column;
import io.blink.core.hash.ValueHash;
import io.blink.runtime.operator.rows.BytesStore;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * The places of strings among the different ones of a column that has few of them: a number in the order of bytes, so that a string takes a few bits of a prefix, and in full. Rows are {@linkplain #add
 * added} first; after {@link #finish} each is looked up.
 */
final class StringRanks {
    /** More different values make no ranks. */
    private static final int VALUES_MAX = 1 << 12;
    /** So many rows for each value at least. */
    private static final int ROWS_PER_VALUE = 8;
    /** The values become a dictionary: it has no more bytes than this, nor than there are rows. */
    private static final long VALUE_BYTES_MAX = 1 << 18;

    private static final int SLOTS_PER_VALUE = 4;

    private final BytesStore store;
    private final int valuesMax;
    private final int[] slots;
    /** By value, in the order in which they came: its hash, a row that has it, its rank. */
    private final long[] hashes;

    private final int[] firstRows;
    private int[] ranks;
    private int count;
    private long valueBytes;

    StringRanks(BytesStore store) {
        this.store = store;
        valuesMax = valuesMax(store.size());
        slots = new int[slotCount(valuesMax)];
        hashes = new long[valuesMax];
        firstRows = new int[valuesMax];
        Arrays.fill(slots, -1);
    }

    private static int valuesMax(int rows) {
        return Math.min(VALUES_MAX, rows / ROWS_PER_VALUE);
    }

    private static int slotCount(int values) {
        return SLOTS_PER_VALUE * Integer.highestOneBit(Math.max(1, values));
    }

    /** Bytes that the ranks of a column of that many rows take. */
    static long bytesFor(int rows) {
        int values = valuesMax(rows);
        return (long) slotCount(values) * Integer.BYTES
                + (long) values * (Long.BYTES + 2 * Integer.BYTES)
                + 2L * Math.min(VALUE_BYTES_MAX, rows);
    }

    /** Adds the values of some rows; false if there are too many different ones. */
    boolean add(int from, int to) {
        for (int row = from; row < to; row++) {
            if (store.isNull(row)) {
                continue;
            }
            long hash = hash(row);
            int slot = slot(row, hash);
            if (slots[slot] < 0) {
                valueBytes += store.length(row);
                if (count == valuesMax || valueBytes > Math.min(VALUE_BYTES_MAX, store.size())) {
                    return false;
                }
                hashes[count] = hash;
                firstRows[count] = row;
                slots[slot] = count++;
            }
        }
        return true;
    }

    private long hash(int row) {
        return ValueHash.ofBytes(store.bytes(row), store.offset(row), store.length(row));
    }

    /** Where the number of the row's value stands or belongs. */
    private int slot(int row, long hash) {
        int slot = (int) (hash >>> 32) & slots.length - 1;
        while (true) {
            int value = slots[slot];
            if (value < 0 || hashes[value] == hash && store.compare(firstRows[value], row) == 0) {
                return slot;
            }
            slot = slot + 1 & slots.length - 1;
        }
    }

    /** All rows have been added: puts the values in order. @return these, and a null behind them */
    Column finish() {
        int[] order = IntStream.range(0, count)
                .boxed()
                .sorted((left, right) -> store.compare(firstRows[left], firstRows[right]))
                .mapToInt(Integer::intValue)
                .toArray();
        ranks = new int[count];
        int[] rows = new int[count + 1];
        for (int rank = 0; rank < count; rank++) {
            ranks[order[rank]] = rank;
            rows[rank] = firstRows[order[rank]];
        }
        rows[count] = -1;
        return store.gather(rows, 0, count + 1);
    }

    /** Different values. */
    int count() {
        return count;
    }

    /** Writes the ranks of rows {@code from .. from + rows}; 0 for NULL. */
    void ranks(int from, int rows, int[] target) {
        for (int i = 0; i < rows; i++) {
            int row = from + i;
            target[i] = store.isNull(row) ? 0 : ranks[slots[slot(row, hash(row))]];
        }
    }
}
