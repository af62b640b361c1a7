package io.blink.runtime.operator.window;

import io.blink.core.column.Batch;
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
import io.blink.runtime.operator.hashtable.GroupTable;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The rows of open sessions that rows may leave again: table {@code rows} has for each key, by time and content, how often a row is there. Timers {@code ends} call each key at or before the end of its
 * first session: a timer at a row's end stands for that row and those before it being of one session, so that only rows behind are looked at when it is called. When rows go, a timer is set at the end
 * of the first row.
 */
final class ChangingSessionRows {
    private static final DataType NUMBER = DataType.of(TypeKind.BIGINT).withNullable(false);

    private static final long NONE = Long.MIN_VALUE;

    private final long gapMicros;
    private final int[] keys;
    private final int[] keyPositions;
    private final int[] contents;
    private final SortedMapTable table;
    private final Timers timers;
    private final RowCounts counts;
    private final GroupTable keyNumbers;
    private final SessionPieces pieces;

    ChangingSessionRows(OperatorSpec.WindowAssign spec, List<Field> input, KeyedStateStore store) {
        this.gapMicros = spec.window().sizeMicros();
        this.keys = spec.partitionKeys().stream().mapToInt(Integer::intValue).toArray();
        this.keyPositions = IntStream.range(0, keys.length).toArray();
        this.contents = IntStream.range(0, input.size())
                .filter(column ->
                        column != spec.timeColumn() && !spec.partitionKeys().contains(column))
                .toArray();
        List<DataType> all = input.stream().map(Field::type).toList();
        List<DataType> keyTypes = spec.partitionKeys().stream().map(all::get).toList();
        List<DataType> order = IntStream.range(0, contents.length + 1)
                .mapToObj(i -> i == 0 ? NUMBER : all.get(contents[i - 1]))
                .toList();
        this.table = store.sortedMapTable(new TableSchema("rows", keyTypes, order, List.of(NUMBER)), 0);
        this.timers = store.timers(new TableSchema("ends", keyTypes, List.of(), List.of()));
        this.counts = new RowCounts(all);
        this.keyNumbers = new GroupTable(keyTypes);
        this.pieces = new SessionPieces(spec, input.size(), contents, gapMicros);
    }

    // ---- Changing

    /**
     * Adds and takes back at most {@link Batch#TARGET_ROWS} rows. A row that comes is late if its own time ends by the watermark and no row is there by which it is of a session; one that goes, if it is
     * not there.
     *
     * @return how many are late
     */
    long change(Batch rows, long[] times, long watermark) {
        int count = counts.count(rows, rows.columns().toArray(Column[]::new));
        int[] at = counts.rows();
        long[] changes = counts.changes();
        Column[] rowKeys = take(rows, keys, at);
        long[] ofEach = IntStream.of(at).mapToLong(row -> times[row]).toArray();
        Column[] order = order(rows, ofEach, at);
        long[] before = numbers(table.get(rowKeys, count, order)[0], count);
        Picked gone = new Picked(count);
        Picked put = new Picked(count);
        Picked behind = new Picked(count);
        long late = 0;
        for (int i = 0; i < count; i++) {
            long after = before[i] + changes[i];
            late += Math.max(0, -after);
            if (after > 0 && changes[i] != 0) {
                boolean known = before[i] > 0 || watermark == Long.MIN_VALUE || ofEach[i] + gapMicros > watermark;
                (known ? put : behind).add(i);
            } else if (after <= 0 && before[i] > 0) {
                gone.add(i);
            }
            before[i] = after;
        }
        remove(rowKeys, order, gone.positions());
        put(rowKeys, order, before, put.positions());
        int[] alone = putBesideOthers(rowKeys, order, ofEach, before, behind.positions());
        for (int i : alone) {
            late += before[i];
        }
        callFirst(rowKeys, ofEach, gone.positions());
        return late;
    }

    private void remove(Column[] rowKeys, Column[] order, int[] at) {
        if (at.length > 0) {
            table.remove(take(rowKeys, at), at.length, take(order, at));
        }
    }

    private void put(Column[] rowKeys, Column[] order, long[] after, int[] at) {
        if (at.length > 0) {
            Column[] putKeys = take(rowKeys, at);
            long[] values = IntStream.of(at).mapToLong(i -> after[i]).toArray();
            table.put(putKeys, hashes(putKeys, at.length), at.length, take(order, at), new Column[] {number(values)});
        }
    }

    /** Adds rows as long as there are some within a gap of others. Returns those that are not. */
    private int[] putBesideOthers(Column[] rowKeys, Column[] order, long[] times, long[] after, int[] rows) {
        int[] left = rows;
        while (left.length > 0) {
            long[] from =
                    IntStream.of(left).mapToLong(i -> times[i] - gapMicros).toArray();
            long[] to =
                    IntStream.of(left).mapToLong(i -> times[i] + gapMicros + 1).toArray();
            int[] others = first(take(rowKeys, left), left.length, new SortedMapTable.Range(bound(from), bound(to)))
                    .ends();
            Picked beside = new Picked(left.length);
            Picked alone = new Picked(left.length);
            for (int i = 0; i < left.length; i++) {
                (others[i] > (i == 0 ? 0 : others[i - 1]) ? beside : alone).add(left[i]);
            }
            put(rowKeys, order, after, beside.positions());
            if (beside.count() == 0) {
                return left;
            }
            left = alone.positions();
        }
        return left;
    }

    /** Sets timers for keys that begin with a row of the batch, or lost one: their first session may end earlier than before. */
    private void callFirst(Column[] rowKeys, long[] times, int[] gone) {
        int[] keyOfRow = new int[times.length];
        int[] firstRow = firstRows(rowKeys, times.length, keyOfRow);
        Column[] distinct = take(rowKeys, firstRow);
        long[] firsts = firstTimes(distinct, firstRow.length);
        boolean[] called = new boolean[firstRow.length];
        for (int i = 0; i < times.length; i++) {
            called[keyOfRow[i]] |= times[i] == firsts[keyOfRow[i]];
        }
        for (int i : gone) {
            called[keyOfRow[i]] = true;
        }
        callFirst(distinct, firsts, called);
    }

    private void callFirst(Column[] ofKeys, long[] firsts, boolean[] wanted) {
        long[] ends = new long[firsts.length];
        Picked called = new Picked(firsts.length);
        for (int key = 0; key < firsts.length; key++) {
            if (wanted[key] && firsts[key] != NONE) {
                ends[called.count()] = firsts[key] + gapMicros;
                called.add(key);
            }
        }
        call(take(ofKeys, called.positions()), ends, called.count());
    }

    /** The time of the first row of each key; {@link #NONE} where there is no row. */
    private long[] firstTimes(Column[] ofKeys, int count) {
        SortedMapTable.Entries found = first(ofKeys, count, SortedMapTable.Range.ALL);
        long[] times = longs(found.entries().column(0));
        long[] firsts = new long[count];
        for (int key = 0; key < count; key++) {
            int from = key == 0 ? 0 : found.ends()[key - 1];
            firsts[key] = found.ends()[key] > from ? times[from] : NONE;
        }
        return firsts;
    }

    private void call(Column[] calledKeys, long[] ends, int count) {
        if (count > 0) {
            timers.set(ends, calledKeys, hashes(calledKeys, count), count);
        }
    }

    // ---- Ending

    /** Takes out the rows of the next sessions that end at or before a moment, with their bounds; {@code null} if there are none. */
    Batch end(long micros) {
        while (timers.next() <= micros && timers.next() != Timers.NONE) {
            Timers.Due due = timers.take(micros, Batch.TARGET_ROWS);
            int[] first = firstRows(due.keys(), due.count(), new int[due.count()]);
            // Timers come by time: the first of a key is its earliest.
            long[] seen = IntStream.of(first)
                    .mapToLong(i -> due.times()[i] - gapMicros)
                    .toArray();
            Batch ended = end(take(due.keys(), first), seen, micros);
            if (ended != null) {
                return ended;
            }
        }
        return null;
    }

    /** @param seen up to which each key's rows are of one session */
    private Batch end(Column[] called, long[] seen, long micros) {
        int count = seen.length;
        long[] to = new long[count];
        Arrays.fill(to, micros + 1);
        SortedMapTable.Entries rows = table.readEach(
                called,
                count,
                new SortedMapTable.Range(bound(seen), bound(to)),
                SortedMapTable.Direction.ASCENDING,
                Integer.MAX_VALUE);
        long[] times = longs(rows.entries().column(0));
        long[] behindEnded = new long[count];
        long[] ends = new long[count];
        Picked over = new Picked(count);
        Picked open = new Picked(count);
        Picked through = new Picked(count);
        for (int key = 0; key < count; key++) {
            int from = key == 0 ? 0 : rows.ends()[key - 1];
            int lastOver = lastEnded(times, from, rows.ends()[key], micros);
            if (lastOver >= from) {
                behindEnded[over.count()] = times[lastOver] + 1;
                over.add(key);
            }
            if (lastOver < rows.ends()[key] - 1) {
                ends[open.count()] = times[rows.ends()[key] - 1] + gapMicros;
                open.add(key);
            } else {
                through.add(key);
            }
        }
        call(take(called, open.positions()), ends, open.count());
        Batch ended = over.count() == 0
                ? null
                : takeOut(take(called, over.positions()), Arrays.copyOf(behindEnded, over.count()));
        if (through.count() > 0) {
            Column[] next = take(called, through.positions());
            boolean[] all = new boolean[through.count()];
            Arrays.fill(all, true);
            callFirst(next, firstTimes(next, through.count()), all);
        }
        return ended;
    }

    /** The last of a key's rows of which the session has ended; {@code from - 1} if there is none. Rows that end behind the moment are of one session. */
    private int lastEnded(long[] times, int from, int to, long micros) {
        int last = to - 1;
        if (last >= from && times[last] + gapMicros > micros) {
            while (last > from && times[last] - times[last - 1] <= gapMicros) {
                last--;
            }
            return last - 1;
        }
        return last;
    }

    private Batch takeOut(Column[] overKeys, long[] behind) {
        SortedMapTable.Range range = new SortedMapTable.Range(null, bound(behind));
        SortedMapTable.Entries ended =
                table.readEach(overKeys, behind.length, range, SortedMapTable.Direction.ASCENDING, Integer.MAX_VALUE);
        table.removeEach(overKeys, behind.length, range);
        return pieces.of(overKeys, ended);
    }

    // ---- Columns

    private SortedMapTable.Entries first(Column[] ofKeys, int count, SortedMapTable.Range range) {
        return table.readEach(ofKeys, count, range, SortedMapTable.Direction.ASCENDING, 1);
    }

    /** The first row of each different key. @param keyOfRow is filled */
    private int[] firstRows(Column[] rowKeys, int count, int[] keyOfRow) {
        keyNumbers.clear();
        keyNumbers.insert(rowKeys, count, keyOfRow);
        int[] first = new int[keyNumbers.groupCount()];
        int next = 0;
        for (int i = 0; i < count; i++) {
            if (keyOfRow[i] == next) {
                first[next++] = i;
            }
        }
        return first;
    }

    private Column[] order(Batch rows, long[] times, int[] at) {
        Column[] order = new Column[1 + contents.length];
        order[0] = number(times);
        System.arraycopy(take(rows, contents, at), 0, order, 1, contents.length);
        return order;
    }

    private long[] hashes(Column[] ofKeys, int count) {
        long[] hashes = new long[count];
        ColumnHash.ofKeys(new Batch(count, List.of(ofKeys)), keyPositions, hashes);
        return hashes;
    }

    private static Column[] bound(long[] times) {
        return new Column[] {number(times)};
    }

    private static LongColumn number(long[] values) {
        return new LongColumn(values.length, values, null);
    }

    private static Column[] take(Batch rows, int[] columns, int[] at) {
        return take(IntStream.of(columns).mapToObj(rows::column).toArray(Column[]::new), at);
    }

    private static Column[] take(Column[] columns, int[] at) {
        return Arrays.stream(columns)
                .map(column -> column.take(at, 0, at.length))
                .toArray(Column[]::new);
    }

    private static long[] longs(Column column) {
        return ((LongColumn) column.flat()).values();
    }

    /** NULL is 0. */
    private static long[] numbers(Column column, int count) {
        long[] numbers = Arrays.copyOf(longs(column), count);
        for (int i = 0; i < count; i++) {
            numbers[i] = column.isNull(i) ? 0 : numbers[i];
        }
        return numbers;
    }
}
