package io.blink.connectors.datagen;

import io.blink.connectors.Pace;
import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.spi.connector.ReaderContext;
import io.blink.core.spi.connector.SplitReader;
import java.util.ArrayList;
import java.util.List;

/** Makes the rows of one split. Its position is the number of rows made; row {@code i} of split {@code s} is row {@code i * splits + s} of the table. */
final class DatagenReader implements SplitReader {
    private final DatagenHandle scan;
    private final int split;
    private final long rows;
    /** {@code null}: rows are made as fast as they are taken. */
    private final Pace pace;

    private long made;

    DatagenReader(DatagenHandle scan, ReaderContext context) {
        this.scan = scan;
        this.split = Integer.parseInt(context.split().json());
        this.rows = scan.rowsOf(split);
        this.made = context.position() == null ? 0 : Long.parseLong(context.position());
        this.pace = scan.rowsPerSecond() == 0 ? null : Pace.from(scan.rowsPerSecond(), scan.startNanosOfEpoch());
        if (pace != null && made > 0) {
            pace.resume(row(made));
        }
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
        long first = row(made);
        List<Column> columns = new ArrayList<>(scan.generators().size());
        for (FieldGenerator generator : scan.generators()) {
            columns.add(generator.generate(scan.seed(), first, scan.splits(), count));
        }
        made += count;
        return new Batch(count, columns);
    }

    /** The number in the table of a row of this split. */
    private long row(long ofSplit) {
        return ofSplit * scan.splits() + split;
    }

    /** How many rows of this split are due by now. */
    private long due() {
        return pace == null ? Long.MAX_VALUE : (pace.due() - split + scan.splits() - 1) / scan.splits();
    }

    @Override
    public boolean finished() {
        return made >= rows;
    }

    @Override
    public long readyAtNanos() {
        return pace == null ? System.nanoTime() : pace.readyAtNanos(row(made));
    }

    @Override
    public String position() {
        return Long.toString(made);
    }

    @Override
    public void close() {}
}
