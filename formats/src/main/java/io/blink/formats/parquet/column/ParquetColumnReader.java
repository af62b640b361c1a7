package io.blink.formats.parquet.column;

import io.blink.core.column.Column;
import java.io.IOException;

/** Reads one top-level column of one row group. */
public interface ParquetColumnReader {
    /** The values of the next {@code rows} rows; the row group has that many left. */
    Column read(int rows) throws IOException;

    /** Of the next {@code rows} rows the values at {@code positions[0 .. count)}, which ascend and are among those rows. */
    default Column read(int rows, int[] positions, int count) throws IOException {
        return read(rows).take(positions, 0, count);
    }

    /** As {@link #read(int)}, but perhaps ids into the dictionary of the column chunk. */
    default Column readEncoded(int rows) throws IOException {
        return read(rows);
    }

    /** As {@link #read(int, int[], int)}, but perhaps ids into the dictionary of the column chunk. */
    default Column readEncoded(int rows, int[] positions, int count) throws IOException {
        return read(rows, positions, count);
    }

    /** Passes over the next {@code rows} rows. */
    default void skip(int rows) throws IOException {
        read(rows);
    }
}
