package io.blink.formats.orc.column;

import io.blink.core.column.Column;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.column.ConstantColumn;
import io.blink.core.type.DataType;

/** A column that the file lacks. */
record NullReader(DataType type) implements OrcColumnReader {
    static Column nulls(DataType type, int rows) {
        ColumnBuilder builder = ColumnBuilder.of(type, 1);
        builder.appendNull();
        return new ConstantColumn(rows, builder.build());
    }

    @Override
    public Column read(int rows) {
        return nulls(type, rows);
    }

    @Override
    public Column read(int rows, int[] positions, int count) {
        return nulls(type, count);
    }

    @Override
    public void skip(long rows) {}

    @Override
    public void seek(RowGroupStart start) {}
}
