package io.blink.runtime.operator.join.stream;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnConcatenation;
import io.blink.runtime.operator.RowKinds;
import java.util.Arrays;
import java.util.List;

/**
 * What remains of the changes of a batch where each row of the side is looked at once: its content before the batch and after it.
 *
 * @param changeOfGroup for each different row of the batch the number of its change, or -1 if there is none
 * @param groups the different row of each change
 * @param oldRows number of each change's old content among the stored rows, or -1
 * @param newRows of each change, the row of the batch, or -1
 */
record NetRows(int count, int[] changeOfGroup, int[] groups, int[] oldRows, int[] newRows) {
    /** Of each different row the last kind counts. @param oldOfGroup number of what is stored, or -1 */
    static NetRows ofLast(Batch batch, int[] groupOfRow, int groupCount, int[] oldOfGroup) {
        int[] lastRow = new int[groupCount];
        for (int row = 0; row < batch.rowCount(); row++) {
            lastRow[groupOfRow[row]] = RowKinds.comes(batch.rowKinds(), row) ? row : -1;
        }
        int[] changeOfGroup = new int[groupCount];
        int[] groups = new int[groupCount];
        int[] oldRows = new int[groupCount];
        int[] newRows = new int[groupCount];
        int count = 0;
        for (int g = 0; g < groupCount; g++) {
            boolean changes = oldOfGroup[g] >= 0 || lastRow[g] >= 0;
            changeOfGroup[g] = changes ? count : -1;
            groups[count] = g;
            oldRows[count] = oldOfGroup[g];
            newRows[count] = lastRow[g];
            count += changes ? 1 : 0;
        }
        return new NetRows(
                count,
                changeOfGroup,
                Arrays.copyOf(groups, count),
                Arrays.copyOf(oldRows, count),
                Arrays.copyOf(newRows, count));
    }

    /**
     * @param old stored rows
     * @param matches of stored rows, or {@code null}
     * @param keys and hashes of the batch's rows
     * @param firstRow of each different row, one in the batch
     */
    RowChanges changes(
            SideLayout layout, Batch batch, Batch old, long[] matches, Column[] keys, long[] hashes, int[] firstRow) {
        int[] member = new int[count];
        boolean anyOld = false;
        for (int c = 0; c < count; c++) {
            member[c] = firstRow[groups[c]];
            anyOld |= oldRows[c] >= 0;
        }
        long[] oldMatches = matches == null ? null : new long[count];
        int[] contentOfOld = anyOld ? new int[count] : null;
        for (int c = 0; anyOld && c < count; c++) {
            contentOfOld[c] = oldRows[c] < 0 ? -1 : batch.rowCount() + oldRows[c];
            if (matches != null && oldRows[c] >= 0) {
                oldMatches[c] = matches[oldRows[c]];
            }
        }
        Batch content = new Batch(batch.rowCount(), batch.columns());
        Column[] changeKeys = Take.of(keys, member, count);
        return new RowChanges(
                count,
                anyOld ? ColumnConcatenation.ofBatches(List.of(content, old)) : content,
                contentOfOld,
                newRows,
                null,
                oldMatches,
                changeKeys,
                Take.of(hashes, member, count),
                layout.unequal(changeKeys, count));
    }
}
