package io.blink.runtime.operator.join.lookup.request;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnConcatenation;
import io.blink.core.spi.connector.LookupRows;
import io.blink.runtime.operator.join.PairTest;
import java.util.ArrayList;
import java.util.List;

/** The rows of one batch and what was found for their keys so far; when all is there, their pairs in the order of the rows. */
final class LookedUpBatch {
    private static final int PAIRS = Batch.TARGET_ROWS;
    static final int NO_KEY = -1;

    private final Batch batch;
    /** The key of each row, or {@link #NO_KEY}. */
    private final int[] keyOfRow;

    private final Column[] keys;
    private final int[] from;
    private final int[] counts;
    private final List<Batch> parts = new ArrayList<>();
    private final long bytes;
    private int foundRows;
    private long foundBytes;
    private int requests;

    private Batch found;
    private int row;
    private int candidate;
    private boolean[] matched;
    private int[] pairRows;
    private int[] pairFound;

    /** @param keys distinct ones */
    LookedUpBatch(Batch batch, int[] keyOfRow, Column[] keys, int keyCount) {
        this.batch = batch;
        this.keyOfRow = keyOfRow;
        this.keys = keys;
        from = new int[keyCount];
        counts = new int[keyCount];
        bytes = batch.retainedBytes() + Integer.BYTES * ((long) keyOfRow.length + 2L * keyCount);
    }

    /** Some of the keys. */
    Column[] keys(int[] keyNumbers, int count) {
        Column[] taken = new Column[keys.length];
        for (int i = 0; i < keys.length; i++) {
            taken[i] = keys[i].take(keyNumbers, 0, count);
        }
        return taken;
    }

    int keyCount() {
        return counts.length;
    }

    void requested() {
        requests++;
    }

    /** What a request brought. */
    void answered(int[] keyNumbers, LookupRows rows) {
        requests--;
        add(keyNumbers, rows);
    }

    /** What was found for some keys. */
    void add(int[] keyNumbers, LookupRows rows) {
        int at = foundRows;
        for (int i = 0; i < rows.counts().length; i++) {
            from[keyNumbers[i]] = at;
            counts[keyNumbers[i]] = rows.counts()[i];
            at += rows.counts()[i];
        }
        if (rows.rows().rowCount() > 0) {
            parts.add(rows.rows());
            foundRows = at;
            foundBytes += rows.rows().retainedBytes();
        }
    }

    boolean complete() {
        return requests == 0;
    }

    /** Of the rows and of what was found for them, the latter twice: in parts, and as one batch. */
    long retainedBytes() {
        return bytes + 2 * foundBytes;
    }

    /**
     * The next rows, or {@code null} after the last ones.
     *
     * @param nullRow one row of NULLs to be put beside rows that nothing was found for; {@code null}: those are left out
     */
    Batch next(PairTest condition, Batch nullRow) {
        if (found == null) {
            begin(nullRow);
        }
        while (row < batch.rowCount()) {
            int firstRow = row;
            int pairs = expand();
            int kept = pairs == 0 ? 0 : condition.select(batch, pairRows, found, pairFound, pairs);
            Batch joined = joined(firstRow, condition.selected(), kept, nullRow != null);
            if (joined != null) {
                return joined;
            }
        }
        return null;
    }

    private void begin(Batch nullRow) {
        if (nullRow != null) {
            parts.add(nullRow);
        }
        found = parts.isEmpty() ? new Batch(0, List.of()) : ColumnConcatenation.ofBatches(parts);
        parts.clear();
        matched = new boolean[batch.rowCount()];
        pairRows = new int[PAIRS];
        pairFound = new int[PAIRS];
    }

    /** Pairs of rows and what was found for their keys; stops within a row if there are many. */
    private int expand() {
        int pairs = 0;
        while (row < batch.rowCount()) {
            int key = keyOfRow[row];
            int left = key == NO_KEY ? 0 : counts[key] - candidate;
            int taken = Math.min(left, PAIRS - pairs);
            for (int i = 0; i < taken; i++) {
                pairRows[pairs] = row;
                pairFound[pairs++] = from[key] + candidate + i;
            }
            if (taken < left) {
                candidate += taken;
                return pairs;
            }
            candidate = 0;
            row++;
        }
        return pairs;
    }

    /** The pairs that passed, and in their places the rows that end here without any. */
    private Batch joined(int firstRow, int[] selected, int kept, boolean outer) {
        int lastRow = Math.min(row, batch.rowCount() - 1);
        int[] rows = new int[kept + lastRow - firstRow + 1];
        int[] foundRowsOf = new int[rows.length];
        int size = 0;
        int pair = 0;
        for (int r = firstRow; r <= lastRow; r++) {
            while (pair < kept && pairRows[selected[pair]] == r) {
                rows[size] = r;
                foundRowsOf[size++] = pairFound[selected[pair++]];
                matched[r] = true;
            }
            if (outer && r < row && !matched[r]) {
                rows[size] = r;
                foundRowsOf[size++] = found.rowCount() - 1;
            }
        }
        if (size == 0) {
            return null;
        }
        Batch own = batch.take(rows, 0, size);
        List<Column> columns = new ArrayList<>(own.columns());
        for (Column column : found.columns()) {
            columns.add(column.take(foundRowsOf, 0, size));
        }
        return new Batch(size, columns, own.rowKinds());
    }
}
