package io.blink.formats.selection;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import java.io.IOException;
import java.util.Arrays;

/**
 * Makes batches of the rows that pass: columns that have a condition are read first, the others for the rows that pass alone. Where few do, a step goes over more rows than a batch has, so
 * that batches are not tiny; what a step decodes is bounded by {@link Rows#stepRows}. One thread.
 */
public final class SelectiveReading {
    private static final int STRETCH_MAX = 8;

    /** What a step decodes at most, estimated by what rows have in the mean. */
    private static final long STEP_BYTES_MAX = 16L << 20;

    /** The rows of a file, one stretch of neighbours after the other. */
    public interface Rows extends RowSelection.Source {
        /** Goes on to the next rows that may pass if there are none left; how many there are, 0 at the end. */
        long available() throws IOException;

        /** How many rows a step may decode, at least 1. */
        int stepRows();

        /** For all of the next rows. */
        Column all(int column, int rows) throws IOException;

        /** For those of the next rows that passed: a column that has not been read for conditions. */
        Column passed(int column, int rows, int[] positions, int count) throws IOException;

        /** As it is returned: a column that was read for conditions. */
        Column passed(Column read);

        /** The next rows are done with. */
        void advance(int rows);
    }

    private final RowSelection selection;
    private final Rows rows;
    private final int columns;
    private final int returned;
    private int stretch = 1;

    /** Rows that passed and have not been returned yet; {@code null} if there are none. */
    private Batch rest;

    /**
     * @param columns how many there are
     * @param returned how many of them, the first, batches have
     */
    public SelectiveReading(RowSelection selection, Rows rows, int columns, int returned) {
        this.selection = selection;
        this.rows = rows;
        this.columns = columns;
        this.returned = returned;
    }

    /** For {@link Rows#stepRows}, by what a row has in the mean, decoded. */
    public static int stepRows(double rowBytes) {
        return (int) Math.max(1, STEP_BYTES_MAX / Math.max(1, rowBytes));
    }

    /** At most {@code maxRows} rows and at least one; {@code null} at the end. */
    public Batch next(int maxRows) throws IOException {
        while (rest == null) {
            long available = rows.available();
            if (available == 0) {
                return null;
            }
            int step = (int) Math.min(Math.min((long) maxRows * stretch, rows.stepRows()), available);
            rest = selection.isActive() ? selected(step) : all(step);
            rows.advance(step);
            stretch = stretch(step, maxRows);
        }
        Batch batch = rest;
        if (batch.rowCount() <= maxRows) {
            rest = null;
            return batch;
        }
        rest = batch.slice(maxRows, batch.rowCount() - maxRows);
        return batch.slice(0, maxRows);
    }

    private int stretch(int step, int maxRows) {
        int passed = rest == null ? 0 : rest.rowCount();
        if (!selection.isActive() || passed > maxRows) {
            return 1;
        }
        boolean few = step >= maxRows && (long) passed << 2 < maxRows;
        return few ? Math.min(STRETCH_MAX, stretch << 1) : stretch;
    }

    private Batch all(int step) throws IOException {
        Column[] read = new Column[returned];
        for (int i = 0; i < returned; i++) {
            read[i] = rows.all(i, step);
        }
        return new Batch(step, Arrays.asList(read));
    }

    /** {@code null}: no row passes. */
    private Batch selected(int step) throws IOException {
        Column[] read = new Column[columns];
        int count = selection.select(rows, read, step);
        if (count == 0) {
            return null;
        }
        for (int i = 0; i < returned; i++) {
            if (read[i] != null) {
                read[i] = rows.passed(read[i]);
            } else {
                read[i] = count == step ? rows.all(i, step) : rows.passed(i, step, selection.positions(), count);
            }
        }
        return new Batch(count, Arrays.asList(read).subList(0, returned));
    }
}
