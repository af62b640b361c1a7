package io.blink.runtime.expression.kernel;

import io.blink.core.column.ByteColumn;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.column.Decimal128Column;
import io.blink.core.column.DoubleColumn;
import io.blink.core.column.FloatColumn;
import io.blink.core.column.IntColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.column.RowColumn;
import io.blink.core.column.ShortColumn;
import io.blink.core.column.TimestampColumn;
import io.blink.core.type.DataType;

/** Makes more values of a column null. */
public final class NullMask {
    private NullMask() {}

    /** The column, flat, with nulls also where {@code more} says so; shares the values where they have a fixed width. */
    public static Column apply(Column column, DataType type, boolean[] more) {
        Column flat = column.flat();
        if (more == null) {
            return flat;
        }
        int rows = flat.size();
        boolean[] nulls = NullFlags.copy(NullFlags.of(flat), rows);
        for (int i = 0; i < rows; i++) {
            nulls[i] |= more[i];
        }
        return switch (flat.physicalType()) {
            case BYTE -> new ByteColumn(rows, ((ByteColumn) flat).values(), nulls);
            case SHORT -> new ShortColumn(rows, ((ShortColumn) flat).values(), nulls);
            case INT -> new IntColumn(rows, ((IntColumn) flat).values(), nulls);
            case LONG -> new LongColumn(rows, ((LongColumn) flat).values(), nulls);
            case FLOAT -> new FloatColumn(rows, ((FloatColumn) flat).values(), nulls);
            case DOUBLE -> new DoubleColumn(rows, ((DoubleColumn) flat).values(), nulls);
            case DECIMAL128 ->
                new Decimal128Column(rows, ((Decimal128Column) flat).high(), ((Decimal128Column) flat).low(), nulls);
            case TIMESTAMP_NANOS ->
                new TimestampColumn(rows, ((TimestampColumn) flat).micros(), ((TimestampColumn) flat).nanos(), nulls);
            case ROW -> new RowColumn(rows, ((RowColumn) flat).fields(), nulls);
            case BYTES, ARRAY, MAP -> rebuilt(flat, type, nulls);
        };
    }

    /** Nulls of these have no length, so that the values must be laid out anew. */
    private static Column rebuilt(Column flat, DataType type, boolean[] nulls) {
        ColumnBuilder result = ColumnBuilder.of(type, flat.size());
        for (int i = 0; i < flat.size(); i++) {
            if (nulls[i]) {
                result.appendNull();
            } else {
                result.append(flat, i);
            }
        }
        return result.build();
    }
}
