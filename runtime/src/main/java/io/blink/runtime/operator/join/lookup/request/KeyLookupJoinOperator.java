package io.blink.runtime.operator.join.lookup.request;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.ConstantColumn;
import io.blink.core.plan.JoinType;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.spi.connector.LookupRows;
import io.blink.core.spi.connector.LookupSource;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.runtime.expression.LiteralColumns;
import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.OperatorMemory;
import io.blink.runtime.operator.OperatorStatistics;
import io.blink.runtime.operator.RowKinds;
import io.blink.runtime.operator.Wait;
import io.blink.runtime.operator.hashtable.GroupTable;
import io.blink.runtime.operator.join.PairTest;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Joins rows with what a table has for their keys now. Takes further batches while requests are under way; watermarks and barriers wait until none is, so that there is nothing to keep in a
 * checkpoint. Columns of a batch behind those of the input are carried along, ahead of the table's.
 */
public final class KeyLookupJoinOperator implements Operator {
    /** Rows that wait for answers and what was found for them may take that part of the slot's memory before the operator takes no more. */
    private static final int MEMORY_SHARE = 4;

    private static final int[] NO_KEYS = {};

    private final OperatorSpec.KeyLookupJoin spec;
    private final OperatorContext context;
    private final OperatorMemory memory;
    private final LookupRequests requests;
    private final LookupCache cache;
    private final PairTest condition;
    private final List<DataType> keyTypes;
    private final GroupTable distinct;
    private final Batch nullRow;
    private final Deque<LookedUpBatch> waiting = new ArrayDeque<>();
    private LookedUpBatch emitting;
    private boolean ended;

    /** @param sources makes one for each request that is under way at the same time */
    public KeyLookupJoinOperator(
            OperatorSpec.KeyLookupJoin spec, OperatorContext context, Supplier<LookupSource> sources) {
        this.spec = spec;
        this.context = context;
        List<Field> input = context.inputs().get(0);
        keyTypes = spec.leftKeys().stream().map(key -> input.get(key).type()).toList();
        List<DataType> tableTypes = spec.tableFields().stream().map(Field::type).toList();
        condition = new PairTest(spec.condition(), input.size(), context.evaluation());
        distinct = new GroupTable(keyTypes);
        nullRow = spec.type() == JoinType.LEFT ? nulls(tableTypes) : null;
        memory = new OperatorMemory(context);
        requests = new LookupRequests(
                sources,
                context.ioExecutor(),
                spec.requestsMax(),
                spec.timeoutMillis(),
                context.owner() + ", table " + spec.tableName());
        cache = spec.cache() == null ? null : new LookupCache(keyTypes, tableTypes, spec.cache(), memory);
    }

    private static Batch nulls(List<DataType> types) {
        return new Batch(
                1,
                types.stream()
                        .map(type -> (Column) new ConstantColumn(1, LiteralColumns.nullValue(type)))
                        .toList());
    }

    @Override
    public boolean needsInput(int input) {
        return !ended
                && !requests.full()
                && waiting.size() < spec.requestsMax()
                && (waiting.isEmpty() || memory.usedBytes() < memory.capacityBytes() / MEMORY_SHARE);
    }

    @Override
    public boolean takesInputWhileWaiting() {
        return true;
    }

    @Override
    public void addInput(int input, Batch rows) {
        if (rows.rowCount() == 0) {
            return;
        }
        long now = System.nanoTime();
        LookedUpBatch batch = keyed(RowKinds.withoutUpdates(rows));
        memory.grow(batch.retainedBytes());
        waiting.add(batch);
        long before = batch.retainedBytes();
        int[] unknown = cache == null ? IntStream.range(0, batch.keyCount()).toArray() : cache.answer(batch, now);
        memory.grow(batch.retainedBytes() - before);
        requests.add(batch, unknown, unknown.length);
        requests.advance(now, this::answered);
    }

    /** The distinct keys of some rows. */
    private LookedUpBatch keyed(Batch rows) {
        int[] withKey = new int[rows.rowCount()];
        int count = 0;
        Column[] keys = new Column[keyTypes.size()];
        for (int i = 0; i < keys.length; i++) {
            keys[i] = rows.column(spec.leftKeys().get(i));
        }
        for (int row = 0; row < withKey.length; row++) {
            withKey[count] = row;
            count += hasNull(keys, row) ? 0 : 1;
        }
        for (int i = 0; i < keys.length && count < withKey.length; i++) {
            keys[i] = keys[i].take(withKey, 0, count);
        }
        int[] groups = new int[count];
        distinct.clear();
        if (count > 0) {
            distinct.insert(keys, count, groups);
        }
        int[] keyOfRow = new int[withKey.length];
        Arrays.fill(keyOfRow, LookedUpBatch.NO_KEY);
        for (int i = 0; i < count; i++) {
            keyOfRow[withKey[i]] = groups[i];
        }
        int keyCount = count == 0 ? 0 : distinct.groupCount();
        int[] all = IntStream.range(0, keyCount).toArray();
        Column[] distinctKeys = distinct.gatherKeys(all, 0, keyCount).toArray(Column[]::new);
        return new LookedUpBatch(rows, keyOfRow, distinctKeys, keyCount);
    }

    private static boolean hasNull(Column[] keys, int row) {
        for (Column key : keys) {
            if (key.isNull(row)) {
                return true;
            }
        }
        return false;
    }

    private void answered(LookupRequests.Request request, LookupRows rows) {
        LookedUpBatch batch = request.batch();
        long before = batch.retainedBytes();
        long now = System.nanoTime();
        boolean last = spec.retry() == null || request.attempt() >= spec.retry().attemptsMax();
        int[] missed = last ? NO_KEYS : missed(request, rows);
        if (missed.length > 0) {
            requests.addAgain(
                    request,
                    missed,
                    now + TimeUnit.MILLISECONDS.toNanos(spec.retry().delayMillis()));
        }
        batch.answered(request.keyNumbers(), rows);
        memory.grow(batch.retainedBytes() - before);
        if (cache != null) {
            cache.put(request, rows, last, now);
        }
    }

    /** The keys that nothing was found for. */
    private static int[] missed(LookupRequests.Request request, LookupRows rows) {
        int[] keys = request.keyNumbers();
        return IntStream.range(0, keys.length)
                .filter(i -> rows.counts()[i] == 0)
                .map(i -> keys[i])
                .toArray();
    }

    @Override
    public void endInput(int input) {
        ended = true;
    }

    @Override
    public Batch output() {
        if (cache != null && memory.takeRevocation()) {
            cache.clear();
        }
        requests.advance(System.nanoTime(), this::answered);
        while (emitting != null || nextComplete()) {
            Batch joined = emitting.next(condition, nullRow);
            if (joined != null) {
                return joined;
            }
            memory.shrink(emitting.retainedBytes());
            emitting = null;
        }
        return null;
    }

    /** Begins with the first batch, or where any order does with any, that has all its answers. */
    private boolean nextComplete() {
        for (Iterator<LookedUpBatch> each = waiting.iterator(); each.hasNext(); ) {
            LookedUpBatch batch = each.next();
            if (batch.complete()) {
                each.remove();
                emitting = batch;
                return true;
            }
            if (spec.ordered()) {
                return false;
            }
        }
        return false;
    }

    @Override
    public Wait waitsFor() {
        return waiting.isEmpty() && emitting == null ? Wait.NONE : requests.waitsFor();
    }

    @Override
    public boolean finished() {
        return ended && waiting.isEmpty() && emitting == null;
    }

    @Override
    public OperatorStatistics statistics() {
        return memory.statistics();
    }

    @Override
    public void close() {
        waiting.clear();
        emitting = null;
        requests.close();
        memory.close();
    }
}
