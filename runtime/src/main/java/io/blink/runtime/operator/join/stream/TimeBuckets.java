package io.blink.runtime.operator.join.stream;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.TableCursor;
import io.blink.runtime.operator.RowKinds;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Rows of one side of an interval join by time: each stretch of time has tables of its own, which go as a whole when the watermark has passed all that could match them. A bucket
 * is the number of a stretch, and the namespace of its tables.
 */
final class TimeBuckets {
    private final SideLayout layout;
    private final KeyedStateStore store;
    private final long bucketMicros;
    private final long keptMicros;
    private final TreeMap<Long, AppendedRows> buckets = new TreeMap<>();
    private final Deque<Map.Entry<Long, AppendedRows>> expiring = new ArrayDeque<>();
    private TableCursor cursor;

    /** @param keptMicros how far the watermark must be behind a row's time for the row to go; negative: before it */
    TimeBuckets(SideLayout layout, KeyedStateStore store, long bucketMicros, long keptMicros) {
        this.layout = layout;
        this.store = store;
        this.bucketMicros = bucketMicros;
        this.keptMicros = keptMicros;
        for (long bucket : store.namespaces(RowLists.listsOf(layout))) {
            at(bucket);
        }
    }

    AppendedRows at(long bucket) {
        return buckets.computeIfAbsent(bucket, number -> new AppendedRows(layout, store, number));
    }

    /** Those that may have rows of these times, both included. */
    List<SideRows> between(long leastMicros, long greatestMicros) {
        return new ArrayList<>(buckets.subMap(
                        Math.floorDiv(leastMicros, bucketMicros),
                        true,
                        Math.floorDiv(greatestMicros, bucketMicros),
                        true)
                .values());
    }

    /** Whether nothing that may still come matches rows of the bucket. */
    boolean isPassed(long bucket, long watermark) {
        return watermark == Long.MAX_VALUE || (bucket + 1) * bucketMicros - 1 + keptMicros < watermark;
    }

    /** Buckets whose rows nothing will match any more are about to go. */
    void advance(long watermark) {
        while (!buckets.isEmpty() && isPassed(buckets.firstKey(), watermark)) {
            expiring.add(buckets.pollFirstEntry());
        }
    }

    boolean isExpiring() {
        return !expiring.isEmpty();
    }

    /** Forgets the rows of the next bucket that goes, or some of them. @param unmatched takes those that had no match; {@code null} if nobody wants them */
    void expire(AloneRows unmatched) {
        AppendedRows rows = expiring.peek().getValue();
        if (unmatched != null) {
            cursor = cursor == null ? rows.scan() : cursor;
            Batch next = cursor.next();
            if (next != null) {
                emitUnmatched(next, unmatched);
                return;
            }
        }
        cursor = null;
        RowLists.drop(layout, store, expiring.remove().getKey());
    }

    private void emitUnmatched(Batch stored, AloneRows unmatched) {
        int first = layout.keys().length + 1;
        int width = layout.types().size();
        List<Column> columns = stored.columns().subList(first, first + width);
        long[] matches = ((LongColumn) stored.column(first + width)).values();
        for (int row = 0; row < stored.rowCount(); row++) {
            if (matches[row] == 0) {
                unmatched.add(row, RowKinds.INSERT, 1);
            }
        }
        unmatched.emit(new Batch(stored.rowCount(), columns));
    }
}
