package io.blink.runtime.operator.join.stream;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import java.util.Arrays;

/**
 * What a batch changes on its side, consolidated: a row of the side changes at most once, from its old content to its new one.
 *
 * @param content rows that {@code oldRows} and {@code newRows} number
 * @param oldRows the content before, or -1 of a row that appears; {@code null}: all rows appear
 * @param newRows the content after, or -1 of a row that goes
 * @param copies how many equal rows appear or go; {@code null}: one each
 * @param oldMatches how many matches the old row had, where the side counts them; else {@code null}
 * @param keys join keys, a row a change
 * @param unequal changes whose key equals nothing, or {@code null}
 */
record RowChanges(
        int count,
        Batch content,
        int[] oldRows,
        int[] newRows,
        long[] copies,
        long[] oldMatches,
        Column[] keys,
        long[] hashes,
        boolean[] unequal) {

    /** Rows that all appear. */
    static RowChanges insertions(Batch rows, SideLayout layout) {
        int[] newRows = new int[rows.rowCount()];
        Arrays.setAll(newRows, row -> row);
        Column[] keys = layout.keysOf(rows);
        boolean[] unequal = layout.unequal(keys, rows.rowCount());
        return new RowChanges(rows.rowCount(), rows, null, newRows, null, null, keys, layout.hashes(rows), unequal);
    }

    boolean hasOld(int change) {
        return oldRows != null && oldRows[change] >= 0;
    }

    boolean hasNew(int change) {
        return newRows[change] >= 0;
    }

    long copies(int change) {
        return copies == null ? 1 : copies[change];
    }

    long oldMatches(int change) {
        return oldMatches == null ? 0 : oldMatches[change];
    }

    boolean insertOnly() {
        return oldRows == null;
    }
}
