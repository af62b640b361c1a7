package io.blink.runtime.operator.window;

import io.blink.core.column.Batch;
import io.blink.core.spi.state.TableCursor;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** The rows of one window and input: recent batches and, in the state table, those of before. */
final class ScopeRows {
    private final long end;
    private final StoredRows stored;
    private final List<Batch> recent = new ArrayList<>();
    private boolean inTable;
    private long recentBytes;
    private int recentRows;

    ScopeRows(long end, StoredRows stored) {
        this.end = end;
        this.stored = stored;
    }

    /** The table has rows of it. */
    void restored() {
        inTable = true;
    }

    void add(Batch rows) {
        recent.add(rows);
        recentBytes += rows.retainedBytes();
        recentRows += rows.rowCount();
    }

    long recentBytes() {
        return recentBytes;
    }

    int recentRows() {
        return recentRows;
    }

    /** Moves the recent rows into the table. @return the number for the next row */
    long store(long number) {
        long next = number;
        for (Batch rows : recent) {
            stored.add(rows, end, next);
            next += rows.rowCount();
        }
        inTable |= !recent.isEmpty();
        recent.clear();
        recentBytes = 0;
        recentRows = 0;
        return next;
    }

    /** All rows, from the first; may be called again. */
    TableCursor read() {
        TableCursor before = inTable ? stored.rows(end) : () -> null;
        Iterator<Batch> after = recent.iterator();
        return () -> {
            Batch rows = before.next();
            return rows == null && after.hasNext() ? after.next() : rows;
        };
    }

    void drop() {
        stored.drop(end);
        recent.clear();
    }
}
