package io.blink.runtime.operator.rank;

import io.blink.core.column.BytesColumn;
import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.operator.rows.BytesStore;
import io.blink.runtime.operator.rows.ColumnStore;
import io.blink.runtime.operator.rows.LongStore;
import io.blink.runtime.operator.rows.RowStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows with their place in the order: its bytes and, among equal ones, a sequence number, which also tells rows apart. Numbered from 0; used by one thread. */
final class CachedRows {
    static final DataType ORDER = DataType.bytes().withNullable(false);
    static final DataType SEQUENCE = DataType.of(TypeKind.BIGINT).withNullable(false);

    private final List<DataType> types;
    /** Bytes at the end of the order that do not make rows unequal. */
    private final int ignoredBytes;

    private final int width;
    private RowStore rows;
    private BytesStore orders;
    private LongStore sequences;

    /** @param types of the rows */
    CachedRows(List<DataType> types, int ignoredBytes) {
        this.types = new ArrayList<>(types);
        this.types.add(ORDER);
        this.types.add(SEQUENCE);
        this.ignoredBytes = ignoredBytes;
        width = types.size();
        use(new RowStore(this.types));
    }

    private void use(RowStore store) {
        rows = store;
        orders = (BytesStore) store.column(width);
        sequences = (LongStore) store.column(width + 1);
    }

    int size() {
        return rows.size();
    }

    private static Column[] all(List<Column> columns, Column order, Column sequence) {
        Column[] all = columns.toArray(new Column[columns.size() + 2]);
        all[columns.size()] = order;
        all[columns.size() + 1] = sequence;
        return all;
    }

    /** Appends rows at {@code positions[0 .. count)}, or without positions the first ones. */
    void append(List<Column> columns, Column order, Column sequence, int[] positions, int count) {
        rows.append(all(columns, order, sequence), positions, 0, count);
    }

    long bytesToAppend(List<Column> columns, BytesColumn order, LongColumn sequence, int count) {
        return rows.bytesToAppend(all(columns, order, sequence), count);
    }

    long sequence(int row) {
        return sequences.get(row);
    }

    /** By order and sequence. */
    int compare(int row, int otherRow) {
        int compared = orders.compare(row, otherRow);
        return compared != 0 ? compared : Long.compare(sequences.get(row), sequences.get(otherRow));
    }

    int compareOrders(int row, int otherRow) {
        return orders.compare(row, otherRow);
    }

    /** The order of a row that is not here against that of one that is. */
    int compareOrder(BytesColumn order, int position, int row) {
        int from = orders.offset(row);
        return Arrays.compareUnsigned(
                order.bytes(),
                order.offset(position),
                order.offset(position + 1),
                orders.bytes(row),
                from,
                from + orders.length(row));
    }

    /** Whether two rows are equal in the order that was asked for. */
    boolean arePeers(int row, int otherRow) {
        int from = orders.offset(row);
        int otherFrom = orders.offset(otherRow);
        return Arrays.equals(
                orders.bytes(row),
                from,
                from + orders.length(row) - ignoredBytes,
                orders.bytes(otherRow),
                otherFrom,
                otherFrom + orders.length(otherRow) - ignoredBytes);
    }

    /** Whether all columns of two rows are equal; NULLs are. */
    boolean sameContent(int row, int otherRow) {
        for (int c = 0; c < width; c++) {
            if (!isEqual(c, row, otherRow)) {
                return false;
            }
        }
        return true;
    }

    /** Whether some columns of two rows are equal; NULLs are. */
    boolean areEqual(int row, int otherRow, int[] columns) {
        for (int c : columns) {
            if (!isEqual(c, row, otherRow)) {
                return false;
            }
        }
        return true;
    }

    private boolean isEqual(int c, int row, int otherRow) {
        ColumnStore column = rows.column(c);
        return column.isNull(row) == column.isNull(otherRow) && (column.isNull(row) || !differ(c, row, otherRow));
    }

    private boolean differ(int c, int row, int otherRow) {
        ColumnStore column = rows.column(c);
        return switch (types.get(c).physicalType()) {
            case ARRAY, MAP, ROW -> {
                boolean[] unequal = new boolean[1];
                column.markUnequal(column.gather(new int[] {row}, 0, 1), new int[] {otherRow}, 1, unequal);
                yield unequal[0];
            }
            default -> column.compare(row, otherRow) != 0;
        };
    }

    /** The columns of rows, without order and sequence. */
    List<Column> gather(int[] positions, int count) {
        List<Column> columns = new ArrayList<>(width);
        for (int c = 0; c < width; c++) {
            columns.add(rows.column(c).gather(positions, 0, count));
        }
        return columns;
    }

    /** Order and sequence of rows. */
    Column[] gatherPlaces(int[] positions, int count) {
        return new Column[] {orders.gather(positions, 0, count), sequences.gather(positions, 0, count)};
    }

    /** Keeps these rows alone, which get new numbers in that order. */
    void retain(int[] positions, int count) {
        RowStore kept = new RowStore(types);
        for (int from = 0; from < count; from += ColumnStore.CHUNK_ROWS) {
            int part = Math.min(ColumnStore.CHUNK_ROWS, count - from);
            kept.append(rows.gather(positions, from, part).toArray(Column[]::new), null, 0, part);
        }
        rows.clear();
        use(kept);
    }

    long retainedBytes() {
        return rows.retainedBytes();
    }
}
