package io.blink.runtime.operator.match;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnConcatenation;
import io.blink.core.column.LongColumn;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.hash.ColumnHash;
import io.blink.core.plan.MatchExpression;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.TableSchema;
import io.blink.core.spi.state.Timers;
import io.blink.core.spi.state.ValueTable;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.OperatorMemory;
import io.blink.runtime.operator.OperatorSnapshot;
import io.blink.runtime.operator.OperatorStatistics;
import io.blink.runtime.operator.RowKinds;
import io.blink.runtime.operator.hashtable.GroupTable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * Matches over a stream, by event time: rows wait in state until the watermark has passed them. Timers say which partitions have rows that it passed, or a beginning of a match whose time is over; of
 * these the rows are searched from the first on from which a match may still begin. Open matches stay in memory as far as there is room, so that only new rows are read from state and tested; state alone
 * has all that is needed, and a restored operator reads and searches the rows of an open match once again. Table {@code positions} has how many of them only serve to be looked back at, and how many matches there were.
 */
public final class StreamMatchOperator implements Operator {
    private static final String SEQUENCE = "nextSequence";
    private static final String WATERMARK = "watermarkMicros";
    /** When a match is open that no time ends. */
    private static final long AT_END = Long.MAX_VALUE - 1;

    private static final int OUTPUT_PARTITIONS = 1024;

    private final OperatorSpec.Match spec;
    private final OperatorContext context;
    private final KeyedStateStore store;
    private final List<DataType> keyTypes;
    private final int[] keyColumns;
    private final int timeColumn;
    private final PartitionMatching matching;
    private final boolean numbered;
    private final BufferedRows buffer;
    private final OpenPartitions open;
    private final ValueTable positions;
    private final Timers timers;
    private final Deque<Column[]> due = new ArrayDeque<>();
    private long watermark = Long.MIN_VALUE;
    private long dueUntil = Long.MIN_VALUE;
    private long lateRows;
    private boolean ended;

    /** @param store empty, or restored from what this operator saved; closed with the operator */
    public StreamMatchOperator(OperatorSpec.Match spec, OperatorContext context, KeyedStateStore store) {
        this.spec = spec;
        this.context = context;
        this.store = store;
        List<DataType> types = context.inputs().get(0).stream().map(Field::type).toList();
        keyTypes = spec.partitionKeys().stream().map(types::get).toList();
        keyColumns = spec.partitionKeys().stream().mapToInt(Integer::intValue).toArray();
        timeColumn = spec.order().get(0).column();
        matching = new PartitionMatching(spec, context.evaluation());
        numbered = spec.measures().stream()
                .flatMap(measure -> measure.values().stream())
                .anyMatch(value -> value.source() == MatchExpression.Source.MATCH_NUMBER);
        long nextSequence = 0;
        for (Map<String, Long> attributes : store.restoredAttributes()) {
            nextSequence = Math.max(nextSequence, attributes.getOrDefault(SEQUENCE, 0L));
            watermark = Math.max(watermark, attributes.getOrDefault(WATERMARK, Long.MIN_VALUE));
        }
        buffer = new BufferedRows(spec, types, store, nextSequence);
        open = new OpenPartitions(new OperatorMemory(context), keyColumns.length);
        DataType number = DataType.of(TypeKind.BIGINT).withNullable(false);
        positions = store.valueTable(
                TableSchema.of("positions", keyTypes, List.of(number, number)).withTimeToLive(spec.stateTtlMillis()),
                0);
        timers = store.timers(TableSchema.of("timers", keyTypes, List.of()));
    }

    @Override
    public boolean needsInput(int input) {
        return dueUntil == Long.MIN_VALUE && !ended;
    }

    @Override
    public void addInput(int input, Batch batch) {
        RowKinds.requireInsertOnly(batch, context.owner());
        for (int from = 0; from < batch.rowCount(); from += Batch.TARGET_ROWS) {
            Batch rows = inTime(batch.slice(from, Math.min(Batch.TARGET_ROWS, batch.rowCount() - from)));
            if (rows.rowCount() > 0) {
                long[] hashes = new long[rows.rowCount()];
                ColumnHash.ofKeys(rows, keyColumns, hashes);
                buffer.add(rows, hashes);
                timers.set(times(rows), keys(rows), hashes, rows.rowCount());
            }
        }
    }

    private Column[] keys(Batch rows) {
        return Arrays.stream(keyColumns)
                .mapToObj(column -> rows.column(column).flat())
                .toArray(Column[]::new);
    }

    private long[] times(Batch rows) {
        Column column = rows.column(timeColumn).flat();
        if (column.mayHaveNulls() || !(column instanceof LongColumn times)) {
            throw new BlinkException(
                    CoreErrorCode.INVALID_ARGUMENT,
                    context.owner()
                            + ": the time of a row is NULL or has more than 6 digits, so that it has no place in the order. Filter such rows out, or cast the time to TIMESTAMP(6).");
        }
        return times.values();
    }

    private Batch inTime(Batch rows) {
        long[] times = times(rows);
        int[] kept = new int[rows.rowCount()];
        int count = 0;
        for (int i = 0; i < kept.length; i++) {
            kept[count] = i;
            count += times[i] > watermark ? 1 : 0;
        }
        lateRows += kept.length - count;
        return count == kept.length ? rows : rows.take(kept, 0, count);
    }

    @Override
    public void watermark(long micros) {
        if (micros > watermark) {
            watermark = Math.min(micros, AT_END - 1);
            dueUntil = watermark;
        }
    }

    @Override
    public void endInput(int input) {
        ended = true;
        dueUntil = AT_END;
    }

    @Override
    public Batch output() {
        open.yieldMemory();
        List<Batch> found = new ArrayList<>();
        int searched = 0;
        while (dueUntil != Long.MIN_VALUE && searched < OUTPUT_PARTITIONS) {
            if (due.isEmpty() && !takeDue()) {
                dueUntil = Long.MIN_VALUE;
            } else {
                Batch matches = search(due.poll());
                searched++;
                if (matches != null) {
                    found.add(matches);
                }
            }
            if (searched == OUTPUT_PARTITIONS && found.isEmpty()) {
                searched = 0;
            }
        }
        return found.isEmpty() ? null : ColumnConcatenation.ofBatches(found);
    }

    /** The next partitions of which timers have come; false if there are none. */
    private boolean takeDue() {
        Timers.Due taken = timers.take(dueUntil, Batch.TARGET_ROWS);
        if (taken.count() == 0) {
            return false;
        }
        GroupTable distinct = GroupTable.ofGroups(keyTypes);
        distinct.insert(taken.keys(), taken.count(), new int[taken.count()]);
        for (int i = 0; i < distinct.groupCount(); i++) {
            due.add(distinct.gatherKeys(new int[] {i}, 0, 1).stream()
                    .map(Column::flat)
                    .toArray(Column[]::new));
        }
        return true;
    }

    /** The matches of one partition that are sure now, or {@code null}. */
    private Batch search(Column[] dueKey) {
        long[] hash = new long[1];
        ColumnHash.ofKeys(new Batch(1, List.of(dueKey)), allKeys(), hash);
        OpenPartitions.Open resumed = resumed(dueKey, hash[0]);
        Column[] key = resumed == null ? dueKey : resumed.key();
        Batch last = resumed == null ? null : resumed.partition().rows().last();
        Batch added = buffer.read(key, last, ended ? Long.MAX_VALUE : watermark);
        if (resumed == null && added.rowCount() == 0) {
            return null;
        }
        SearchedPartition partition = resumed == null ? stored(key, hash, added.rowCount()) : resumed.partition();
        partition.rows().add(added);
        PartitionMatching.Progress progress = matching.advance(partition, ended ? Long.MAX_VALUE : watermark + 1);
        progress.dropped().forEach(rows -> buffer.remove(key, rows));
        keep(key, hash, partition);
        if (!ended && partition.search().isOpen()) {
            open.keep(key, hash[0], partition);
        }
        if (!ended && partition.start() < partition.rows().count()) {
            wake(key, hash, partition);
        }
        return progress.matches();
    }

    /** A partition whose search is open, or {@code null}; not if rows of it have outlived their time in state. */
    private OpenPartitions.Open resumed(Column[] key, long hash) {
        OpenPartitions.Open resumed = open.take(key, hash);
        boolean whole = resumed != null
                && (spec.stateTtlMillis() == 0
                        || buffer.beginsWith(
                                resumed.key(), resumed.partition().rows().first()));
        return whole ? resumed : null;
    }

    private SearchedPartition stored(Column[] key, long[] hash, int rows) {
        int[] entry = new int[1];
        positions.find(key, hash, 1, entry);
        if (entry[0] == ValueTable.NONE) {
            return matching.partition(0, 0);
        }
        Column[] values = positions.values(entry, 1);
        long start = ((LongColumn) values[1].flat()).values()[0];
        return matching.partition((int) Math.min(start, rows), ((LongColumn) values[0].flat()).values()[0]);
    }

    private int[] allKeys() {
        int[] columns = new int[keyColumns.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = i;
        }
        return columns;
    }

    private void keep(Column[] key, long[] hash, SearchedPartition partition) {
        if (partition.start() == 0 && !(numbered && partition.number() > 0)) {
            positions.remove(key, hash, 1);
            return;
        }
        Column[] values = {
            new LongColumn(1, new long[] {partition.number()}, null),
            new LongColumn(1, new long[] {partition.start()}, null)
        };
        positions.put(key, hash, 1, values);
    }

    /** Has an open match be looked at again when its time is over, or the input. */
    private void wake(Column[] key, long[] hash, SearchedPartition partition) {
        long time =
                spec.withinMicros() < 0 ? AT_END : partition.rows().time(partition.start()) + spec.withinMicros() - 1;
        if (time > watermark) {
            timers.set(new long[] {time}, key, hash, 1);
        }
    }

    @Override
    public boolean finished() {
        return ended && dueUntil == Long.MIN_VALUE;
    }

    @Override
    public OperatorSnapshot snapshot(long checkpointId) {
        return OperatorSnapshot.of(store, Map.of(SEQUENCE, buffer.nextSequence(), WATERMARK, watermark), checkpointId);
    }

    @Override
    public OperatorStatistics statistics() {
        return new OperatorStatistics(store.retainedBytes(), 0, lateRows);
    }

    @Override
    public void close() {
        due.clear();
        open.close();
        store.close();
    }
}
