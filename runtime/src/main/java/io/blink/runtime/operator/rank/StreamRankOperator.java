package io.blink.runtime.operator.rank;

import io.blink.core.column.Batch;
import io.blink.core.column.BytesColumn;
import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.core.function.WindowFunction;
import io.blink.core.hash.ColumnHash;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.SortKey;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.OperatorMemory;
import io.blink.runtime.operator.OperatorSnapshot;
import io.blink.runtime.operator.OperatorStatistics;
import io.blink.runtime.operator.RowKinds;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The first rows of each partition, kept up to date. Each batch is one step: its rows go into the lists of their partitions, what that leaves goes to the table in one call, and what it changed among
 * the ranks goes out. Of an input of inserted rows the table has those with a rank alone. Of one that takes rows back it has all, and the list of a partition only the first of them; a row is found
 * again by its order and a hash of its content, which stands behind it in the order, and then compared. One that is not there, since its time to live is over, is passed over. Where rows replace others by
 * key and only rise, those without a rank are not kept either: they come again when they change.
 */
public final class StreamRankOperator implements Operator {
    /** So many times the ranks of one partition fit the cache. */
    private static final long RANKS_CACHED = 8;

    private static final String SEQUENCE = "nextSequence";

    private final OperatorSpec.StreamRank spec;
    private final OperatorContext context;
    private final KeyedStateStore store;
    private final RankTable table;
    private final CachedRows cached;
    private final PartitionCache cache;
    private final OrderBytes orderBytes;
    private final int[] allColumns;
    private final int[] updateKey;
    private final RankChanges changes;
    private final OperatorMemory memory;
    private final Deque<Batch> pending = new ArrayDeque<>();
    private final int[] slots = new int[Batch.TARGET_ROWS];
    private final int[] candidates = new int[Batch.TARGET_ROWS];
    /** Partitions that the batch at hand touched, and a row of it in each. */
    private final List<RankedPartition> touched = new ArrayList<>();

    private final int[] touchedRows = new int[Batch.TARGET_ROWS];
    private final IntRows arrived = new IntRows();
    private final IntRows gone = new IntRows();
    /** Rows to be taken back that no list has. */
    private final IntRows strays = new IntRows();

    private final long cachedRowsMax;
    private long nextSequence;
    private int batchNumber;
    private boolean ended;

    /** @param store empty, or restored from what this operator saved; closed with the operator */
    public StreamRankOperator(OperatorSpec.StreamRank spec, OperatorContext context, KeyedStateStore store) {
        this.spec = spec;
        this.context = context;
        this.store = store;
        List<DataType> types = context.inputs().get(0).stream().map(Field::type).toList();
        table = new RankTable(spec.partitionKeys(), types, spec.stateTtlMillis(), store);
        cached = new CachedRows(types, spec.retracting() ? Long.BYTES : 0);
        cache = new PartitionCache(spec, types, table, cached);
        List<SortKey> keys = new ArrayList<>(spec.order());
        List<DataType> keyTypes = new ArrayList<>(
                spec.order().stream().map(key -> types.get(key.column())).toList());
        if (spec.retracting()) {
            keys.add(new SortKey(types.size(), true, true));
            keyTypes.add(CachedRows.SEQUENCE);
        }
        cachedRowsMax = Math.max(spec.cachedRows(), RANKS_CACHED * Math.min(spec.to(), Integer.MAX_VALUE));
        orderBytes = new OrderBytes(keys, keyTypes);
        updateKey = spec.updateKey().stream().mapToInt(Integer::intValue).toArray();
        allColumns = IntStream.range(0, types.size()).toArray();
        changes = new RankChanges(spec, cached, pending);
        memory = new OperatorMemory(context);
        for (Map<String, Long> attributes : store.restoredAttributes()) {
            nextSequence = Math.max(nextSequence, attributes.getOrDefault(SEQUENCE, 0L));
        }
    }

    @Override
    public boolean needsInput(int input) {
        return pending.isEmpty() && !ended;
    }

    @Override
    public void addInput(int input, Batch batch) {
        if (!spec.retracting() && updateKey.length == 0) {
            RowKinds.requireInsertOnly(batch, context.owner());
        }
        Batch rows = updateKey.length == 0 ? batch : RowKinds.newContents(batch, context.owner());
        for (int from = 0; from < rows.rowCount(); from += Batch.TARGET_ROWS) {
            add(rows.slice(from, Math.min(Batch.TARGET_ROWS, rows.rowCount() - from)));
        }
    }

    private void add(Batch rows) {
        batchNumber++;
        Column[] keys = table.keys(rows.columns());
        BytesColumn order = orderBytes.encode(orderColumns(rows), rows.rowCount());
        LongColumn sequence = sequence(rows.rowCount());
        makeRoom(rows, keys, order, sequence);
        cache.find(keys, rows.rowCount(), slots);
        cache.load(keys, rows.rowCount(), slots);
        int count = selectCandidates(rows, order);
        int base = cached.size();
        cached.append(rows.columns(), order, sequence, candidates, count);
        strays.clear();
        for (int k = 0; k < count; k++) {
            int row = candidates[k];
            RankedPartition partition = cache.get(slots[row], batchNumber);
            touch(partition, row);
            if (takesBack(rows, row)) {
                if (!remove(partition, base + k, base)) {
                    strays.add(base + k);
                }
            } else {
                insert(partition, base + k);
            }
        }
        finish(keys);
    }

    private Column[] orderColumns(Batch rows) {
        List<Column> columns = new ArrayList<>();
        spec.order().forEach(key -> columns.add(rows.column(key.column()).flat()));
        if (spec.retracting()) {
            long[] hashes = new long[rows.rowCount()];
            ColumnHash.ofKeys(rows, allColumns, hashes);
            columns.add(new LongColumn(rows.rowCount(), hashes, null));
        }
        return columns.toArray(Column[]::new);
    }

    private LongColumn sequence(int rows) {
        long[] numbers = new long[rows];
        for (int i = 0; i < rows; i++) {
            numbers[i] = nextSequence++;
        }
        return new LongColumn(rows, numbers, null);
    }

    private void makeRoom(Batch rows, Column[] keys, BytesColumn order, LongColumn sequence) {
        if (cached.size() > cachedRowsMax) {
            cache.evict(batchNumber, cachedRowsMax);
        }
        long bytes = bytesToAdd(rows, keys, order, sequence);
        memory.set(cache.retainedBytes());
        if (!memory.tryGrow(bytes)) {
            cache.clear();
            memory.set(cache.retainedBytes());
            memory.grow(bytesToAdd(rows, keys, order, sequence));
        }
    }

    private long bytesToAdd(Batch rows, Column[] keys, BytesColumn order, LongColumn sequence) {
        return cache.bytesToFind(keys, rows.rowCount())
                + cached.bytesToAppend(rows.columns(), order, sequence, rows.rowCount());
    }

    private static boolean takesBack(Batch rows, int row) {
        return !RowKinds.comes(rows.rowKinds(), row);
    }

    /** Rows that may change something; of an input of inserted rows many cannot. */
    private int selectCandidates(Batch rows, BytesColumn order) {
        int count = 0;
        for (int i = 0; i < rows.rowCount(); i++) {
            RankedPartition partition = cache.get(slots[i], batchNumber);
            candidates[count] = i;
            count += spec.retracting() || mayRank(partition, order, i) ? 1 : 0;
        }
        return count;
    }

    private boolean mayRank(RankedPartition partition, BytesColumn order, int row) {
        if (!partition.isFull(spec.function(), spec.to())) {
            return true;
        }
        int compared = cached.compareOrder(order, row, partition.row(partition.count() - 1));
        return compared < 0 || compared == 0 && (updateKey.length > 0 || spec.function() != WindowFunction.ROW_NUMBER);
    }

    private void touch(RankedPartition partition, int row) {
        if (partition.batch() != batchNumber) {
            partition.begin(batchNumber, partition.within(spec.function(), spec.to()));
            touchedRows[touched.size()] = row;
            touched.add(partition);
        }
    }

    private void insert(RankedPartition partition, int row) {
        if (spec.retracting()) {
            arrived.add(row);
        }
        if (updateKey.length > 0) {
            partition.removeEqual(row, updateKey);
        }
        int place = partition.placeOf(row);
        if (place < partition.count() || partition.isComplete()) {
            partition.insert(place, row);
        }
        if (!spec.retracting()) {
            partition.cut(partition.within(spec.function(), spec.to()));
        }
    }

    /** Takes a row back; false if it is not in the list. @param base first row of the batch */
    private boolean remove(RankedPartition partition, int row, int base) {
        int place = partition.find(row);
        if (place < 0) {
            return partition.isComplete();
        }
        int found = partition.row(place);
        partition.remove(place);
        if (found < base) {
            gone.add(found);
        } else {
            arrived.remove(found);
        }
        return true;
    }

    private void finish(Column[] keys) {
        if (!spec.retracting()) {
            touched.forEach(this::compareLists);
        }
        write();
        for (int i = 0; i < strays.count(); i++) {
            removeStray(strays.rows()[i]);
        }
        for (int i = 0; i < touched.size(); i++) {
            RankedPartition partition = touched.get(i);
            cache.refill(partition, keys, touchedRows[i]);
            changes.add(partition, partition.within(spec.function(), spec.to()));
            if (spec.retracting()) {
                cache.trim(partition);
            }
            cache.account(partition);
        }
        changes.flush();
        touched.clear();
        memory.set(cache.retainedBytes());
    }

    /** Of inserted rows the list is what the table has to have. */
    private void compareLists(RankedPartition partition) {
        int[] before = partition.before();
        int[] now = partition.current();
        int b = 0;
        int n = 0;
        while (b < before.length || n < partition.count()) {
            if (b < before.length && n < partition.count() && before[b] == now[n]) {
                b++;
                n++;
            } else if (n == partition.count() || b < before.length && cached.compare(before[b], now[n]) < 0) {
                gone.add(before[b++]);
            } else {
                arrived.add(now[n++]);
            }
        }
    }

    private void write() {
        if (gone.count() > 0) {
            table.remove(
                    cached.gather(gone.rows(), gone.count()),
                    cached.gatherPlaces(gone.rows(), gone.count()),
                    gone.count());
            gone.clear();
        }
        if (arrived.count() > 0) {
            table.put(
                    cached.gather(arrived.rows(), arrived.count()),
                    cached.gatherPlaces(arrived.rows(), arrived.count()),
                    arrived.count());
            arrived.clear();
        }
    }

    /** Takes a row back that is behind the list of its partition. */
    private void removeStray(int row) {
        int[] one = {row};
        List<Column> columns = cached.gather(one, 1);
        Column order = cached.gatherPlaces(one, 1)[0];
        Column[] keys = table.keys(columns);
        long sequence = 0;
        RankTable.Read read;
        do {
            read = table.readEqual(keys, 0, order, sequence);
            if (read.rows() > 0) {
                int found = cache.append(read);
                if (cached.sameContent(found, row)) {
                    table.remove(columns, read.places(), 1);
                    return;
                }
                sequence = cached.sequence(found) + 1;
            }
        } while (read.rows() > 0);
    }

    @Override
    public void endInput(int input) {
        ended = true;
    }

    @Override
    public Batch output() {
        return pending.poll();
    }

    @Override
    public boolean finished() {
        return ended && pending.isEmpty();
    }

    @Override
    public OperatorSnapshot snapshot(long checkpointId) {
        return OperatorSnapshot.of(store, Map.of(SEQUENCE, nextSequence), checkpointId);
    }

    @Override
    public OperatorStatistics statistics() {
        return new OperatorStatistics(memory.peakBytes() + store.retainedBytes(), 0, 0);
    }

    @Override
    public void close() {
        pending.clear();
        store.close();
        memory.close();
    }
}
