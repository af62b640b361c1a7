package io.blink.runtime.operator.window;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Deals the rows of a batch out to tumbling windows {@code [start, start + size)}. */
final class WindowRows {
    private final int timeColumn;
    private final long sizeMicros;
    private final long offsetMicros;
    private final String owner;
    private int[] windowOfRow = new int[0];
    private int[] positions = new int[0];

    WindowRows(int timeColumn, long sizeMicros, long offsetMicros, String owner) {
        this.timeColumn = timeColumn;
        this.sizeMicros = sizeMicros;
        this.offsetMicros = Math.floorMod(offsetMicros, sizeMicros);
        this.owner = owner;
    }

    /** Rows of one window. */
    record Part(long windowStart, Batch rows) {}

    long windowStart(long micros) {
        return micros - Math.floorMod(micros - offsetMicros, sizeMicros);
    }

    /** One part a window, in order of first row. */
    List<Part> split(Batch batch) {
        long[] times = times(batch);
        int rows = batch.rowCount();
        long least = times[0];
        long greatest = times[0];
        for (int i = 1; i < rows; i++) {
            least = Math.min(least, times[i]);
            greatest = Math.max(greatest, times[i]);
        }
        long start = windowStart(least);
        return greatest - start < sizeMicros ? List.of(new Part(start, batch)) : several(batch, times);
    }

    private long[] times(Batch batch) {
        Column column = batch.column(timeColumn);
        if (column.mayHaveNulls()) {
            for (int i = 0; i < batch.rowCount(); i++) {
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

    private List<Part> several(Batch batch, long[] times) {
        int rows = batch.rowCount();
        if (windowOfRow.length < rows) {
            windowOfRow = new int[rows];
            positions = new int[rows];
        }
        Map<Long, Integer> windows = new HashMap<>();
        List<Long> starts = new ArrayList<>();
        List<int[]> counts = new ArrayList<>();
        long start = 0;
        int window = -1;
        for (int i = 0; i < rows; i++) {
            long distance = times[i] - start;
            if (window < 0 || distance < 0 || distance >= sizeMicros) {
                start = windowStart(times[i]);
                Integer known = windows.putIfAbsent(start, starts.size());
                window = known == null ? starts.size() : known;
                if (known == null) {
                    starts.add(start);
                    counts.add(new int[1]);
                }
            }
            windowOfRow[i] = window;
            counts.get(window)[0]++;
        }
        return parts(batch, starts, counts);
    }

    private List<Part> parts(Batch batch, List<Long> starts, List<int[]> counts) {
        int[] next = new int[starts.size()];
        for (int w = 1; w < next.length; w++) {
            next[w] = next[w - 1] + counts.get(w - 1)[0];
        }
        for (int i = 0; i < batch.rowCount(); i++) {
            positions[next[windowOfRow[i]]++] = i;
        }
        List<Part> parts = new ArrayList<>(next.length);
        for (int w = 0; w < next.length; w++) {
            int count = counts.get(w)[0];
            parts.add(new Part(starts.get(w), batch.take(positions, next[w] - count, count)));
        }
        return parts;
    }
}
