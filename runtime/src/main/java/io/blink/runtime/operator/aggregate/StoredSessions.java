package io.blink.runtime.operator.aggregate;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.core.hash.ColumnHash;
import io.blink.core.plan.AggregateCall;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.SortedMapTable;
import io.blink.core.spi.state.TableSchema;
import io.blink.core.spi.state.Timers;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import io.blink.runtime.function.FunctionSite;
import io.blink.runtime.operator.hashtable.GroupTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Open sessions in state tables: table {@code sessions} has for each key, by start, the end and the partial results of each; those of a key do not touch each other. Aggregates of all arguments, and DISTINCT ones, have those in the session's record,
 * which is read and written with each batch that changes it. Timers {@code ends} call each
 * session at or before its end: one is set when a session begins, and again, later, when it is called and has grown meanwhile. Used on the task's thread.
 */
public final class StoredSessions {
    private static final DataType TIME = DataType.of(TypeKind.BIGINT).withNullable(false);
    private static final int SESSIONS_OF_KEY_MAX = 1 << 20;

    private final List<AggregateCall> calls;
    private final FunctionSite functions;
    private final int[] keyPositions;
    private final List<int[]> partialsOfCall = new ArrayList<>();
    private final GroupAggregation fresh;
    private final GroupTable keyNumbers;
    private final SortedMapTable table;
    private final Timers timers;
    private final BatchSessions found;

    /** Sessions that have ended, row by row. @param results of the aggregates */
    public record Ended(int count, List<Column> keys, long[] starts, long[] ends, List<Column> results) {}

    /**
     * Sessions of keys, those of each by start.
     *
     * @param ofKey where those of each key end
     */
    public record Found(int[] ofKey, long[] starts, long[] ends, List<Column> results) {}

    /** @param gapMicros rows of a key no further apart are of one session */
    public StoredSessions(
            OperatorSpec.Aggregate spec,
            List<Field> input,
            long gapMicros,
            KeyedStateStore store,
            FunctionSite functions) {
        this.calls = spec.calls();
        this.functions = functions;
        this.found = new BatchSessions(gapMicros);
        List<DataType> keyTypes =
                spec.groupKeys().stream().map(key -> input.get(key).type()).toList();
        this.keyPositions = IntStream.range(0, keyTypes.size()).toArray();
        this.fresh = new GroupAggregation(spec, input, functions, true);
        this.keyNumbers = new GroupTable(keyTypes);
        List<DataType> values = new ArrayList<>(List.of(TIME));
        for (AggregateCall call : calls) {
            List<DataType> partial = Accumulators.mergingPartialTypes(call);
            partialsOfCall.add(IntStream.range(values.size() - 1, values.size() - 1 + partial.size())
                    .toArray());
            values.addAll(partial);
        }
        this.table = store.sortedMapTable(new TableSchema("sessions", keyTypes, List.of(TIME), values), 0);
        this.timers = store.timers(new TableSchema("ends", keyTypes, List.of(), List.of()));
    }

    // ---- Adding

    /**
     * Adds rows. Those whose session, with all that it has by then, has ended by the watermark are late and left out.
     *
     * @return how many are late
     */
    public int add(Batch rows, long[] times, long watermark) {
        int count = rows.rowCount();
        Column[] keys = fresh.inputKeys(rows);
        int[] keyOfRow = new int[count];
        keyNumbers.clear();
        keyNumbers.insert(keys, count, keyOfRow);
        found.find(keyOfRow, keyNumbers.groupCount(), times, count);
        fresh.clear();
        fresh.add(rows, found.sessionOfRow(), found.count());
        Column[] distinctKeys = take(keys, found.firstRowOfKey(), keyNumbers.groupCount());
        SortedMapTable.Entries before = keyNumbers.groupCount() == 0
                ? null
                : table.readEach(
                        distinctKeys,
                        keyNumbers.groupCount(),
                        SortedMapTable.Range.ALL,
                        SortedMapTable.Direction.ASCENDING,
                        SESSIONS_OF_KEY_MAX);
        return before == null ? 0 : unite(keys, before, watermark);
    }

    /** Whether the last {@link #add} left a row out. */
    public boolean isLate(int row) {
        return found.isLate(row);
    }

    private int unite(Column[] keys, SortedMapTable.Entries before, long watermark) {
        Batch entries = before.entries();
        long[] starts = longs(entries.column(0));
        long[] ends = longs(entries.column(1));
        found.unite(before.ends(), starts, ends, watermark);
        mergeAmongThemselves();
        mergeStored(entries.columns().subList(2, entries.columns().size()));
        removeMoved(keys, starts);
        write(keys);
        return found.lateRows();
    }

    /** Sessions of the batch that are one with another of it, by way of one that was there. */
    private void mergeAmongThemselves() {
        int[] from = found.absorbed();
        if (from.length == 0) {
            return;
        }
        int[] into = Arrays.stream(from).map(found::united).toArray();
        Column[] partials = take(partials(found.count()), from, from.length);
        merge(new Batch(from.length, List.of(partials)), into, from.length);
    }

    private void mergeStored(List<Column> partials) {
        int[] stored = found.touched();
        if (stored.length > 0) {
            Batch before =
                    new Batch(stored.length, List.of(take(partials.toArray(Column[]::new), stored, stored.length)));
            for (int call = 0; call < calls.size(); call++) {
                mergeBefore(call, before, found.touching(), stored.length);
            }
        }
    }

    /** What was there came before the rows of the batch, which some results tell. */
    private void mergeBefore(int call, Batch before, int[] into, int count) {
        Accumulator accumulator = fresh.accumulator(call);
        boolean ordered = tellsOrder(calls.get(call));
        List<Column> later = ordered ? accumulator.partial(0, found.count()) : List.of();
        if (ordered) {
            accumulator.clear();
            accumulator.ensure(found.count());
        }
        GroupAggregation.merge(accumulator, before, partialsOfCall.get(call), into, count);
        if (ordered) {
            int[] sessions = IntStream.range(0, found.count()).toArray();
            int[] columns = IntStream.range(0, later.size()).toArray();
            GroupAggregation.merge(accumulator, new Batch(found.count(), later), columns, sessions, found.count());
        }
    }

    private static boolean tellsOrder(AggregateCall call) {
        return switch (call.function()) {
            case USER, CONCATENATE, LAST_SEEN, MIN_BY, MAX_BY -> true;
            default -> call.function().isHolistic();
        };
    }

    private void merge(Batch partials, int[] into, int count) {
        for (int call = 0; call < calls.size(); call++) {
            GroupAggregation.merge(fresh.accumulator(call), partials, partialsOfCall.get(call), into, count);
        }
    }

    private Column[] partials(int count) {
        List<Column> columns = new ArrayList<>();
        for (int call = 0; call < calls.size(); call++) {
            columns.addAll(fresh.accumulator(call).partial(0, count));
        }
        return columns.toArray(Column[]::new);
    }

    /** Sessions that begin earlier now, or are one with an earlier one. */
    private void removeMoved(Column[] keys, long[] starts) {
        int[] stored = found.touched();
        int[] rows = new int[stored.length];
        long[] moved = new long[stored.length];
        int count = 0;
        for (int i = 0; i < stored.length; i++) {
            int session = found.touching()[i];
            if (starts[stored[i]] != found.start(session)) {
                rows[count] = found.firstRow(session);
                moved[count++] = starts[stored[i]];
            }
        }
        if (count > 0) {
            table.remove(take(keys, rows, count), count, new Column[] {new LongColumn(count, moved, null)});
        }
    }

    private void write(Column[] keys) {
        int[] written = found.remaining();
        int count = written.length;
        if (count == 0) {
            return;
        }
        int[] rows = Arrays.stream(written).map(found::firstRow).toArray();
        Column[] sessionKeys = take(keys, rows, count);
        long[] hashes = hashes(sessionKeys, count);
        Column[] partials = take(partials(found.count()), written, count);
        Column[] values = new Column[1 + partials.length];
        values[0] = new LongColumn(
                count, Arrays.stream(written).mapToLong(found::end).toArray(), null);
        System.arraycopy(partials, 0, values, 1, partials.length);
        Column start = new LongColumn(
                count, Arrays.stream(written).mapToLong(found::start).toArray(), null);
        table.put(sessionKeys, hashes, count, new Column[] {start}, values);
        setTimers(keys);
    }

    private void setTimers(Column[] keys) {
        int[] begun = found.begun();
        if (begun.length > 0) {
            int[] rows = Arrays.stream(begun).map(found::firstRow).toArray();
            Column[] begunKeys = take(keys, rows, begun.length);
            long[] at = Arrays.stream(begun).mapToLong(found::end).toArray();
            timers.set(at, begunKeys, hashes(begunKeys, begun.length), begun.length);
        }
    }

    // ---- Ending

    /** Takes out the next sessions that end at or before a moment; {@code null} if there are none. */
    public Ended end(long micros) {
        while (isCalledBy(micros)) {
            Ended ended = end(called(micros), micros);
            if (ended.count() > 0) {
                return ended;
            }
        }
        return null;
    }

    /** Whether a key is to be called at a moment or before. */
    public boolean isCalledBy(long micros) {
        return timers.next() <= micros && timers.next() != Timers.NONE;
    }

    /** Takes out the next keys to be called, of which there are some: each once. */
    public Batch called(long micros) {
        Timers.Due due = timers.take(micros, Batch.TARGET_ROWS);
        return distinct(due.keys(), due.count());
    }

    /** Has keys called. */
    public void call(Column[] keys, long[] times, int count) {
        if (count > 0) {
            timers.set(times, keys, hashes(keys, count), count);
        }
    }

    /** The sessions of keys as they are. */
    public Found find(Column[] keys, int count) {
        SortedMapTable.Entries entries = read(keys, count);
        Batch all = entries.entries();
        Column[] partials = all.columns().subList(2, all.columns().size()).toArray(Column[]::new);
        return new Found(
                entries.ends(),
                longs(all.column(0)),
                longs(all.column(1)),
                results(new Batch(all.rowCount(), List.of(partials))));
    }

    /** Forgets sessions. */
    public void remove(Column[] keys, long[] starts, int count) {
        if (count > 0) {
            table.remove(keys, count, new Column[] {new LongColumn(count, starts, null)});
        }
    }

    private SortedMapTable.Entries read(Column[] keys, int count) {
        return table.readEach(
                keys, count, SortedMapTable.Range.ALL, SortedMapTable.Direction.ASCENDING, SESSIONS_OF_KEY_MAX);
    }

    /** A key may be called for several sessions at once. */
    private Batch distinct(Column[] keys, int count) {
        int[] numbers = new int[count];
        keyNumbers.clear();
        keyNumbers.insert(keys, count, numbers);
        int[] first = new int[keyNumbers.groupCount()];
        int next = 0;
        for (int i = 0; i < count; i++) {
            if (numbers[i] == next) {
                first[next++] = i;
            }
        }
        return new Batch(next, List.of(take(keys, first, next)));
    }

    private Ended end(Batch called, long micros) {
        Column[] keys = called.columns().toArray(Column[]::new);
        SortedMapTable.Entries entries = read(keys, called.rowCount());
        long[] ends = longs(entries.entries().column(1));
        int all = entries.entries().rowCount();
        int[] over = new int[all];
        int[] overKeys = new int[all];
        int[] open = new int[all];
        int[] openKeys = new int[all];
        int overCount = 0;
        int openCount = 0;
        int key = 0;
        for (int entry = 0; entry < all; entry++) {
            while (entry >= entries.ends()[key]) {
                key++;
            }
            if (ends[entry] <= micros) {
                overKeys[overCount] = key;
                over[overCount++] = entry;
            } else {
                openKeys[openCount] = key;
                open[openCount++] = entry;
            }
        }
        call(take(keys, openKeys, openCount), pick(ends, open, openCount), openCount);
        return ended(entries.entries(), take(keys, overKeys, overCount), over, overCount);
    }

    private Ended ended(Batch entries, Column[] keys, int[] over, int count) {
        long[] starts = pick(longs(entries.column(0)), over, count);
        long[] ends = pick(longs(entries.column(1)), over, count);
        List<Column> results = List.of();
        if (count > 0) {
            remove(keys, starts, count);
            Column[] values =
                    entries.columns().subList(2, entries.columns().size()).toArray(Column[]::new);
            results = results(new Batch(count, List.of(take(values, over, count))));
        }
        return new Ended(count, List.of(keys), starts, ends, results);
    }

    private List<Column> results(Batch partials) {
        int count = partials.rowCount();
        int[] numbers = IntStream.range(0, count).toArray();
        List<Column> results = new ArrayList<>();
        for (int call = 0; call < calls.size(); call++) {
            Accumulator accumulator = Accumulators.createMerging(calls.get(call), functions);
            accumulator.ensure(count);
            GroupAggregation.merge(accumulator, partials, partialsOfCall.get(call), numbers, count);
            results.add(accumulator.result(0, count));
        }
        return results;
    }

    // ---- Columns

    private long[] hashes(Column[] keys, int count) {
        long[] hashes = new long[count];
        ColumnHash.ofKeys(new Batch(count, List.of(keys)), keyPositions, hashes);
        return hashes;
    }

    private static Column[] take(Column[] columns, int[] positions, int count) {
        Column[] taken = new Column[columns.length];
        for (int i = 0; i < columns.length; i++) {
            taken[i] = columns[i].take(positions, 0, count);
        }
        return taken;
    }

    private static long[] longs(Column column) {
        return ((LongColumn) column.flat()).values();
    }

    private static long[] pick(long[] values, int[] positions, int count) {
        long[] picked = new long[count];
        for (int i = 0; i < count; i++) {
            picked[i] = values[positions[i]];
        }
        return picked;
    }
}
