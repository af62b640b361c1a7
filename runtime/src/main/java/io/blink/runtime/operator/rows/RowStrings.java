package io.blink.runtime.operator.rows;

import io.blink.core.column.BytesColumn;
import io.blink.core.column.Column;
import io.blink.core.column.DictionaryColumn;
import java.util.Arrays;

/**
 * The rows of a {@link BytesStore} as a dictionary with an entry a row, so that what follows passes row numbers on instead of strings, and knows strings of one row by one
 * number. Immutable; the store may be cleared.
 */
public final class RowStrings {
    /** Longer columns stay where they are: their dictionary would be one array. */
    private static final long BYTES_MAX = 8L << 20;

    private static final int ROWS_MAX = 1 << 20;

    private final BytesColumn rows;

    private RowStrings(BytesColumn rows) {
        this.rows = rows;
    }

    /** Bytes that the dictionary of that store takes, or would take without its bound. */
    public static long bytesFor(BytesStore store) {
        return Math.min(store.variableBytes(), BYTES_MAX)
                + (Integer.BYTES + 1L) * Math.min(store.size() + 2L, ROWS_MAX);
    }

    /** @param nullRow whether there is to be a null after the last row */
    public static RowStrings of(BytesStore store, boolean nullRow) {
        if (store.size() >= ROWS_MAX || store.variableBytes() > BYTES_MAX) {
            return null;
        }
        int[] all = new int[store.size() + (nullRow ? 1 : 0)];
        Arrays.setAll(all, i -> i);
        if (nullRow) {
            all[store.size()] = -1;
        }
        return new RowStrings((BytesColumn) store.gather(all, 0, all.length));
    }

    /** The entries of some rows; row -1 is the null after the last row. */
    public int[] ids(int[] storeRows, int count) {
        int nullId = rows.size() - 1;
        int[] ids = new int[count];
        for (int i = 0; i < count; i++) {
            int row = storeRows[i];
            ids[i] = row < 0 ? nullId : row;
        }
        return ids;
    }

    /** Takes {@code ids} over: numbers of rows. */
    public Column column(int[] ids, int count) {
        return new DictionaryColumn(count, ids, rows);
    }
}
