package io.blink.formats.parquet.column;

import io.blink.core.column.ByteColumn;
import io.blink.core.column.BytesColumn;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.column.ConstantColumn;
import io.blink.core.column.Decimal128Column;
import io.blink.core.column.DoubleColumn;
import io.blink.core.column.FloatColumn;
import io.blink.core.column.IntColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.column.ShortColumn;
import io.blink.core.column.TimestampColumn;
import io.blink.core.type.DataType;
import java.util.Arrays;

/** Puts nulls between values that were read without them. Flat columns only. */
public final class NullSpread {
    private NullSpread() {}

    /** A column of NULLs alone. */
    public static Column nulls(DataType type, int rows) {
        ColumnBuilder builder = ColumnBuilder.of(type, 1);
        builder.appendNull();
        return new ConstantColumn(rows, builder.build());
    }

    /** The {@code dense} values in order at the positions that are not null. @param nulls {@code null}: none, {@code dense} is the result */
    static Column spread(Column dense, boolean[] nulls, int rows) {
        if (nulls == null) {
            return dense;
        }
        if (dense.size() == 0) {
            return withNulls(one(dense).take(new int[rows], 0, rows), nulls);
        }
        if (dense instanceof BytesColumn strings) {
            return spreadStrings(strings, nulls, rows);
        } else if (dense instanceof LongColumn longs) {
            return new LongColumn(rows, spread(longs.values(), longs.size(), nulls, rows), nulls);
        } else if (dense instanceof IntColumn ints) {
            return new IntColumn(rows, spread(ints.values(), ints.size(), nulls, rows), nulls);
        }
        int[] positions = new int[rows];
        int next = 0;
        int last = dense.size() - 1;
        for (int i = 0; i < rows; i++) {
            positions[i] = Math.min(next, last);
            next += nulls[i] ? 0 : 1;
        }
        return withNulls(dense.take(positions, 0, rows), nulls);
    }

    private static long[] spread(long[] dense, int size, boolean[] nulls, int rows) {
        long[] values = new long[rows];
        int next = 0;
        for (int i = 0; i < rows; i++) {
            // Behind the last value only NULLs come, whose values nobody looks at.
            values[i] = dense[Math.min(next, size - 1)];
            next += nulls[i] ? 0 : 1;
        }
        return values;
    }

    private static int[] spread(int[] dense, int size, boolean[] nulls, int rows) {
        int[] values = new int[rows];
        int next = 0;
        for (int i = 0; i < rows; i++) {
            values[i] = dense[Math.min(next, size - 1)];
            next += nulls[i] ? 0 : 1;
        }
        return values;
    }

    /** The entries that {@code ids[0 .. idCount)} name, in order at the positions that are not null. */
    static Column lookUp(Column dictionary, int[] ids, int idCount, boolean[] nulls, int rows) {
        return spread(dictionary.take(ids, 0, idCount), nulls, rows);
    }

    private static Column spreadStrings(BytesColumn dense, boolean[] nulls, int rows) {
        int[] offsets = new int[rows + 1];
        int next = 0;
        for (int i = 0; i < rows; i++) {
            offsets[i] = dense.offsets()[next];
            next += nulls[i] ? 0 : 1;
        }
        offsets[rows] = dense.offsets()[next];
        return new BytesColumn(rows, dense.bytes(), offsets, nulls);
    }

    /** The values and then one null. */
    static Column withNullEntry(Column dense) {
        int size = dense.size();
        boolean[] nulls = new boolean[size + 1];
        nulls[size] = true;
        return spread(dense, nulls, size + 1);
    }

    private static Column one(Column empty) {
        return switch (empty.physicalType()) {
            case BYTE -> new ByteColumn(1, new byte[1], null);
            case SHORT -> new ShortColumn(1, new short[1], null);
            case INT -> new IntColumn(1, new int[1], null);
            case LONG -> new LongColumn(1, new long[1], null);
            case FLOAT -> new FloatColumn(1, new float[1], null);
            case DOUBLE -> new DoubleColumn(1, new double[1], null);
            case DECIMAL128 -> new Decimal128Column(1, new long[1], new long[1], null);
            case TIMESTAMP_NANOS -> new TimestampColumn(1, new long[1], null, null);
            case BYTES -> new BytesColumn(1, new byte[0], new int[2], null);
            case ARRAY, MAP, ROW -> throw new IllegalArgumentException("a nested column");
        };
    }

    /** The same values, but NULL where a flag is set. */
    static Column withNulls(Column column, boolean[] nulls) {
        int size = column.size();
        boolean[] own = nulls.length == size ? nulls : Arrays.copyOf(nulls, size);
        return switch (column.physicalType()) {
            case BYTE -> new ByteColumn(size, ((ByteColumn) column).values(), own);
            case SHORT -> new ShortColumn(size, ((ShortColumn) column).values(), own);
            case INT -> new IntColumn(size, ((IntColumn) column).values(), own);
            case LONG -> new LongColumn(size, ((LongColumn) column).values(), own);
            case FLOAT -> new FloatColumn(size, ((FloatColumn) column).values(), own);
            case DOUBLE -> new DoubleColumn(size, ((DoubleColumn) column).values(), own);
            case DECIMAL128 ->
                new Decimal128Column(size, ((Decimal128Column) column).high(), ((Decimal128Column) column).low(), own);
            case TIMESTAMP_NANOS ->
                new TimestampColumn(size, ((TimestampColumn) column).micros(), ((TimestampColumn) column).nanos(), own);
            case BYTES -> new BytesColumn(size, ((BytesColumn) column).bytes(), ((BytesColumn) column).offsets(), own);
            case ARRAY, MAP, ROW -> throw new IllegalArgumentException("a nested column");
        };
    }
}
