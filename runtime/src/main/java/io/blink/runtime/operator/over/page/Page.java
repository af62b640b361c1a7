package io.blink.runtime.operator.over.page;

import io.blink.core.column.Batch;
import java.util.concurrent.CompletableFuture;

/** Some consecutive rows, in memory, on disk, or both. {@link Pages} moves them. */
public final class Page {
    private final long firstRow;
    private final int rows;
    private final long number;
    private final long bytes;
    /** {@code null} while the rows are only on disk. */
    Batch batch;
    /** {@code null} while the rows were never written. */
    PageFile file;
    /** Place in the file. */
    int place;
    /** Of the read that is under way, or {@code null}. */
    CompletableFuture<Batch> reading;

    /** @param number of the page, from 0 over the whole input */
    public Page(long firstRow, long number, Batch batch, long bytes) {
        this.firstRow = firstRow;
        this.rows = batch.rowCount();
        this.number = number;
        this.batch = batch;
        this.bytes = bytes;
    }

    public long firstRow() {
        return firstRow;
    }

    public int rows() {
        return rows;
    }

    /** The row behind the last. */
    public long end() {
        return firstRow + rows;
    }

    public long number() {
        return number;
    }

    public long bytes() {
        return bytes;
    }

    public boolean has(long row) {
        return row >= firstRow && row < firstRow + rows;
    }
}
