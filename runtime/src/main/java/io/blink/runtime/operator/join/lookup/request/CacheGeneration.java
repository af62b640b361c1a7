package io.blink.runtime.operator.join.lookup.request;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.spi.connector.LookupRows;
import io.blink.core.type.DataType;
import io.blink.runtime.operator.hashtable.GroupTable;
import io.blink.runtime.operator.rows.RowStore;
import java.util.Arrays;
import java.util.List;

/** Answers for keys, which are added and never taken out one by one. An answer that replaces another leaves the old rows lying. */
final class CacheGeneration {
    private final GroupTable keys;
    private final RowStore rows;
    private int[] from = new int[0];
    private int[] counts = new int[0];
    private long[] writtenNanos = new long[0];
    private long[] accessedNanos = new long[0];

    CacheGeneration(List<DataType> keyTypes, List<DataType> rowTypes) {
        keys = new GroupTable(keyTypes);
        rows = new RowStore(rowTypes);
    }

    /**
     * Answers that are young enough.
     *
     * @param positions of the keys that have one, among those that were asked for
     * @param writtenNanos when each came
     */
    record Answers(int[] positions, LookupRows rows, long[] writtenNanos) {}

    /** @param writeAgeMax how old an answer may be @param accessAgeMax for how long nobody may have asked for it */
    Answers find(Column[] asked, int count, long nowNanos, long writeAgeMax, long accessAgeMax) {
        int[] groups = new int[count];
        if (keys.groupCount() == 0) {
            Arrays.fill(groups, -1);
        } else {
            keys.find(asked, count, groups);
        }
        int[] positions = new int[count];
        int hits = 0;
        int found = 0;
        for (int i = 0; i < count; i++) {
            int group = groups[i];
            if (group >= 0
                    && nowNanos - writtenNanos[group] <= writeAgeMax
                    && nowNanos - accessedNanos[group] <= accessAgeMax) {
                accessedNanos[group] = nowNanos;
                positions[hits++] = i;
                found += counts[group];
            }
        }
        return answers(groups, Arrays.copyOf(positions, hits), found);
    }

    private Answers answers(int[] groups, int[] positions, int found) {
        int[] ofKeys = new int[positions.length];
        long[] written = new long[positions.length];
        int[] places = new int[found];
        int size = 0;
        for (int i = 0; i < positions.length; i++) {
            int group = groups[positions[i]];
            ofKeys[i] = counts[group];
            written[i] = writtenNanos[group];
            for (int k = 0; k < counts[group]; k++) {
                places[size++] = from[group] + k;
            }
        }
        return new Answers(positions, new LookupRows(new Batch(found, rows.gather(places, 0, found)), ofKeys), written);
    }

    long bytesToPut(Column[] added, int count, LookupRows found) {
        long perKey = 2L * Integer.BYTES + 2L * Long.BYTES;
        // The arrays double.
        return keys.bytesToInsert(added, count)
                + rows.bytesToAppend(columns(found), found.rows().rowCount())
                + 2 * perKey * (keys.groupCount() + count);
    }

    private static Column[] columns(LookupRows found) {
        return found.rows().columns().toArray(Column[]::new);
    }

    void put(Column[] added, int count, LookupRows found, long[] written, long nowNanos) {
        int[] groups = new int[count];
        keys.insert(added, count, groups);
        if (from.length < keys.groupCount()) {
            int size = Math.max(keys.groupCount(), from.length * 2);
            from = Arrays.copyOf(from, size);
            counts = Arrays.copyOf(counts, size);
            writtenNanos = Arrays.copyOf(writtenNanos, size);
            accessedNanos = Arrays.copyOf(accessedNanos, size);
        }
        int at = rows.size();
        for (int i = 0; i < count; i++) {
            from[groups[i]] = at;
            counts[groups[i]] = found.counts()[i];
            writtenNanos[groups[i]] = written[i];
            accessedNanos[groups[i]] = nowNanos;
            at += found.counts()[i];
        }
        rows.append(columns(found), null, 0, found.rows().rowCount());
    }

    /** Keys and rows. */
    long size() {
        return (long) keys.groupCount() + rows.size();
    }

    long retainedBytes() {
        return keys.retainedBytes() + rows.retainedBytes() + from.length * (2L * Integer.BYTES + 2L * Long.BYTES);
    }
}
