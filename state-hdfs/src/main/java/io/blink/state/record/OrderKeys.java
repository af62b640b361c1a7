package io.blink.state.record;

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
public final class OrderKeys {
    private final List<DataType> types;
    private final int groupFields;
    private final boolean byHash;

    /**
     * @param groupFields how many of the first fields make the group of a key in the index
     * @param byHash whether the group is the hash of these fields; else their bytes, which are 8
     */
    public OrderKeys(List<DataType> types, int groupFields, boolean byHash) {
        this.types = types;
        this.groupFields = groupFields;
        this.byHash = byHash;
    }

    // ---- Writing

    /**
     * The keys of rows of flat columns.
     *
     * @param hashes of the group's fields if groups are by hash
     */
    public void encode(Column[] columns, long[] hashes, int rows, OrderKeyRows target) {
        int length = 0;
        int split = 0;
        for (int f = 0; f < columns.length; f++) {
            int bytes = columns[f].mayHaveNulls() ? -1 : fixedBytes(types.get(f).physicalType());
            if (bytes < 0) {
                encodeRows(columns, hashes, rows, target);
                return;
            }
            length += bytes + (types.get(f).nullable() ? 1 : 0);
            split = f < groupFields ? length : split;
        }
        byte[] bytes = target.ofLength(rows, length, split);
        int at = 0;
        for (int f = 0; f < columns.length; f++) {
            if (types.get(f).nullable()) {
                for (int i = 0; i < rows; i++) {
                    bytes[i * length + at] = 1;
                }
                at++;
            }
            encodeNumbers(columns[f], rows, bytes, at, length);
            at += columns[f] instanceof IntColumn ? Integer.BYTES : Long.BYTES;
        }
        target.setGroups(byHash ? hashes : null);
    }

    /** Of what {@link #encodeNumbers} writes; -1 for other types. */
    private static int fixedBytes(PhysicalType type) {
        return switch (type) {
            case LONG -> Long.BYTES;
            case INT -> Integer.BYTES;
            default -> -1;
        };
    }

    private static void encodeNumbers(Column column, int rows, byte[] bytes, int first, int step) {
        int at = first;
        if (column instanceof LongColumn longs) {
            long[] values = longs.values();
            for (int i = 0; i < rows; i++, at += step) {
                OrderKey.LONGS.set(bytes, at, values[i] ^ Long.MIN_VALUE);
            }
        } else {
            int[] values = ((IntColumn) column).values();
            for (int i = 0; i < rows; i++, at += step) {
                OrderKey.INTS.set(bytes, at, values[i] ^ Integer.MIN_VALUE);
            }
        }
    }

    private void encodeRows(Column[] columns, long[] hashes, int rows, OrderKeyRows target) {
        target.begin(rows);
        for (int i = 0; i < rows; i++) {
            encodeRow(columns, i, byHash ? hashes[i] : 0, target);
        }
        if (!byHash) {
            target.setGroups(null);
        }
    }

    /** The first fields of one row, as many as there are columns. */
    public void encodeRow(Column[] columns, int row, long hash, OrderKeyRows target) {
        OrderKeyBuffer buffer = target.buffer();
        encode(columns, 0, groupFields, row, buffer);
        int split = buffer.size();
        encode(columns, groupFields, columns.length, row, buffer);
        target.end(split, hash);
    }

    /** Where the bytes of the group end in a key that starts there. */
    public int split(byte[] bytes, int from) {
        int at = from;
        for (int f = 0; f < groupFields; f++) {
            boolean isNull = types.get(f).nullable() && bytes[at++] == 0;
            at = isNull ? at : behindValue(types.get(f).physicalType(), bytes, at);
        }
        return at;
    }

    private static int behindValue(PhysicalType type, byte[] bytes, int from) {
        return switch (type) {
            case BYTE -> from + 1;
            case SHORT -> from + Short.BYTES;
            case INT, FLOAT -> from + Integer.BYTES;
            case LONG, DOUBLE -> from + Long.BYTES;
            case DECIMAL128 -> from + 2 * Long.BYTES;
            case TIMESTAMP_NANOS -> from + Long.BYTES + Integer.BYTES;
            case BYTES -> {
                int at = from;
                while (bytes[at] != 0 || bytes[at + 1] != 0) {
                    at += bytes[at] == 0 ? 2 : 1;
                }
                yield at + 2;
            }
            case ARRAY, MAP, ROW -> throw new IllegalArgumentException(type + " has no order");
        };
    }

    /** The key of a record. */
    public void read(byte[] bytes, int from, int to, long hash, OrderKey target) {
        int split = split(bytes, from);
        target.set(
                byHash ? hash : OrderKey.eightBytes(bytes, from, split),
                OrderKey.eightBytes(bytes, split, to),
                bytes,
                from,
                to);
    }

    private void encode(Column[] columns, int firstField, int fields, int row, OrderKeyBuffer target) {
        for (int f = firstField; f < fields; f++) {
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

    // ---- Reading

    /** The columns that were encoded. */
    public Column[] decode(BytesColumn keys) {
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
