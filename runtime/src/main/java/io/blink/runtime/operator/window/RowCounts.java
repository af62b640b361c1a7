package io.blink.runtime.operator.window;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.type.DataType;
import io.blink.runtime.operator.RowKinds;
import io.blink.runtime.operator.hashtable.GroupTable;
import java.util.Arrays;
import java.util.List;

/** The different rows of one batch of changes, and how often each comes less how often it goes. */
final class RowCounts {
    private final GroupTable table;
    private int[] rowOf = new int[0];
    private long[] changes = new long[0];

    RowCounts(List<DataType> types) {
        this.table = new GroupTable(types);
    }

    /** Counts the rows of a batch, of which only these columns are looked at. Returns how many are different. */
    int count(Batch batch, Column[] columns) {
        int rows = batch.rowCount();
        int[] numbers = new int[rows];
        table.clear();
        table.insert(columns, rows, numbers);
        int count = table.groupCount();
        rowOf = new int[count];
        changes = new long[count];
        Arrays.fill(rowOf, -1);
        for (int row = 0; row < rows; row++) {
            int number = numbers[row];
            rowOf[number] = rowOf[number] < 0 ? row : rowOf[number];
            changes[number] += RowKinds.comes(batch.rowKinds(), row) ? 1 : -1;
        }
        return count;
    }

    /** Where each of the different rows stands first in the batch. */
    int[] rows() {
        return rowOf;
    }

    /** How often each comes less how often it goes. */
    long[] changes() {
        return changes;
    }
}
