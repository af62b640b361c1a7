package io.blink.runtime.operator.over.page;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.type.DataType;
import io.blink.runtime.operator.rows.ColumnStore;
import java.util.List;

/** Finds the rows whose keys differ from those of the row before, from batch to batch. Two NULLs are equal. */
public final class KeyChanges {
    private final int[] columns;
    private final List<DataType> types;
    /** The keys of the last row; {@code null} before the first. */
    private Column[] last;

    private int[] previous = new int[0];

    /** @param types of all columns */
    public KeyChanges(List<Integer> columns, List<DataType> types) {
        this.columns = columns.stream().mapToInt(Integer::intValue).toArray();
        this.types = types;
    }

    /** Sets {@code changed} of rows that differ from the row before, and of the first row of all. */
    public void mark(Batch batch, boolean[] changed) {
        int rows = batch.rowCount();
        if (last == null) {
            changed[0] = true;
        }
        if (previous.length < rows) {
            previous = new int[rows];
        }
        Column[] lastOfBatch = new Column[columns.length];
        for (int k = 0; k < columns.length; k++) {
            Column column = batch.column(columns[k]);
            mark(types.get(columns[k]), last == null ? null : last[k], column, rows, changed);
            lastOfBatch[k] = column.slice(rows - 1, 1).flat();
        }
        last = lastOfBatch;
    }

    /** Compares each row with the one that is stored ahead of it. */
    private void mark(DataType type, Column before, Column column, int rows, boolean[] changed) {
        ColumnStore store = ColumnStore.of(type);
        int offset = -1;
        if (before != null) {
            store.append(before, null, 0, 1);
            offset = 0;
        }
        store.append(column, null, 0, rows);
        for (int i = 0; i < rows; i++) {
            previous[i] = i + offset;
        }
        store.markUnequal(column, previous, rows, changed);
    }
}
