package io.blink.state.table;

import io.blink.core.column.ByteColumn;
import io.blink.core.column.ByteColumnBuilder;
import io.blink.core.column.BytesColumn;
import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.column.Decimal128Column;
import io.blink.core.column.Decimal128ColumnBuilder;
import io.blink.core.column.DoubleColumn;
import io.blink.core.column.DoubleColumnBuilder;
import io.blink.core.column.FloatColumn;
import io.blink.core.column.FloatColumnBuilder;
import io.blink.core.column.IntColumn;
import io.blink.core.column.IntColumnBuilder;
import io.blink.core.column.LongColumn;
import io.blink.core.column.LongColumnBuilder;
import io.blink.core.column.ShortColumn;
import io.blink.core.column.ShortColumnBuilder;
import io.blink.core.column.TimestampColumn;
import io.blink.core.column.TimestampColumnBuilder;
import io.blink.core.type.DataType;
import io.blink.core.type.PhysicalType;
import java.util.List;

/**
 * Rows as byte strings whose unsigned order is that of the rows. Part of every checkpoint; does not change.
 *
 * <pre>
 * key   = field*
 * field = [0: NULL, 1: not, if the type is nullable] value
 * value = integers: big-endian, sign bit flipped
 *         floating point: the bits, big-endian; of negative numbers all flipped, of others the sign bit; -0.0 as 0.0, one NaN
 *         decimal128: high as an integer, low big-endian; timestamps: microseconds and nanoseconds as integers
 *         bytes: each 0 as 0, 255; then 0, 0
 * </pre>
 */
final class OrderKeys {
    private final List<DataType> types;

    OrderKeys(List<DataType> types) {
        this.types = types;
    }

    BytesColumn encode(Column[] columns, int rows) {
        OrderKeyBuffer buffer = new OrderKeyBuffer();
        int[] ends = new int[rows + 1];
        for (int i = 0; i < rows; i++) {
            encode(columns, i, columns.length, buffer);
            ends[i + 1] = buffer.size();
        }
        return new BytesColumn(rows, buffer.bytes(), ends, null);
    }

    /** The first {@code fields} fields of one row of flat columns. */
    void encode(Column[] columns, int row, int fields, OrderKeyBuffer target) {
        for (int f = 0; f < fields; f++) {
            Column column = columns[f];
            boolean isNull = column.mayHaveNulls() && column.isNull(row);
            if (types.get(f).nullable()) {
                target.putByte(isNull ? 0 : 1);
            }
            if (!isNull) {
                encode(column, row, target);
            }
        }
    }

    private static void encode(Column column, int row, OrderKeyBuffer target) {
        if (column instanceof LongColumn longs) {
            target.putLong(longs.values()[row] ^ Long.MIN_VALUE);
        } else if (column instanceof IntColumn ints) {
            target.putInt(ints.values()[row] ^ Integer.MIN_VALUE);
        } else if (column instanceof BytesColumn bytes) {
            target.putEscaped(bytes.bytes(), bytes.offset(row), bytes.length(row));
        } else if (column instanceof DoubleColumn doubles) {
            long bits = FieldWriting.canonical(doubles.values()[row]);
            target.putLong(bits < 0 ? ~bits : bits ^ Long.MIN_VALUE);
        } else if (column instanceof FloatColumn floats) {
            int bits = FieldWriting.canonical(floats.values()[row]);
            target.putInt(bits < 0 ? ~bits : bits ^ Integer.MIN_VALUE);
        } else if (column instanceof ShortColumn shorts) {
            target.putByte(shorts.values()[row] >> 8 ^ 0x80);
            target.putByte(shorts.values()[row]);
        } else if (column instanceof ByteColumn bytes) {
            target.putByte(bytes.values()[row] ^ 0x80);
        } else if (column instanceof Decimal128Column decimals) {
            target.putLong(decimals.high()[row] ^ Long.MIN_VALUE);
            target.putLong(decimals.low()[row]);
        } else if (column instanceof TimestampColumn times) {
            target.putLong(times.micros()[row] ^ Long.MIN_VALUE);
            target.putInt((times.nanos() == null ? 0 : times.nanos()[row]) ^ Integer.MIN_VALUE);
        } else {
            throw new IllegalArgumentException(column.getClass().getSimpleName() + " has no order");
        }
    }

    /** The columns that were encoded. */
    Column[] decode(BytesColumn keys) {
        int rows = keys.size();
        ColumnBuilder[] builders = new ColumnBuilder[types.size()];
        for (int f = 0; f < builders.length; f++) {
            builders[f] = ColumnBuilder.of(types.get(f), rows);
        }
        OrderKeyReader reader = new OrderKeyReader(keys.bytes());
        for (int i = 0; i < rows; i++) {
            reader.at(keys.offset(i));
            for (int f = 0; f < builders.length; f++) {
                if (types.get(f).nullable() && reader.readByte() == 0) {
                    builders[f].appendNull();
                } else {
                    decode(types.get(f).physicalType(), reader, builders[f]);
                }
            }
        }
        Column[] columns = new Column[builders.length];
        for (int f = 0; f < builders.length; f++) {
            columns[f] = builders[f].build();
        }
        return columns;
    }

    private static void decode(PhysicalType type, OrderKeyReader reader, ColumnBuilder builder) {
        switch (type) {
            case LONG -> ((LongColumnBuilder) builder).append(reader.readLong() ^ Long.MIN_VALUE);
            case INT -> ((IntColumnBuilder) builder).append(reader.readInt() ^ Integer.MIN_VALUE);
            case BYTES -> reader.readEscaped((BytesColumnBuilder) builder);
            case DOUBLE -> {
                long bits = reader.readLong();
                ((DoubleColumnBuilder) builder)
                        .append(Double.longBitsToDouble(bits < 0 ? bits ^ Long.MIN_VALUE : ~bits));
            }
            case FLOAT -> {
                int bits = reader.readInt();
                ((FloatColumnBuilder) builder)
                        .append(Float.intBitsToFloat(bits < 0 ? bits ^ Integer.MIN_VALUE : ~bits));
            }
            case SHORT -> {
                int high = reader.readByte() ^ 0x80;
                ((ShortColumnBuilder) builder).append((short) (high << 8 | reader.readByte()));
            }
            case BYTE -> ((ByteColumnBuilder) builder).append((byte) (reader.readByte() ^ 0x80));
            case DECIMAL128 -> {
                long high = reader.readLong() ^ Long.MIN_VALUE;
                ((Decimal128ColumnBuilder) builder).append(high, reader.readLong());
            }
            case TIMESTAMP_NANOS -> {
                long micros = reader.readLong() ^ Long.MIN_VALUE;
                ((TimestampColumnBuilder) builder).append(micros, reader.readInt() ^ Integer.MIN_VALUE);
            }
            case ARRAY, MAP, ROW -> throw new IllegalArgumentException(type + " has no order");
        }
    }
}
