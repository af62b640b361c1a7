package io.blink.formats.orc.column;

import io.blink.core.column.Column;
import java.io.IOException;

/** Reads one column of one stripe. */
public interface OrcColumnReader {
    /** The values of the next {@code rows} rows; the stripe has that many left. */
    Column read(int rows) throws IOException;

    /** Of the next {@code rows} rows the values at {@code positions[0 .. count)}, which ascend and are among those rows. */
    default Column read(int rows, int[] positions, int count) throws IOException {
        return read(rows).take(positions, 0, count);
    }

    /** Passes over the next {@code rows} rows. */
    void skip(long rows) throws IOException;

    /** Goes to the first row of a row group. */
    void seek(RowGroupStart start) throws IOException;
}
