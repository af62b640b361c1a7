package io.blink.runtime.operator.over.stream;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.type.DataType;
import io.blink.runtime.operator.hashtable.GroupTable;
import java.util.List;

/** Deals rows and moments out to partitions, by time. Scratch of one operator. */
final class DueTimes {
    private static final long DAY_MICROS = 86_400_000_000L;
    /** By so much may months differ. */
    private static final long MONTHS_DIFFER_MICROS = 4 * DAY_MICROS;

    private static final long MONTH_MICROS_MIN = 28 * DAY_MICROS;

    private final GroupTable partitions;
    private int[] ofRows = new int[Batch.TARGET_ROWS];
    private int late;

    DueTimes(List<DataType> keyTypes) {
        this.partitions = new GroupTable(keyTypes);
    }

    long[] of(Batch rows, int column) {
        return ((LongColumn) rows.column(column).flat()).values();
    }

    /** The greatest distance of rows from where their frames begin. */
    static long furthest(long[] times, long[] edges) {
        long furthest = 0;
        for (int i = 0; i < Math.min(times.length, edges.length); i++) {
            furthest = Math.max(furthest, times[i] - edges[i]);
        }
        return furthest;
    }

    /** An interval that may have been measured in a short month. */
    static long withMonths(long micros) {
        return micros < MONTH_MICROS_MIN ? micros : micros + MONTHS_DIFFER_MICROS;
    }

    /** The rows that are not late; the others are counted. */
    Batch behind(Batch batch, int timeColumn, long watermark, String owner) {
        int rows = batch.rowCount();
        late = 0;
        Column column = batch.column(timeColumn);
        for (int i = 0; column.mayHaveNulls() && i < rows; i++) {
            if (column.isNull(i)) {
                throw new BlinkException(
                        CoreErrorCode.INVALID_ARGUMENT,
                        owner
                                + ": the time of a row is NULL, so it has no place in the order of OVER. Filter such rows out.");
            }
        }
        long[] times = of(batch, timeColumn);
        int[] positions = new int[rows];
        int count = 0;
        for (int i = 0; i < rows; i++) {
            positions[count] = i;
            count += times[i] >= watermark ? 1 : 0;
        }
        late = rows - count;
        return late == 0 ? batch : batch.take(positions, 0, count);
    }

    /** How many rows {@link #behind} left out. */
    int late() {
        return late;
    }

    /** The kept rows of moments; each partition's lie between its first and its last one. */
    DueRows read(KeptRows kept, Column[] keys, long[] hashes, long[] times, int count, long microsBack) {
        int partitionCount = number(keys, count);
        long[] from = new long[partitionCount];
        long[] to = new long[partitionCount];
        int[] first = new int[partitionCount];
        int known = 0;
        for (int i = 0; i < count; i++) {
            int partition = ofRows[i];
            if (partition == known) {
                from[partition] = times[i];
                to[partition] = times[i];
                first[known++] = i;
            }
            from[partition] = Math.min(from[partition], times[i]);
            to[partition] = Math.max(to[partition], times[i]);
        }
        return kept.read(taken(keys, first), taken(hashes, first), from, to, microsBack);
    }

    private int number(Column[] keys, int count) {
        if (ofRows.length < count) {
            ofRows = new int[count];
        }
        partitions.clear();
        partitions.insert(keys, count, ofRows);
        return partitions.groupCount();
    }

    private static Column[] taken(Column[] keys, int[] rows) {
        Column[] taken = new Column[keys.length];
        for (int k = 0; k < keys.length; k++) {
            taken[k] = keys[k].flat().take(rows, 0, rows.length);
        }
        return taken;
    }

    private static long[] taken(long[] values, int[] rows) {
        long[] taken = new long[rows.length];
        for (int i = 0; i < rows.length; i++) {
            taken[i] = values[rows[i]];
        }
        return taken;
    }

    /** Rows that need none before them, partition by partition. */
    DueRows partitioned(Batch rows, Column[] keys, long[] hashes, long[] times, long firstSequence) {
        int count = rows.rowCount();
        int partitionCount = number(keys, count);
        int[] ends = new int[partitionCount];
        int[] first = new int[partitionCount];
        int known = 0;
        for (int i = 0; i < count; i++) {
            if (ofRows[i] == known) {
                first[known++] = i;
            }
            ends[ofRows[i]]++;
        }
        int[] next = new int[partitionCount];
        for (int partition = 1; partition < partitionCount; partition++) {
            next[partition] = ends[partition - 1];
            ends[partition] += ends[partition - 1];
        }
        int[] starts = next.clone();
        int[] positions = new int[count];
        for (int i = 0; i < count; i++) {
            positions[next[ofRows[i]]++] = i;
        }
        long[] sequences = new long[count];
        long[] sortedTimes = new long[count];
        for (int i = 0; i < count; i++) {
            sequences[i] = firstSequence + positions[i];
            sortedTimes[i] = times[positions[i]];
        }
        return new DueRows(
                taken(keys, first),
                taken(hashes, first),
                rows.take(positions, 0, count),
                sortedTimes,
                sequences,
                starts,
                ends);
    }

    /** Answered rows by time and arrival. */
    static Batch inOrder(Batch answered, DueRows rows, int[] due) {
        return rows.partitions() < 2 ? answered : answered.take(TimeOrder.of(rows, due), 0, due.length);
    }
}
