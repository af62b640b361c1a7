package io.blink.formats.parquet.column;

import io.blink.core.column.Column;
import io.blink.core.type.DataType;

/** A column that the file lacks: NULL in every row. */
public record AbsentColumnReader(DataType type) implements ParquetColumnReader {
    @Override
    public Column read(int rows) {
        return NullSpread.nulls(type, rows);
    }

    @Override
    public void skip(int rows) {
        // Nothing is stored.
    }
}
