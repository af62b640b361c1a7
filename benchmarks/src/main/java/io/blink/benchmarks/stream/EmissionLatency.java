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

    /** Records each row, and adds when it was due to {@code due}. */
    void record(Batch batch, DueRows due) {
        long nowMicros = nowMicros();
        Column column = batch.column(0);
        int row = 0;
        while (row < batch.rowCount()) {
            long dueMicros = micros(column, row);
            int next = row + 1;
            while (next < batch.rowCount() && micros(column, next) == dueMicros) {
                next++;
            }
            record(nowMicros, dueMicros, next - row);
            due.add(dueMicros, next - row);
            row = next;
        }
    }

    /** Records rows by when they were due. */
    void record(DueRows due) {
        long nowMicros = nowMicros();
        for (int run = 0; run < due.runs(); run++) {
            record(nowMicros, due.micros(run), due.rows(run));
        }
    }

    private void record(long nowMicros, long dueMicros, int rows) {
        if (dueMicros >= fromMicros) {
            histogram.recordValueWithCount(Math.min(HIGHEST_MICROS, Math.max(0, nowMicros - dueMicros)), rows);
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
