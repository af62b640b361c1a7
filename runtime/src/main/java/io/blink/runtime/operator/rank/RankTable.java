package io.blink.runtime.operator.rank;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.ConstantColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.hash.ColumnHash;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.SortedMapTable;
import io.blink.core.spi.state.SortedMapTable.Direction;
import io.blink.core.spi.state.SortedMapTable.Range;
import io.blink.core.spi.state.TableSchema;
import io.blink.core.type.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The state of ranks: for each partition its rows, sorted by order bytes and sequence number. */
final class RankTable {
    private final SortedMapTable table;
    private final int[] keyColumns;
    private final int[] valueColumns;
    private final int width;
    private long[] hashes = new long[Batch.TARGET_ROWS];

    RankTable(List<Integer> partitionKeys, List<DataType> types, long timeToLiveMillis, KeyedStateStore store) {
        width = types.size();
        keyColumns = partitionKeys.stream().mapToInt(Integer::intValue).toArray();
        valueColumns = IntStream.range(0, width)
                .filter(column -> !partitionKeys.contains(column))
                .toArray();
        table = store.sortedMapTable(
                new TableSchema(
                        "rows",
                        partitionKeys.stream().map(types::get).toList(),
                        List.of(CachedRows.ORDER, CachedRows.SEQUENCE),
                        IntStream.of(valueColumns).mapToObj(types::get).toList(),
                        timeToLiveMillis),
                0);
    }

    /** The partition keys of rows. */
    Column[] keys(List<Column> columns) {
        return pick(columns, keyColumns);
    }

    private static Column[] pick(List<Column> columns, int[] chosen) {
        Column[] picked = new Column[chosen.length];
        for (int i = 0; i < picked.length; i++) {
            picked[i] = columns.get(chosen[i]);
        }
        return picked;
    }

    /** Adds rows. @param places order and sequence */
    void put(List<Column> columns, Column[] places, int rows) {
        if (hashes.length < rows) {
            hashes = new long[rows];
        }
        ColumnHash.ofKeys(new Batch(rows, columns), keyColumns, hashes);
        table.put(keys(columns), hashes, rows, places, pick(columns, valueColumns));
    }

    /** Removes rows; those that are not there are passed over. */
    void remove(List<Column> columns, Column[] places, int rows) {
        table.remove(keys(columns), rows, places);
    }

    /** Rows of one partition. @param places order and sequence */
    record Read(List<Column> columns, Column[] places, int rows) {}

    /** The first rows of a partition behind a place. @param order of one row, {@code null}: from the first row on */
    Read readBehind(Column[] keys, int row, Column order, long sequence, int limit) {
        Column[] from = order == null ? null : new Column[] {order, number(sequence + 1)};
        return read(keys, row, new Range(from, null), limit);
    }

    /** Rows of a partition with this order, from the first that is not below a sequence number. */
    Read readEqual(Column[] keys, int row, Column order, long fromSequence, int limit) {
        Column[] from = {order, number(fromSequence)};
        Column[] to = {order, number(Long.MAX_VALUE)};
        return read(keys, row, new Range(from, to), limit);
    }

    private static Column number(long value) {
        return new LongColumn(1, new long[] {value}, null);
    }

    private Read read(Column[] keys, int row, Range range, int limit) {
        Batch found = table.read(keys, row, range, Direction.ASCENDING, limit);
        int rows = found.rowCount();
        Column[] columns = new Column[width];
        for (int k = 0; k < keyColumns.length; k++) {
            columns[keyColumns[k]] = new ConstantColumn(rows, keys[k].flat().slice(row, 1));
        }
        for (int v = 0; v < valueColumns.length; v++) {
            columns[valueColumns[v]] = found.column(2 + v);
        }
        return new Read(new ArrayList<>(List.of(columns)), new Column[] {found.column(0), found.column(1)}, rows);
    }
}
