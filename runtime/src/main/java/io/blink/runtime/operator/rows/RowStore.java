package io.blink.runtime.operator.rows;

import io.blink.core.column.Column;
import io.blink.core.type.DataType;
import java.util.ArrayList;
import java.util.List;

/** Rows of several columns, one {@link ColumnStore} each. */
public final class RowStore {
    private final ColumnStore[] columns;
    private int size;

    public RowStore(List<DataType> types) {
        columns = types.stream().map(ColumnStore::of).toArray(ColumnStore[]::new);
    }

    public int size() {
        return size;
    }

    public int columnCount() {
        return columns.length;
    }

    public ColumnStore column(int index) {
        return columns[index];
    }

    /** Appends rows: those at {@code positions[offset ..)}, or with {@code positions == null} those from {@code offset} on. */
    public void append(Column[] source, int[] positions, int offset, int count) {
        for (int i = 0; i < columns.length; i++) {
            columns[i].append(source[i], positions, offset, count);
        }
        size += count;
    }

    /** All columns of {@code rows[offset .. offset + count)}; row -1 gives nulls. */
    public List<Column> gather(int[] rows, int offset, int count) {
        List<Column> gathered = new ArrayList<>(columns.length);
        for (ColumnStore column : columns) {
            gathered.add(column.gather(rows, offset, count));
        }
        return gathered;
    }

    /** Bytes that appending {@code count} rows of {@code source} will add at most. */
    public long bytesToAppend(Column[] source, int count) {
        long bytes = 0;
        for (int i = 0; i < columns.length; i++) {
            bytes += columns[i].bytesToAppend(source[i], count);
        }
        return bytes;
    }

    public long retainedBytes() {
        long bytes = 0;
        for (ColumnStore column : columns) {
            bytes += column.retainedBytes();
        }
        return bytes;
    }

    public void clear() {
        size = 0;
        for (ColumnStore column : columns) {
            column.clear();
        }
    }
}
