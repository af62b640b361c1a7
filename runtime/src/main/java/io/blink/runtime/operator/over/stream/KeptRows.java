package io.blink.runtime.operator.over.stream;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnConcatenation;
import io.blink.core.column.LongColumn;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.SortedMapTable;
import io.blink.core.spi.state.SortedMapTable.Direction;
import io.blink.core.spi.state.SortedMapTable.Range;
import io.blink.core.spi.state.TableSchema;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import java.util.ArrayList;
import java.util.List;

/** Rows of each partition by time and arrival, in table {@code rows}: those that wait for their time, and behind it those that frames look back at. */
final class KeptRows {
    private static final long NAMESPACE = 0;
    private static final DataType NUMBER = DataType.of(TypeKind.BIGINT).withNullable(false);

    private final SortedMapTable table;
    private final int rowsBack;

    /**
     * @param rowsBack how many rows before the current one frames see at most by number
     * @param timeToLiveMillis 0: for ever
     */
    KeptRows(
            List<DataType> keyTypes,
            List<DataType> rowTypes,
            int rowsBack,
            KeyedStateStore store,
            long timeToLiveMillis) {
        TableSchema schema = new TableSchema("rows", keyTypes, List.of(NUMBER, NUMBER), rowTypes, timeToLiveMillis);
        this.table = store.sortedMapTable(schema, NAMESPACE);
        this.rowsBack = rowsBack;
    }

    /** Adds rows. @param firstSequence of the first one; the others follow */
    void put(Column[] keys, long[] hashes, Batch rows, long[] times, long firstSequence) {
        int count = rows.rowCount();
        long[] sequences = new long[count];
        for (int i = 0; i < count; i++) {
            sequences[i] = firstSequence + i;
        }
        Column[] order = {new LongColumn(count, times, null), new LongColumn(count, sequences, null)};
        table.put(keys, hashes, count, order, rows.columns().toArray(Column[]::new));
    }

    /**
     * The rows of partitions from {@code from[i]} to {@code to[i]}, both included, all of which are due, and what lies before them.
     *
     * @param microsBack how far frames look back by time; negative: not at all
     */
    DueRows read(Column[] keys, long[] hashes, long[] from, long[] to, long microsBack) {
        int partitions = from.length;
        long[] first = new long[partitions];
        long[] behind = new long[partitions];
        for (int i = 0; i < partitions; i++) {
            first[i] = microsBack < 0 ? from[i] : from[i] - microsBack;
            behind[i] = to[i] + 1;
        }
        SortedMapTable.Entries later = table.readEach(
                keys, partitions, new Range(time(first), time(behind)), Direction.ASCENDING, Integer.MAX_VALUE);
        SortedMapTable.Entries earlier = rowsBack == 0
                ? null
                : table.readEach(keys, partitions, new Range(null, time(first)), Direction.DESCENDING, rowsBack);
        return assembled(keys, hashes, from, earlier, later);
    }

    /** What lies before rows that are in no table. @param from the time of the first of them in each partition */
    SortedMapTable.Entries before(Column[] keys, long[] from) {
        return table.readEach(keys, from.length, new Range(null, time(from)), Direction.DESCENDING, rowsBack);
    }

    private static Column[] time(long[] times) {
        return new Column[] {new LongColumn(times.length, times, null)};
    }

    /** Earlier rows come backwards. */
    private static DueRows assembled(
            Column[] keys, long[] hashes, long[] from, SortedMapTable.Entries earlier, SortedMapTable.Entries later) {
        int laterRows = later.entries().rowCount();
        int earlierRows = earlier == null ? 0 : earlier.entries().rowCount();
        int[] positions = new int[laterRows + earlierRows];
        int[] ends = new int[from.length];
        int at = 0;
        for (int i = 0; i < from.length; i++) {
            for (int e = end(earlier, i) - 1; e >= end(earlier, i - 1); e--) {
                positions[at++] = laterRows + e;
            }
            for (int e = end(later, i - 1); e < end(later, i); e++) {
                positions[at++] = e;
            }
            ends[i] = at;
        }
        Batch all = earlierRows == 0
                ? later.entries()
                : ColumnConcatenation.ofBatches(List.of(later.entries(), earlier.entries()));
        Batch ordered = all.take(positions, 0, at);
        long[] times = ((LongColumn) ordered.column(0).flat()).values();
        int[] firstDue = new int[from.length];
        for (int i = 0; i < from.length; i++) {
            int row = i == 0 ? 0 : ends[i - 1];
            while (row < ends[i] && times[row] < from[i]) {
                row++;
            }
            firstDue[i] = row;
        }
        List<Column> columns =
                new ArrayList<>(ordered.columns().subList(2, ordered.columns().size()));
        return new DueRows(
                keys,
                hashes,
                new Batch(at, columns),
                times,
                ((LongColumn) ordered.column(1).flat()).values(),
                firstDue,
                ends);
    }

    private static int end(SortedMapTable.Entries entries, int key) {
        return entries == null || key < 0 ? 0 : entries.ends()[key];
    }

    /** Removes rows that no frame of a later row sees, once those of {@code rows} are answered. */
    void forget(DueRows rows, long microsBack) {
        int partitions = rows.partitions();
        long[] times = new long[partitions];
        long[] sequences = new long[partitions];
        for (int i = 0; i < partitions; i++) {
            int last = rows.ends()[i] - 1;
            times[i] = rows.times()[last] + 1;
            sequences[i] = Long.MIN_VALUE;
            int kept = rows.ends()[i] - rowsBack;
            if (rowsBack > 0) {
                int oldest = Math.max(rows.start(i), kept);
                times[i] = rows.times()[oldest];
                sequences[i] = rows.sequences()[oldest];
            }
            long seen = rows.times()[last] + 1 - microsBack;
            if (microsBack >= 0 && seen <= times[i]) {
                times[i] = seen;
                sequences[i] = Long.MIN_VALUE;
            }
        }
        Column[] bound = {new LongColumn(partitions, times, null), new LongColumn(partitions, sequences, null)};
        table.removeEach(rows.keys(), partitions, new Range(null, bound));
    }
}
