package io.blink.formats;

import io.blink.core.column.Batch;
import io.blink.core.spi.connector.ScanFigures;
import java.io.IOException;

/** Reads a part of a file. One thread at a time; blocks. Damage is an error that names file and offset. */
public interface FileReader extends AutoCloseable {
    /** The next rows, at most {@code maxRows} and at least one; {@code null} at the end. */
    Batch next(int maxRows) throws IOException;

    /**
     * Whether {@link #next} does what a strict request asks for, and returns the request's columns alone. Of another reader's rows it is for {@link FileFormats#open} to leave out
     * those that fail a filter, and the columns that only filters need.
     */
    default boolean appliesFilters() {
        return false;
    }

    /** Whether {@link #next} leaves out the rows that the request's key filters do not pass. */
    default boolean appliesKeyFilters() {
        return false;
    }

    /** Row groups, pages and rows left out so far. */
    default ScanFigures figures() {
        return ScanFigures.NONE;
    }

    /** Bytes of the arrays, for what was read from the file and for what is being decoded, that were held at most; without dictionaries and batches. */
    default long heldBytesMost() {
        return 0;
    }

    @Override
    void close() throws IOException;
}
