package io.blink.runtime.operator.window;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.core.column.TimestampColumn;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.plan.TimeWindow;
import java.util.List;

/** Deals the rows of a batch out to the slices of windows. */
final class WindowRows {
    private final int timeColumn;
    private final TimeWindow window;
    private final String owner;
    private final RowParts parts = new RowParts();
    private long[] slices = new long[0];

    WindowRows(int timeColumn, TimeWindow window, String owner) {
        this.timeColumn = timeColumn;
        this.window = window;
        this.owner = owner;
    }

    /** One part a slice, labelled with its start, in order of first row. */
    List<RowParts.Part> split(Batch batch) {
        long[] times = times(batch.column(timeColumn), owner);
        int rows = batch.rowCount();
        long least = times[0];
        long greatest = times[0];
        for (int i = 1; i < rows; i++) {
            least = Math.min(least, times[i]);
            greatest = Math.max(greatest, times[i]);
        }
        long start = window.sliceStart(least);
        return greatest < window.sliceEnd(start)
                ? List.of(new RowParts.Part(start, batch))
                : parts.split(batch, sliceStarts(times, rows));
    }

    /** The times of rows, none of which may be NULL; nanoseconds never part rows, since windows begin at milliseconds. */
    static long[] times(Column column, String owner) {
        if (column.mayHaveNulls()) {
            for (int i = 0; i < column.size(); i++) {
                if (column.isNull(i)) {
                    throw new BlinkException(
                            CoreErrorCode.INVALID_ARGUMENT,
                            owner + ": the time of a row is NULL, so it belongs to no window. Filter such rows out.");
                }
            }
        }
        Column flat = column.flat();
        return flat instanceof TimestampColumn times ? times.micros() : ((LongColumn) flat).values();
    }

    private long[] sliceStarts(long[] times, int rows) {
        if (slices.length < rows) {
            slices = new long[rows];
        }
        long start = 0;
        long end = 0;
        for (int i = 0; i < rows; i++) {
            if (times[i] < start || times[i] >= end) {
                start = window.sliceStart(times[i]);
                end = window.sliceEnd(times[i]);
            }
            slices[i] = start;
        }
        return slices;
    }
}
