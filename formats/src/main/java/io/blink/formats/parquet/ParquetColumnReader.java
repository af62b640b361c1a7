package io.blink.formats.parquet;

import io.blink.core.column.Column;
import java.io.IOException;

/** Reads one top-level column of one row group. */
interface ParquetColumnReader {
    /** The values of the next {@code rows} rows; the row group has that many left. */
    Column read(int rows) throws IOException;
}
