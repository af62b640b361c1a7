package io.blink.testing.state;

import io.blink.core.column.Batch;
import io.blink.core.column.ByteColumnBuilder;
import io.blink.core.column.BytesColumn;
import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.column.ColumnText;
import io.blink.core.column.Decimal128ColumnBuilder;
import io.blink.core.column.DoubleColumn;
import io.blink.core.column.DoubleColumnBuilder;
import io.blink.core.column.FloatColumnBuilder;
import io.blink.core.column.IntColumn;
import io.blink.core.column.IntColumnBuilder;
import io.blink.core.column.LongColumn;
import io.blink.core.column.LongColumnBuilder;
import io.blink.core.column.ShortColumnBuilder;
import io.blink.core.column.TimestampColumnBuilder;
import io.blink.core.hash.ColumnHash;
import io.blink.core.type.DataType;
import java.math.BigInteger;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Rows as lists of Java values, to columns and back. */
public final class StateRows {
    private StateRows() {}

    /** One column for each type. @param rows of Long, Integer, Short, Byte, Double, Float, BigInteger (unscaled), long[] (micros, nanos), String or null */
    public static Column[] columns(List<DataType> types, List<List<Object>> rows) {
        Column[] columns = new Column[types.size()];
        for (int c = 0; c < columns.length; c++) {
            ColumnBuilder builder = ColumnBuilder.of(types.get(c), rows.size());
            for (List<Object> row : rows) {
                append(builder, row.get(c));
            }
            columns[c] = builder.build();
        }
        return columns;
    }

    private static void append(ColumnBuilder builder, Object value) {
        if (value == null) {
            builder.appendNull();
        } else if (builder instanceof LongColumnBuilder longs) {
            longs.append((Long) value);
        } else if (builder instanceof IntColumnBuilder ints) {
            ints.append((Integer) value);
        } else if (builder instanceof ShortColumnBuilder shorts) {
            shorts.append((Short) value);
        } else if (builder instanceof ByteColumnBuilder bytes) {
            bytes.append((Byte) value);
        } else if (builder instanceof DoubleColumnBuilder doubles) {
            doubles.append((Double) value);
        } else if (builder instanceof FloatColumnBuilder floats) {
            floats.append((Float) value);
        } else if (builder instanceof BytesColumnBuilder bytes) {
            bytes.append((String) value);
        } else if (builder instanceof Decimal128ColumnBuilder decimals) {
            BigInteger unscaled = (BigInteger) value;
            decimals.append(unscaled.shiftRight(Long.SIZE).longValueExact(), unscaled.longValue());
        } else if (builder instanceof TimestampColumnBuilder times) {
            long[] time = (long[]) value;
            times.append(time[0], (int) time[1]);
        } else {
            throw new IllegalArgumentException(builder.getClass() + " takes no " + value);
        }
    }

    /** The frozen hashes of keys. */
    public static long[] hashes(Column[] keys, int rows) {
        long[] hashes = new long[rows];
        ColumnHash.ofKeys(
                new Batch(rows, Arrays.asList(keys)),
                IntStream.range(0, keys.length).toArray(),
                hashes);
        return hashes;
    }

    /** Row {@code row} of columns of BIGINT, INT, DOUBLE and STRING. */
    public static List<Object> row(List<Column> columns, int row) {
        List<Object> values = new ArrayList<>();
        for (Column column : columns) {
            values.add(value(column.flat(), row));
        }
        return values;
    }

    private static Object value(Column column, int row) {
        if (column.isNull(row)) {
            return null;
        } else if (column instanceof LongColumn longs) {
            return longs.get(row);
        } else if (column instanceof IntColumn ints) {
            return ints.values()[row];
        } else if (column instanceof DoubleColumn doubles) {
            return doubles.values()[row];
        } else if (column instanceof BytesColumn bytes) {
            return bytes.string(row);
        }
        throw new IllegalArgumentException(column.getClass().toString());
    }

    /** All rows of columns of BIGINT, INT, DOUBLE and STRING. */
    public static List<List<Object>> rows(List<Column> columns, int count) {
        return IntStream.range(0, count).mapToObj(row -> row(columns, row)).toList();
    }

    /** Values of any type, as text. */
    public static List<String> texts(DataType type, Column column) {
        ColumnText text = new ColumnText(type, ZoneOffset.UTC);
        return IntStream.range(0, column.size())
                .mapToObj(row -> String.valueOf(text.text(column, row)))
                .toList();
    }
}
