package io.blink.runtime.operator.rows;

import io.blink.core.column.Column;
import io.blink.core.column.DictionaryColumn;
import io.blink.core.hash.ValueHash;
import java.util.Arrays;

/**
 * The rows of a {@link BytesStore} that holds few different values, as ids into a dictionary of them, so that rows are gathered without copying a byte and whatever
 * follows looks at each value once. Immutable; the store may be cleared.
 */
public final class FewStrings {
    /** More different values make no dictionary: it would be long beside the batches that carry it. */
    private static final int VALUES_MAX = 256;
    /** So many rows for each value at least. */
    private static final int ROWS_PER_VALUE = 8;

    private static final int SLOTS = VALUES_MAX * 4;

    private final IntChunks ids;
    private final int nullId;
    private final Column values;
    private final Column valuesAndNull;

    private FewStrings(IntChunks ids, int nullId, Column values, Column valuesAndNull) {
        this.ids = ids;
        this.nullId = nullId;
        this.values = values;
        this.valuesAndNull = valuesAndNull;
    }

    /** Bytes that ids of that many rows take. */
    public static long bytesFor(int rows) {
        return IntChunks.bytesFor(rows);
    }

    /** The same rows in the same order; {@code null} where there are too many different values. */
    public static FewStrings of(BytesStore store) {
        int rows = store.size();
        int valuesMax = Math.min(VALUES_MAX, rows / ROWS_PER_VALUE);
        int[] slots = new int[SLOTS];
        Arrays.fill(slots, -1);
        int[] firstRows = new int[valuesMax];
        int count = 0;
        IntChunks ids = new IntChunks();
        ids.ensure(rows);
        for (int row = 0; row < rows; row++) {
            if (store.isNull(row)) {
                ids.set(row, -1);
                continue;
            }
            int slot = slot(store, row, slots, firstRows);
            if (slots[slot] < 0) {
                if (count == valuesMax) {
                    return null;
                }
                firstRows[count] = row;
                slots[slot] = count++;
            }
            ids.set(row, slots[slot]);
        }
        return count == 0 ? null : build(store, ids, rows, firstRows, count);
    }

    /** Where the value's id stands or belongs. */
    private static int slot(BytesStore store, int row, int[] slots, int[] firstRows) {
        long hash = ValueHash.ofBytes(store.bytes(row), store.offset(row), store.length(row));
        int slot = (int) (hash >>> 32) & SLOTS - 1;
        while (slots[slot] >= 0 && store.compare(firstRows[slots[slot]], row) != 0) {
            slot = slot + 1 & SLOTS - 1;
        }
        return slot;
    }

    private static FewStrings build(BytesStore store, IntChunks ids, int rows, int[] firstRows, int count) {
        int[] entries = Arrays.copyOf(firstRows, count + 1);
        entries[count] = -1;
        Column valuesAndNull = store.gather(entries, 0, count + 1);
        for (int row = 0; row < rows; row++) {
            if (ids.get(row) < 0) {
                ids.set(row, count);
            }
        }
        return new FewStrings(ids, count, store.gather(entries, 0, count), valuesAndNull);
    }

    /** As {@link ColumnStore#gather}. */
    public Column gather(int[] rows, int offset, int count) {
        int[] gathered = new int[count];
        boolean anyNull = false;
        for (int i = 0; i < count; i++) {
            int row = rows[offset + i];
            int id = row < 0 ? nullId : ids.get(row);
            gathered[i] = id;
            anyNull |= id == nullId;
        }
        return new DictionaryColumn(count, gathered, anyNull ? valuesAndNull : values);
    }
}
