package io.blink.runtime.operator.rank;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
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

    /**
     * Rows of some partitions, one behind the other.
     *
     * @param places order and sequence
     * @param ends of each partition's rows
     */
    record Read(List<Column> columns, Column[] places, int rows, int[] ends) {}

    /** The first rows of partitions. @param limit of each */
    Read readFirst(Column[] keys, int partitions, int limit) {
        return read(keys, partitions, Range.ALL, limit);
    }

    /** The first rows of a partition behind a place. @param order of one row, {@code null}: from the first row on */
    Read readBehind(Column[] keys, int row, Column order, long sequence, int limit) {
        Column[] from = order == null ? null : new Column[] {order, number(sequence + 1)};
        return read(one(keys, row), 1, new Range(from, null), limit);
    }

    /** A row of a partition with this order, the first that is not below a sequence number. */
    Read readEqual(Column[] keys, int row, Column order, long fromSequence) {
        Column[] from = {order, number(fromSequence)};
        Column[] to = {order, number(Long.MAX_VALUE)};
        return read(one(keys, row), 1, new Range(from, to), 1);
    }

    private static Column number(long value) {
        return new LongColumn(1, new long[] {value}, null);
    }

    private static Column[] one(Column[] columns, int row) {
        Column[] one = new Column[columns.length];
        for (int c = 0; c < one.length; c++) {
            one[c] = columns[c].slice(row, 1);
        }
        return one;
    }

    private Read read(Column[] keys, int partitions, Range range, int limit) {
        SortedMapTable.Entries found = table.readEach(keys, partitions, range, Direction.ASCENDING, limit);
        int[] ends = found.ends();
        int rows = partitions == 0 ? 0 : ends[partitions - 1];
        int[] partitionOfRow = new int[rows];
        for (int p = 0, i = 0; p < partitions; p++) {
            while (i < ends[p]) {
                partitionOfRow[i++] = p;
            }
        }
        Column[] columns = new Column[width];
        for (int k = 0; k < keyColumns.length; k++) {
            columns[keyColumns[k]] = keys[k].take(partitionOfRow, 0, rows);
        }
        Batch entries = found.entries();
        for (int v = 0; v < valueColumns.length; v++) {
            columns[valueColumns[v]] = entries.column(2 + v);
        }
        return new Read(
                new ArrayList<>(List.of(columns)), new Column[] {entries.column(0), entries.column(1)}, rows, ends);
    }
}
