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
     * Rows of one partition, in order.
     *
     * @param order of each, for {@link #remove}
     */
    record Partition(Batch rows, Column[] order) {}

    /** The rows of a partition whose time is not after {@code until}. @param key one row of key columns */
    Partition read(Column[] key, long until) {
        Column[] to = until == Long.MAX_VALUE ? null : new Column[] {number(until + 1)};
        List<Batch> read = new ArrayList<>();
        Column[] from = null;
        Batch piece;
        do {
            piece = table.read(key, 0, new Range(from, to), Direction.ASCENDING, READ_ROWS);
            read.add(piece);
            if (piece.rowCount() > 0) {
                int last = piece.rowCount() - 1;
                long sequence = ((LongColumn) piece.column(2).flat()).values()[last];
                from = new Column[] {
                    piece.column(0).slice(last, 1), piece.column(1).slice(last, 1), number(sequence + 1)
                };
            }
        } while (piece.rowCount() == READ_ROWS);
        Batch all = ColumnConcatenation.ofBatches(read);
        Column[] columns = new Column[width];
        for (int k = 0; k < keyColumns.length; k++) {
            columns[keyColumns[k]] = new ConstantColumn(all.rowCount(), key[k]);
        }
        for (int v = 0; v < valueColumns.length; v++) {
            columns[valueColumns[v]] = all.column(3 + v);
        }
        Column[] order = {all.column(0), all.column(1), all.column(2)};
        return new Partition(new Batch(all.rowCount(), List.of(columns)), order);
    }

    /** Removes the first rows of a partition. */
    void remove(Column[] key, Partition partition, int count) {
        if (count == 0) {
            return;
        }
        Column[] keys = new Column[key.length];
        for (int k = 0; k < keys.length; k++) {
            keys[k] = new ConstantColumn(count, key[k]).flat();
        }
        Column[] order = new Column[partition.order().length];
        for (int o = 0; o < order.length; o++) {
            order[o] = partition.order()[o].slice(0, count);
        }
        table.remove(keys, count, order);
    }

    private static Column number(long value) {
        return new LongColumn(1, new long[] {value}, null);
    }
}
