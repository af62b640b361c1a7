package io.blink.formats.record;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.column.RowKind;
import io.blink.core.type.Field;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows on their way into a batch. A decoder appends one value to each column and then ends the row; what it left half done is cut off by {@link #truncate}. */
public final class DecodedRows {
    private final ColumnBuilder[] columns;
    private int rows;
    /** {@code null}: every row is an INSERT. */
    private byte[] kinds;

    public DecodedRows(List<Field> fields) {
        columns = fields.stream()
                .map(field -> ColumnBuilder.of(field.type(), Batch.TARGET_ROWS))
                .toArray(ColumnBuilder[]::new);
    }

    public ColumnBuilder column(int index) {
        return columns[index];
    }

    public int columnCount() {
        return columns.length;
    }

    /** Rows that have ended. */
    public int count() {
        return rows;
    }

    /** The values appended to each column since the last call form a row. */
    public void endRow(RowKind kind) {
        if (kind != RowKind.INSERT || kinds != null) {
            int capacity = kinds == null ? Batch.TARGET_ROWS : kinds.length;
            while (capacity <= rows) {
                capacity *= 2;
            }
            if (kinds == null || kinds.length < capacity) {
                kinds = kinds == null ? new byte[capacity] : Arrays.copyOf(kinds, capacity);
            }
            kinds[rows] = (byte) kind.ordinal();
        }
        rows++;
    }

    /** Keeps the first {@code newCount} rows and nothing of one that has not ended. */
    public void truncate(int newCount) {
        rows = newCount;
        for (ColumnBuilder column : columns) {
            column.truncate(newCount);
        }
    }

    /** Bytes of the arrays that the rows are collected in. */
    public long retainedBytes() {
        long bytes = kinds == null ? 0 : kinds.length;
        for (ColumnBuilder column : columns) {
            bytes += column.retainedBytes();
        }
        return bytes;
    }

    /** Ordinals of {@link RowKind}, or {@code null} if every row is an INSERT; to be asked before {@link #build}. */
    public byte[] kinds() {
        return kinds;
    }

    /** The columns of the rows; none are left afterwards. */
    public List<Column> build() {
        List<Column> built = new ArrayList<>(columns.length);
        for (ColumnBuilder column : columns) {
            built.add(column.build());
        }
        rows = 0;
        kinds = null;
        return built;
    }
}
