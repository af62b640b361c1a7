package io.blink.runtime.operator.match;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnConcatenation;
import io.blink.core.column.ConstantColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.SortKey;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.SortedMapTable;
import io.blink.core.spi.state.SortedMapTable.Direction;
import io.blink.core.spi.state.SortedMapTable.Range;
import io.blink.core.spi.state.TableSchema;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.operator.rank.OrderBytes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Rows of partitions that may still belong to matches, in state, sorted by time, the further keys of the order and arrival. */
final class BufferedRows {
    private static final int READ_ROWS = Batch.TARGET_ROWS;
    /** Time, further order and sequence. */
    private static final int PLACE_COLUMNS = 3;

    private static final DataType NUMBER = DataType.of(TypeKind.BIGINT).withNullable(false);

    private final SortedMapTable table;
    private final int[] keyColumns;
    private final int[] valueColumns;
    private final int timeColumn;
    private final int[] furtherOrder;
    private final OrderBytes orderBytes;
    private final int width;
    private long nextSequence;

    BufferedRows(OperatorSpec.Match spec, List<DataType> types, KeyedStateStore store, long nextSequence) {
        this.nextSequence = nextSequence;
        width = types.size();
        keyColumns = spec.partitionKeys().stream().mapToInt(Integer::intValue).toArray();
        valueColumns = IntStream.range(0, width)
                .filter(column -> !spec.partitionKeys().contains(column))
                .toArray();
        timeColumn = spec.order().get(0).column();
        List<SortKey> further = spec.order().subList(1, spec.order().size());
        furtherOrder = further.stream().mapToInt(SortKey::column).toArray();
        orderBytes = new OrderBytes(
                further, further.stream().map(key -> types.get(key.column())).toList());
        table = store.sortedMapTable(
                new TableSchema(
                        "rows",
                        spec.partitionKeys().stream().map(types::get).toList(),
                        List.of(NUMBER, DataType.bytes().withNullable(false), NUMBER),
                        IntStream.of(valueColumns).mapToObj(types::get).toList(),
                        spec.stateTtlMillis()),
                0);
    }

    long nextSequence() {
        return nextSequence;
    }

    private static Column[] pick(Batch rows, int[] columns) {
        return IntStream.of(columns)
                .mapToObj(column -> rows.column(column).flat())
                .toArray(Column[]::new);
    }

    void add(Batch rows, long[] hashes) {
        long[] sequence = new long[rows.rowCount()];
        for (int i = 0; i < sequence.length; i++) {
            sequence[i] = nextSequence++;
        }
        Column[] order = {
            rows.column(timeColumn).flat(),
            orderBytes.encode(pick(rows, furtherOrder), rows.rowCount()),
            new LongColumn(sequence.length, sequence, null)
        };
        table.put(pick(rows, keyColumns), hashes, rows.rowCount(), order, pick(rows, valueColumns));
    }

    /**
     * Rows of one partition, in order: the columns of the input, then those of their place in the table.
     *
     * @param key one row of key columns
     * @param after the last row that was read before, or {@code null}
     * @param until times of the rows are not after it
     */
    Batch read(Column[] key, Batch after, long until) {
        Column[] to = until == Long.MAX_VALUE ? null : new Column[] {number(until + 1)};
        List<Batch> read = new ArrayList<>();
        Column[] from = after == null ? null : behind(after, width);
        Batch piece;
        do {
            piece = table.read(key, 0, new Range(from, to), Direction.ASCENDING, READ_ROWS);
            read.add(piece);
            if (piece.rowCount() > 0) {
                from = behind(piece.slice(piece.rowCount() - 1, 1), 0);
            }
        } while (piece.rowCount() == READ_ROWS);
        Batch all = ColumnConcatenation.ofBatches(read);
        Column[] columns = new Column[width + PLACE_COLUMNS];
        for (int k = 0; k < keyColumns.length; k++) {
            columns[keyColumns[k]] = new ConstantColumn(all.rowCount(), key[k]);
        }
        for (int v = 0; v < valueColumns.length; v++) {
            columns[valueColumns[v]] = all.column(PLACE_COLUMNS + v);
        }
        for (int o = 0; o < PLACE_COLUMNS; o++) {
            columns[width + o] = all.column(o);
        }
        return new Batch(all.rowCount(), List.of(columns));
    }

    /** The first place behind that of a row. @param column the first of its place */
    private static Column[] behind(Batch row, int column) {
        long sequence = ((LongColumn) row.column(column + 2).flat()).values()[0];
        return new Column[] {row.column(column).flat(), row.column(column + 1).flat(), number(sequence + 1)};
    }

    /** Whether a row that was read is the first of its partition still. */
    boolean beginsWith(Column[] key, Batch row) {
        Batch first = table.read(key, 0, Range.ALL, Direction.ASCENDING, 1);
        return first.rowCount() == 1
                && ((LongColumn) first.column(2).flat()).values()[0]
                        == ((LongColumn) row.column(width + 2).flat()).values()[0];
    }

    /** Removes rows that were read. */
    void remove(Column[] key, Batch rows) {
        int count = rows.rowCount();
        Column[] keys = new Column[key.length];
        for (int k = 0; k < keys.length; k++) {
            keys[k] = new ConstantColumn(count, key[k]).flat();
        }
        Column[] order = new Column[PLACE_COLUMNS];
        for (int o = 0; o < order.length; o++) {
            order[o] = rows.column(width + o).flat();
        }
        table.remove(keys, count, order);
    }

    private static Column number(long value) {
        return new LongColumn(1, new long[] {value}, null);
    }
}
