package io.blink.runtime.operator.join.stream;

import io.blink.core.column.Batch;
import io.blink.core.column.ByteColumn;
import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.core.hash.ColumnHash;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.SortedMapTable;
import io.blink.core.spi.state.TableSchema;
import io.blink.core.spi.state.Timers;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import io.blink.runtime.operator.RowKinds;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * State of a temporal join: left rows by key, time and the order in which they came, where they change each with whether it is taken back; versions of right rows by key and time, each with whether it says
 * that the row is gone; and a timer for each time of a key at which either has something.
 */
final class VersionTables {
    private static final DataType BIGINT = DataType.of(TypeKind.BIGINT);

    private final SortedMapTable waiting;
    private final SortedMapTable versions;
    private final Timers timers;
    private final LateVersions lateVersions;
    private final boolean leftChanges;
    private final long keptMicros;
    private final int leftWidth;
    private final int rightWidth;
    private final int[] leftKeys;
    private final int[] rightKeys;
    private long sequence;

    VersionTables(OperatorSpec.TemporalJoin spec, List<List<Field>> inputs, KeyedStateStore store, long sequence) {
        this.sequence = sequence;
        List<DataType> left = types(inputs.get(0));
        List<DataType> right = types(inputs.get(1));
        List<DataType> keys = spec.leftKeys().stream().map(left::get).toList();
        leftChanges = spec.leftChanges();
        keptMicros = spec.keptMicros();
        List<DataType> row = leftChanges ? withFlag(left) : left;
        waiting = store.sortedMapTable(new TableSchema("waiting", keys, List.of(BIGINT, BIGINT), row), 0);
        versions = store.sortedMapTable(new TableSchema("versions", keys, List.of(BIGINT), withFlag(right)), 0);
        lateVersions = new LateVersions(versions, 1 + spec.rightTime());
        leftWidth = left.size();
        timers = store.timers(new TableSchema("times", keys, List.of(), List.of()));
        rightWidth = right.size();
        leftKeys = spec.leftKeys().stream().mapToInt(Integer::intValue).toArray();
        rightKeys = spec.rightKeys().stream().mapToInt(Integer::intValue).toArray();
    }

    private static List<DataType> types(List<Field> fields) {
        return fields.stream().map(Field::type).toList();
    }

    private static List<DataType> withFlag(List<DataType> types) {
        return Stream.concat(types.stream(), Stream.of(DataType.of(TypeKind.BOOLEAN)))
                .toList();
    }

    /** For the next checkpoint: greater than what any row that waits was numbered with. */
    long sequence() {
        return sequence;
    }

    /** Left rows wait; none has a NULL key or time. */
    void await(Batch rows, long[] times) {
        int count = rows.rowCount();
        long[] numbers = new long[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = sequence++;
        }
        Column[] keys = keys(rows, leftKeys);
        long[] hashes = hashes(keys, count);
        Column[] order = {new LongColumn(count, times, null), new LongColumn(count, numbers, null)};
        waiting.put(keys, hashes, count, order, leftChanges ? withGone(rows) : flat(rows));
        timers.set(times, keys, hashes, count);
    }

    /** Right rows become versions; none has a NULL key or time, none is a -U. @param watermark behind which left rows have been joined */
    void addVersions(Batch rows, long[] times, long watermark) {
        int[] selected =
                leftChanges ? lateVersions.select(keys(rows, rightKeys), times, rows.rowCount(), watermark) : null;
        if (selected == null) {
            putVersions(rows, times);
        } else if (selected.length > 0) {
            long[] from = new long[selected.length];
            for (int i = 0; i < from.length; i++) {
                from[i] = Math.max(watermark, times[selected[i]]);
            }
            putVersions(rows.take(selected, 0, selected.length), from);
        }
    }

    private void putVersions(Batch rows, long[] times) {
        int count = rows.rowCount();
        Column[] values = withGone(rows);
        Column[] keys = keys(rows, rightKeys);
        long[] hashes = hashes(keys, count);
        versions.put(keys, hashes, count, new Column[] {new LongColumn(count, times, null)}, values);
        timers.set(times, keys, hashes, count);
    }

    private static Column[] keys(Batch rows, int[] columns) {
        return Arrays.stream(columns)
                .mapToObj(column -> rows.column(column).flat())
                .toArray(Column[]::new);
    }

    /** The columns, and behind them whether the row is gone. */
    private static Column[] withGone(Batch rows) {
        int count = rows.rowCount();
        byte[] gone = new byte[count];
        for (int i = 0; i < count; i++) {
            gone[i] = (byte) (RowKinds.comes(rows.rowKinds(), i) ? 0 : 1);
        }
        Column[] columns = flat(rows);
        Column[] all = Arrays.copyOf(columns, columns.length + 1);
        all[columns.length] = new ByteColumn(count, gone, null);
        return all;
    }

    private static Column[] flat(Batch rows) {
        return rows.columns().stream().map(Column::flat).toArray(Column[]::new);
    }

    private static long[] hashes(Column[] keys, int count) {
        long[] hashes = new long[count];
        int[] all = new int[keys.length];
        Arrays.setAll(all, k -> k);
        ColumnHash.ofKeys(new Batch(count, List.of(keys)), all, hashes);
        return hashes;
    }

    /**
     * What is due: left rows, insertions and deletions, the last version of each of their keys, and which is for which.
     *
     * @param versionOf for each left row its version, or -1
     */
    record Due(Batch left, Batch versions, int[] versionOf) {}

    /** Takes out left rows up to a time; {@code null} if nothing is due. @param limit of times of keys, and of rows of each */
    Due take(long untilMicros, int limit) {
        Timers.Due due = timers.take(untilMicros, limit);
        int count = due.count();
        if (count == 0) {
            return null;
        }
        long[] after = new long[count];
        for (int i = 0; i < count; i++) {
            after[i] = due.times()[i] + 1;
        }
        Column[] to = {new LongColumn(count, after, null)};
        SortedMapTable.Range same =
                new SortedMapTable.Range(new Column[] {new LongColumn(count, due.times(), null)}, to);
        SortedMapTable.Entries left =
                waiting.readEach(due.keys(), count, same, SortedMapTable.Direction.ASCENDING, Integer.MAX_VALUE);
        SortedMapTable.Entries last = versions.readEach(
                due.keys(), count, new SortedMapTable.Range(null, to), SortedMapTable.Direction.DESCENDING, 1);
        Due taken = pair(left, last, count);
        waiting.removeEach(due.keys(), count, same);
        compact(due, last);
        return taken;
    }

    private Due pair(SortedMapTable.Entries left, SortedMapTable.Entries last, int count) {
        List<Column> found = last.entries().columns();
        byte[] gone = ((ByteColumn) found.get(1 + rightWidth)).values();
        int[] versionOf = new int[left.entries().rowCount()];
        for (int i = 0; i < count; i++) {
            int at = i == 0 ? 0 : last.ends()[i - 1];
            boolean holds = at < last.ends()[i] && gone[at] == 0;
            Arrays.fill(versionOf, i == 0 ? 0 : left.ends()[i - 1], left.ends()[i], holds ? at : -1);
        }
        List<Column> waited = left.entries().columns();
        return new Due(
                new Batch(versionOf.length, new ArrayList<>(waited.subList(2, 2 + leftWidth)), kinds(left.entries())),
                new Batch(last.entries().rowCount(), new ArrayList<>(found.subList(1, 1 + rightWidth))),
                versionOf);
    }

    private byte[] kinds(Batch waited) {
        if (!leftChanges) {
            return null;
        }
        byte[] gone = ((ByteColumn) waited.column(2 + leftWidth).flat()).values();
        byte[] kinds = new byte[waited.rowCount()];
        for (int i = 0; i < kinds.length; i++) {
            kinds[i] = gone[i] == 0 ? RowKinds.INSERT : RowKinds.DELETE;
        }
        return kinds;
    }

    private void compact(Timers.Due due, SortedMapTable.Entries last) {
        if (keptMicros == 0) {
            compact(due.keys(), last, due.count());
        } else if (keptMicros > 0) {
            long[] ended = new long[due.count()];
            for (int i = 0; i < ended.length; i++) {
                ended[i] = due.times()[i] - keptMicros + 1;
            }
            SortedMapTable.Range until =
                    new SortedMapTable.Range(null, new Column[] {new LongColumn(ended.length, ended, null)});
            compact(
                    due.keys(),
                    versions.readEach(due.keys(), ended.length, until, SortedMapTable.Direction.DESCENDING, 1),
                    ended.length);
        }
    }

    /** Versions before the last one are over; of a row that is gone the last one too. */
    private void compact(Column[] keys, SortedMapTable.Entries last, int count) {
        long[] times = ((LongColumn) last.entries().column(0)).values();
        byte[] gone = ((ByteColumn) last.entries().column(1 + rightWidth)).values();
        int[] chosen = new int[count];
        long[] bounds = new long[count];
        int found = 0;
        for (int i = 0; i < count; i++) {
            int at = i == 0 ? 0 : last.ends()[i - 1];
            if (at < last.ends()[i]) {
                chosen[found] = i;
                bounds[found++] = times[at] + gone[at];
            }
        }
        if (found > 0) {
            Column[] to = {new LongColumn(found, Arrays.copyOf(bounds, found), null)};
            versions.removeEach(Take.of(keys, chosen, found), found, new SortedMapTable.Range(null, to));
        }
    }
}
