package io.blink.runtime.operator.match;

import io.blink.core.column.Column;
import io.blink.core.plan.SortKey;
import io.blink.runtime.operator.OperatorMemory;
import io.blink.runtime.operator.sort.ColumnOrder;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Partitions with an open match, as far as memory allows that nobody else wants, so that their search goes on where it stopped. Those that have waited longest make room; they are read from state and
 * searched from their start again when their turn comes.
 */
final class OpenPartitions implements AutoCloseable {
    /** @param key one row of key columns, of which the rows of the partition have references */
    record Open(Column[] key, SearchedPartition partition, long bytes) {}

    private final OperatorMemory memory;
    private final List<SortKey> keyOrder;
    private final Map<Long, Open> byHash = new LinkedHashMap<>();

    OpenPartitions(OperatorMemory memory, int keys) {
        this.memory = memory;
        keyOrder = IntStream.range(0, keys)
                .mapToObj(key -> new SortKey(key, true, true))
                .toList();
    }

    /** Takes a partition out, or {@code null}. */
    Open take(Column[] key, long hash) {
        Open open = remove(hash);
        return open != null && ColumnOrder.compare(keyOrder, open.key(), 0, key, 0) == 0 ? open : null;
    }

    private Open remove(long hash) {
        Open open = byHash.remove(hash);
        if (open != null) {
            memory.shrink(open.bytes());
            memory.setRevocable(memory.usedBytes());
        }
        return open;
    }

    /** Keeps a partition if there is room. */
    void keep(Column[] key, long hash, SearchedPartition partition) {
        remove(hash);
        long bytes = partition.bytes();
        boolean fits = memory.tryGrowFree(bytes);
        while (!fits && !byHash.isEmpty()) {
            remove(byHash.keySet().iterator().next());
            fits = memory.tryGrowFree(bytes);
        }
        if (fits) {
            byHash.put(hash, new Open(key, partition, bytes));
            memory.setRevocable(memory.usedBytes());
        }
    }

    /** Gives all memory back if a neighbour needs some. */
    void yieldMemory() {
        if (memory.takeRevocation()) {
            clear();
        }
    }

    private void clear() {
        Iterator<Open> all = byHash.values().iterator();
        while (all.hasNext()) {
            memory.shrink(all.next().bytes());
            all.remove();
        }
        memory.setRevocable(0);
    }

    @Override
    public void close() {
        byHash.clear();
        memory.close();
    }
}
