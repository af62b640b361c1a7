package io.blink.runtime.operator.window;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.core.hash.ColumnHash;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.SortedMapTable;
import io.blink.core.spi.state.TableSchema;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import io.blink.runtime.operator.aggregate.StoredSessions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The rows of open sessions in a state table, for each key by time and then in the order in which they came. */
final class SessionRows {
    private static final DataType NUMBER = DataType.of(TypeKind.BIGINT).withNullable(false);
    private static final long MILLISECOND = 1000;

    private final int[] keys;
    private final int width;
    private final long gapMicros;
    private final SortedMapTable table;
    private long nextNumber;

    /** @param nextNumber greater than that of any row that is there */
    SessionRows(List<Field> input, List<Integer> keys, long gapMicros, long nextNumber, KeyedStateStore store) {
        this.keys = keys.stream().mapToInt(Integer::intValue).toArray();
        this.width = input.size();
        this.gapMicros = gapMicros;
        this.nextNumber = nextNumber;
        List<DataType> all = input.stream().map(Field::type).toList();
        List<DataType> keyTypes = keys.stream().map(all::get).toList();
        this.table = store.sortedMapTable(new TableSchema("rows", keyTypes, List.of(NUMBER, NUMBER), all), 0);
    }

    long nextNumber() {
        return nextNumber;
    }

    void add(Batch rows, long[] times) {
        int count = rows.rowCount();
        long[] hashes = new long[count];
        ColumnHash.ofKeys(rows, keys, hashes);
        long[] numbers = new long[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = nextNumber++;
        }
        Column[] order = {new LongColumn(count, times, null), new LongColumn(count, numbers, null)};
        Column[] rowKeys = Arrays.stream(keys).mapToObj(rows::column).toArray(Column[]::new);
        table.put(rowKeys, hashes, count, order, rows.columns().toArray(Column[]::new));
    }

    /** Takes out the rows of sessions: their columns, start, end and time of the session. */
    Batch take(StoredSessions.Ended sessions) {
        int count = sessions.count();
        long[] behindLast = Arrays.stream(sessions.ends(), 0, count)
                .map(end -> end - gapMicros + 1)
                .toArray();
        SortedMapTable.Range range =
                new SortedMapTable.Range(times(sessions.starts(), count), times(behindLast, count));
        Column[] ofKeys = sessions.keys().toArray(Column[]::new);
        SortedMapTable.Entries found =
                table.readEach(ofKeys, count, range, SortedMapTable.Direction.ASCENDING, Integer.MAX_VALUE);
        table.removeEach(ofKeys, count, range);
        return withSessions(found, sessions);
    }

    private static Column[] times(long[] times, int count) {
        return new Column[] {new LongColumn(count, times, null)};
    }

    private Batch withSessions(SortedMapTable.Entries found, StoredSessions.Ended sessions) {
        int rows = found.entries().rowCount();
        long[] starts = new long[rows];
        long[] ends = new long[rows];
        long[] times = new long[rows];
        int session = 0;
        for (int i = 0; i < rows; i++) {
            while (i >= found.ends()[session]) {
                session++;
            }
            starts[i] = sessions.starts()[session];
            ends[i] = sessions.ends()[session];
            times[i] = ends[i] - MILLISECOND;
        }
        List<Column> columns = new ArrayList<>();
        IntStream.range(0, width).forEach(column -> columns.add(found.entries().column(2 + column)));
        columns.add(new LongColumn(rows, starts, null));
        columns.add(new LongColumn(rows, ends, null));
        columns.add(new LongColumn(rows, times, null));
        return new Batch(rows, columns);
    }
}
