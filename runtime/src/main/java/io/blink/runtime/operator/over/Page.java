package io.blink.runtime.operator.over;

import io.blink.core.column.Batch;
import java.util.concurrent.CompletableFuture;

/** Some consecutive rows, in memory, on disk, or both. {@link Pages} moves them. */
final class Page {
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
    Page(long firstRow, long number, Batch batch, long bytes) {
        this.firstRow = firstRow;
        this.rows = batch.rowCount();
        this.number = number;
        this.batch = batch;
        this.bytes = bytes;
    }

    long firstRow() {
        return firstRow;
    }

    int rows() {
        return rows;
    }

    /** The row behind the last. */
    long end() {
        return firstRow + rows;
    }

    long number() {
        return number;
    }

    long bytes() {
        return bytes;
    }

    boolean has(long row) {
        return row >= firstRow && row < firstRow + rows;
    }
}
