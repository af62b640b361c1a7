package io.blink.runtime.operator.join.stream;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Deals the rows of a batch out to stretches of time. */
final class TimedRows {
    private final int timeColumn;
    private final long bucketMicros;
    private final String owner;

    TimedRows(int timeColumn, long bucketMicros, String owner) {
        this.timeColumn = timeColumn;
        this.bucketMicros = bucketMicros;
        this.owner = owner;
    }

    /** Rows of one bucket, with the least and the greatest time among them. */
    record Part(int side, long bucket, long least, long greatest, Batch rows) {}

    /** The rows' times; NULL ones undefined. */
    LongColumn times(Batch batch) {
        if (batch.column(timeColumn).flat() instanceof LongColumn times) {
            return times;
        }
        throw new BlinkException(
                CoreErrorCode.NOT_SUPPORTED, owner + " needs times of at most 6 digits; cast them to TIMESTAMP(6).");
    }

    /** One part a bucket, by time. No time is NULL. */
    List<Part> split(int side, Batch batch) {
        long[] times = times(batch).values();
        int rows = batch.rowCount();
        long[] buckets = new long[rows];
        boolean same = true;
        for (int i = 0; i < rows; i++) {
            buckets[i] = Math.floorDiv(times[i], bucketMicros);
            same &= buckets[i] == buckets[0];
        }
        List<Part> parts = new ArrayList<>();
        if (same) {
            parts.add(part(side, buckets[0], batch));
            return parts;
        }
        long[] different = Arrays.stream(buckets).distinct().sorted().toArray();
        for (long bucket : different) {
            int[] chosen = new int[rows];
            int count = 0;
            for (int i = 0; i < rows; i++) {
                chosen[count] = i;
                count += buckets[i] == bucket ? 1 : 0;
            }
            parts.add(part(side, bucket, batch.take(chosen, 0, count)));
        }
        return parts;
    }

    private Part part(int side, long bucket, Batch rows) {
        Column column = rows.column(timeColumn).flat();
        long[] times = ((LongColumn) column).values();
        long least = times[0];
        long greatest = times[0];
        for (int i = 1; i < rows.rowCount(); i++) {
            least = Math.min(least, times[i]);
            greatest = Math.max(greatest, times[i]);
        }
        return new Part(side, bucket, least, greatest, rows);
    }
}
