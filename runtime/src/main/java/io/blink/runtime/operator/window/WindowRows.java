package io.blink.runtime.operator.window;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.plan.TimeWindow;
import java.util.List;

/** Deals the rows of a batch out to the slices of windows. */
final class WindowRows {
    private final int timeColumn;
    private final TimeWindow window;
    private final long sliceMicros;
    private final String owner;
    private final RowParts parts = new RowParts();
    private long[] slices = new long[0];

    WindowRows(int timeColumn, TimeWindow window, String owner) {
        this.timeColumn = timeColumn;
        this.window = window;
        this.sliceMicros = window.sliceMicros();
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
        return greatest - start < sliceMicros
                ? List.of(new RowParts.Part(start, batch))
                : parts.split(batch, sliceStarts(times, rows));
    }

    /** The times of rows, none of which may be NULL. */
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
        if (!(column.flat() instanceof LongColumn flat)) {
            throw new BlinkException(
                    CoreErrorCode.NOT_SUPPORTED,
                    owner + ": windows need a time of at most 6 digits; cast it to TIMESTAMP(6).");
        }
        return flat.values();
    }

    private long[] sliceStarts(long[] times, int rows) {
        if (slices.length < rows) {
            slices = new long[rows];
        }
        long start = 0;
        for (int i = 0; i < rows; i++) {
            long distance = times[i] - start;
            if (i == 0 || distance < 0 || distance >= sliceMicros) {
                start = window.sliceStart(times[i]);
            }
            slices[i] = start;
        }
        return slices;
    }
}
