package io.blink.benchmarks.stream;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.ConstantColumn;
import io.blink.core.column.DictionaryColumn;
import io.blink.core.column.LongColumn;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * How late rows come to the sink: wall-clock time there less the time in their first column, microseconds. That column holds when the row could first have been
 * emitted, so that a stall counts in every row that it delays. Safe on any thread.
 */
final class EmissionLatency {
    private static final long HIGHEST_MICROS = TimeUnit.MINUTES.toMicros(10);

    private final Histogram histogram = new ConcurrentHistogram(HIGHEST_MICROS, 3);
    private final long fromMicros;

    /** @param fromMicros rows due before this time, microseconds since 1970, are left out: the code is not compiled yet */
    EmissionLatency(long fromMicros) {
        this.fromMicros = fromMicros;
    }

    /** Records each row, and puts when it was due behind the first {@code from} of {@code due}; returns how many. */
    int record(Batch batch, long[] due, int from) {
        long nowMicros = nowMicros();
        Column column = batch.column(0);
        for (int row = 0; row < batch.rowCount(); row++) {
            due[from + row] = micros(column, row);
            record(nowMicros, due[from + row]);
        }
        return batch.rowCount();
    }

    /** Records rows by when they were due. */
    void record(long[] due) {
        long nowMicros = nowMicros();
        for (long micros : due) {
            record(nowMicros, micros);
        }
    }

    private void record(long nowMicros, long dueMicros) {
        if (dueMicros >= fromMicros) {
            histogram.recordValue(Math.min(HIGHEST_MICROS, Math.max(0, nowMicros - dueMicros)));
        }
    }

    private static long nowMicros() {
        Instant now = Instant.now();
        return now.getEpochSecond() * 1_000_000L + now.getNano() / 1000;
    }

    private static long micros(Column column, int row) {
        if (column instanceof DictionaryColumn dictionary) {
            return micros(dictionary.dictionary(), dictionary.ids()[row]);
        }
        if (column instanceof ConstantColumn constant) {
            return micros(constant.value(), 0);
        }
        return ((LongColumn) column).values()[row];
    }

    Histogram histogram() {
        return histogram.copy();
    }
}
