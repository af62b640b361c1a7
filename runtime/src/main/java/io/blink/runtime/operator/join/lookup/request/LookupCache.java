package io.blink.runtime.operator.join.lookup.request;

import io.blink.core.column.Column;
import io.blink.core.plan.LookupCaching;
import io.blink.core.spi.connector.LookupRows;
import io.blink.core.type.DataType;
import io.blink.runtime.operator.OperatorMemory;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

/**
 * The answers that a task got lately, in two generations of columns: what is asked for again moves from the older to the younger one, and when the younger is full the older goes with all that nobody
 * asked for meanwhile. Approximates the order of last access without an object or a link for each key. Takes memory that the slot can spare, and gives it back when a neighbour asks.
 */
final class LookupCache {
    private final List<DataType> keyTypes;
    private final List<DataType> rowTypes;
    private final LookupCaching caching;
    private final OperatorMemory memory;
    private final long writeAgeMax;
    private final long accessAgeMax;
    private CacheGeneration young;
    private CacheGeneration old;
    private long heldBytes;

    LookupCache(List<DataType> keyTypes, List<DataType> rowTypes, LookupCaching caching, OperatorMemory memory) {
        this.keyTypes = keyTypes;
        this.rowTypes = rowTypes;
        this.caching = caching;
        this.memory = memory;
        writeAgeMax = nanos(caching.afterWriteMillis());
        accessAgeMax = nanos(caching.afterAccessMillis());
        young = generation();
        old = generation();
    }

    private static long nanos(long millis) {
        return millis == 0 ? Long.MAX_VALUE : TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private CacheGeneration generation() {
        return new CacheGeneration(keyTypes, rowTypes);
    }

    /** Gives a batch the answers for those of its keys that are known; the numbers of the others. */
    int[] answer(LookedUpBatch batch, long nowNanos) {
        int[] all = IntStream.range(0, batch.keyCount()).toArray();
        int[] open = answer(young, batch, all, nowNanos);
        return answer(old, batch, open, nowNanos);
    }

    private int[] answer(CacheGeneration generation, LookedUpBatch batch, int[] asked, long nowNanos) {
        if (asked.length == 0 || generation.size() == 0) {
            return asked;
        }
        Column[] keys = batch.keys(asked, asked.length);
        CacheGeneration.Answers answers = generation.find(keys, asked.length, nowNanos, writeAgeMax, accessAgeMax);
        int[] positions = answers.positions();
        int[] known = Arrays.stream(positions).map(i -> asked[i]).toArray();
        batch.add(known, answers.rows());
        if (generation == old && known.length > 0) {
            put(batch.keys(known, known.length), known.length, answers.rows(), answers.writtenNanos(), nowNanos);
        }
        return others(asked, positions);
    }

    private static int[] others(int[] asked, int[] positions) {
        int[] others = new int[asked.length - positions.length];
        int size = 0;
        int next = 0;
        for (int i = 0; i < asked.length; i++) {
            if (next < positions.length && positions[next] == i) {
                next++;
            } else {
                others[size++] = asked[i];
            }
        }
        return others;
    }

    /** Keeps what a request brought. @param last whether its keys without rows are not asked for again */
    void put(LookupRequests.Request request, LookupRows rows, boolean last, long nowNanos) {
        int[] kept = IntStream.range(0, rows.counts().length)
                .filter(i -> last && caching.missingKeys() || rows.counts()[i] > 0)
                .toArray();
        if (kept.length == 0) {
            return;
        }
        Column[] keys = Arrays.stream(request.keys())
                .map(column -> column.take(kept, 0, kept.length))
                .toArray(Column[]::new);
        int[] counts = Arrays.stream(kept).map(i -> rows.counts()[i]).toArray();
        long[] written = new long[kept.length];
        Arrays.fill(written, nowNanos);
        put(keys, kept.length, new LookupRows(rows.rows(), counts), written, nowNanos);
    }

    /** An answer that half the cache cannot hold is not kept. */
    private void put(Column[] keys, int count, LookupRows rows, long[] written, long nowNanos) {
        long added = (long) count + rows.rows().rowCount();
        long half = Math.max(1, caching.rowsMax() / 2);
        if (added > half) {
            return;
        }
        if (young.size() + added > half) {
            old = young;
            young = generation();
            hold(young.retainedBytes() + old.retainedBytes());
        }
        long wanted = young.bytesToPut(keys, count, rows);
        if (!memory.tryGrowFree(wanted)) {
            clear();
            return;
        }
        heldBytes += wanted;
        young.put(keys, count, rows, written, nowNanos);
        hold(young.retainedBytes() + old.retainedBytes());
    }

    private void hold(long bytes) {
        memory.shrink(heldBytes - bytes);
        heldBytes = bytes;
        memory.setRevocable(bytes);
    }

    /** Forgets everything and gives the memory back. */
    void clear() {
        young = generation();
        old = generation();
        hold(0);
    }
}
