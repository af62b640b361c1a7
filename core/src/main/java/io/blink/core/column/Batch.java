package io.blink.core.column;

import java.util.ArrayList;
import java.util.List;

/**
 * The unit that moves between operators: a row count, columns of that size and, for changelogs, one byte a row of {@link RowKind}. Immutable once
 * handed on; passed by reference inside a process. Up to about 4,096 rows or 1 MB; one row is legal.
 */
public final class Batch {
    /** Rows that sources and operators aim at. */
    public static final int TARGET_ROWS = 4096;

    /** Bytes above which sources and operators end a batch early. */
    public static final int TARGET_BYTES = 1 << 20;

    private final int rowCount;
    private final List<Column> columns;
    private final byte[] rowKinds;

    public Batch(int rowCount, List<Column> columns) {
        this(rowCount, columns, null);
    }

    public Batch(List<Column> columns) {
        this(columns.get(0).size(), columns, null);
    }

    /** Takes {@code rowKinds} over: ordinals of {@link RowKind}, or {@code null} if every row is an INSERT. */
    public Batch(int rowCount, List<Column> columns, byte[] rowKinds) {
        this.rowCount = rowCount;
        this.columns = List.copyOf(columns);
        this.rowKinds = rowKinds;
        for (Column column : this.columns) {
            if (column.size() != rowCount) {
                throw new IllegalArgumentException(
                        "a column of " + column.size() + " values in a batch of " + rowCount);
            }
        }
        if (rowKinds != null && rowKinds.length < rowCount) {
            throw new IllegalArgumentException(rowKinds.length + " row kinds in a batch of " + rowCount);
        }
    }

    public int rowCount() {
        return rowCount;
    }

    public List<Column> columns() {
        return columns;
    }

    public Column column(int index) {
        return columns.get(index);
    }

    /** Ordinals of {@link RowKind}, or {@code null} if every row is an INSERT. */
    public byte[] rowKinds() {
        return rowKinds;
    }

    /** The rows at {@code positions[offset .. offset + count)}. Columns that share ids go on sharing them. */
    public Batch take(int[] positions, int offset, int count) {
        byte[] kinds = null;
        if (rowKinds != null) {
            kinds = new byte[count];
            for (int i = 0; i < count; i++) {
                kinds[i] = rowKinds[positions[offset + i]];
            }
        }
        return new Batch(count, EncodedColumns.each(columns, column -> column.take(positions, offset, count)), kinds);
    }

    /** The same rows with these of their columns, in that order. */
    public Batch select(int... indices) {
        List<Column> selected = new ArrayList<>(indices.length);
        for (int index : indices) {
            selected.add(columns.get(index));
        }
        return new Batch(rowCount, selected, rowKinds);
    }

    public Batch slice(int from, int length) {
        if (from == 0 && length == rowCount) {
            return this;
        }
        byte[] kinds = rowKinds == null ? null : java.util.Arrays.copyOfRange(rowKinds, from, from + length);
        return new Batch(length, EncodedColumns.each(columns, column -> column.slice(from, length)), kinds);
    }

    /** As {@link Column#payloadBytes}. */
    public long payloadBytes() {
        long bytes = 48 + (rowKinds == null ? 0 : rowKinds.length);
        for (Column column : columns) {
            bytes += column.payloadBytes();
        }
        return bytes;
    }

    public long retainedBytes() {
        long bytes = 48 + (rowKinds == null ? 0 : rowKinds.length);
        for (Column column : columns) {
            bytes += column.retainedBytes();
        }
        return bytes;
    }
}
