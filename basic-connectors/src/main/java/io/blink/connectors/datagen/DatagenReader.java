package io.blink.connectors.datagen;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.spi.connector.ReaderContext;
import io.blink.core.spi.connector.SplitReader;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Makes the rows of one split. Its position is the number of rows made; row {@code i} of split {@code s} is row {@code i * splits + s} of the table. */
final class DatagenReader implements SplitReader {
    /** Rows that come due within this time are made together. */
    private static final long PACE_NANOS = 1_000_000;

    private final DatagenHandle scan;
    private final int split;
    private final long rows;
    /** What to add to {@link System#nanoTime} to get nanoseconds since 1970. */
    private final long epochOffset;

    private long made;

    DatagenReader(DatagenHandle scan, ReaderContext context) {
        this.scan = scan;
        this.split = Integer.parseInt(context.split().json());
        this.rows = scan.rowsOf(split);
        this.made = context.position() == null ? 0 : Long.parseLong(context.position());
        Instant now = Instant.now();
        this.epochOffset = now.getEpochSecond() * 1_000_000_000L + now.getNano() - System.nanoTime();
    }

    @Override
    public boolean blocking() {
        return false;
    }

    @Override
    public Batch next(int maxRows) {
        int count = (int) Math.min(Math.min(maxRows, rows - made), due() - made);
        if (count <= 0) {
            return null;
        }
        long first = made * scan.splits() + split;
        List<Column> columns = new ArrayList<>(scan.generators().size());
        for (FieldGenerator generator : scan.generators()) {
            columns.add(generator.generate(scan.seed(), first, scan.splits(), count));
        }
        made += count;
        return new Batch(count, columns);
    }

    /** How many rows of this split are due by now. */
    private long due() {
        if (scan.rowsPerSecond() == 0) {
            return Long.MAX_VALUE;
        }
        double elapsed = System.nanoTime() + epochOffset - scan.startNanosOfEpoch();
        double dueRows = elapsed * scan.rowsPerSecond() / 1e9;
        return dueRows < split ? 0 : (long) ((dueRows - split) / scan.splits()) + 1;
    }

    @Override
    public boolean finished() {
        return made >= rows;
    }

    @Override
    public long readyAtNanos() {
        if (scan.rowsPerSecond() == 0) {
            return System.nanoTime();
        }
        double nextRow = (double) made * scan.splits() + split;
        long dueAt = scan.startNanosOfEpoch() + (long) (nextRow * 1e9 / scan.rowsPerSecond()) - epochOffset;
        return Math.max(dueAt, System.nanoTime() + PACE_NANOS);
    }

    @Override
    public String position() {
        return Long.toString(made);
    }

    @Override
    public void close() {}
}
