package io.blink.formats;

import io.blink.core.column.ArrayColumn;
import io.blink.core.column.ArrayColumnBuilder;
import io.blink.core.column.Batch;
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
import io.blink.core.column.MapColumn;
import io.blink.core.column.MapColumnBuilder;
import io.blink.core.column.RowColumn;
import io.blink.core.column.RowColumnBuilder;
import io.blink.core.column.ShortColumn;
import io.blink.core.column.ShortColumnBuilder;
import io.blink.core.column.TimestampColumn;
import io.blink.core.column.TimestampColumnBuilder;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** Rows of any type from a seed, and rows as plain objects to compare. */
public final class RandomRows {
    private static final double NULL_SHARE = 0.1;

    private RandomRows() {}

    public static Batch batch(List<Field> columns, int rows, long seed) {
        Random random = new Random(seed);
        List<Column> built = new ArrayList<>();
        for (Field column : columns) {
            ColumnBuilder builder = ColumnBuilder.of(column.type(), rows);
            for (int i = 0; i < rows; i++) {
                append(builder, column.type(), random);
            }
            built.add(builder.build());
        }
        return new Batch(rows, built);
    }

    private static void append(ColumnBuilder target, DataType type, Random random) {
        if (type.nullable() && random.nextDouble() < NULL_SHARE) {
            target.appendNull();
            return;
        }
        switch (type.kind()) {
            case BOOLEAN -> ((ByteColumnBuilder) target).append((byte) random.nextInt(2));
            case TINYINT -> ((ByteColumnBuilder) target).append((byte) random.nextInt());
            case SMALLINT -> ((ShortColumnBuilder) target).append((short) random.nextInt());
            case INT -> ((IntColumnBuilder) target).append(random.nextInt());
            case DATE -> ((IntColumnBuilder) target).append(random.nextInt(900_000) - 719_000);
            case BIGINT -> ((LongColumnBuilder) target).append(random.nextLong());
            case FLOAT -> ((FloatColumnBuilder) target).append(random.nextFloat());
            case DOUBLE -> ((DoubleColumnBuilder) target).append(random.nextGaussian());
            case DECIMAL -> appendDecimal(target, type, random);
            case CHAR -> ((BytesColumnBuilder) target).append("c" + random.nextInt(1000));
            case VARCHAR -> ((BytesColumnBuilder) target).append("täxt " + random.nextInt(50));
            case VARBINARY -> {
                byte[] bytes = new byte[random.nextInt(20)];
                random.nextBytes(bytes);
                ((BytesColumnBuilder) target).append(bytes, 0, bytes.length);
            }
            case TIME -> ((LongColumnBuilder) target).append((long) (random.nextDouble() * 86_400_000_000L));
            case TIMESTAMP, TIMESTAMP_LTZ -> {
                long micros = (random.nextLong() >> 13) - (1L << 45);
                if (target instanceof TimestampColumnBuilder timestamps) {
                    timestamps.append(micros, random.nextInt(1000));
                } else {
                    ((LongColumnBuilder) target).append(micros);
                }
            }
            case ARRAY -> {
                ArrayColumnBuilder arrays = (ArrayColumnBuilder) target;
                for (int i = random.nextInt(4); i > 0; i--) {
                    append(arrays.elements(), type.element(), random);
                }
                arrays.endArray();
            }
            case MAP -> {
                MapColumnBuilder maps = (MapColumnBuilder) target;
                for (int i = random.nextInt(4); i > 0; i--) {
                    ((BytesColumnBuilder) maps.keys()).append("k" + i);
                    append(maps.values(), type.fields().get(1).type(), random);
                }
                maps.endMap();
            }
            case ROW -> {
                RowColumnBuilder rows = (RowColumnBuilder) target;
                for (int i = 0; i < type.fields().size(); i++) {
                    append(rows.fields().get(i), type.fields().get(i).type(), random);
                }
                rows.endRow();
            }
            default -> throw new IllegalArgumentException(type.toString());
        }
    }

    private static void appendDecimal(ColumnBuilder target, DataType type, Random random) {
        BigInteger unscaled = new BigInteger(type.precision() * 3, random)
                .multiply(BigInteger.valueOf(random.nextBoolean() ? 1 : -1));
        if (target instanceof LongColumnBuilder longs) {
            longs.append(unscaled.longValueExact());
        } else {
            ((Decimal128ColumnBuilder) target).append(unscaled.shiftRight(64).longValue(), unscaled.longValue());
        }
    }

    public static List<Object> rows(Batch batch) {
        List<Object> rows = new ArrayList<>();
        for (int i = 0; i < batch.rowCount(); i++) {
            List<Object> row = new ArrayList<>();
            for (Column column : batch.columns()) {
                row.add(value(column, i));
            }
            rows.add(row);
        }
        return rows;
    }

    public static Object value(Column encoded, int position) {
        if (encoded.isNull(position)) {
            return null;
        }
        Column column = encoded.flat();
        if (column instanceof ByteColumn bytes) {
            return bytes.get(position);
        } else if (column instanceof ShortColumn shorts) {
            return shorts.get(position);
        } else if (column instanceof IntColumn ints) {
            return ints.get(position);
        } else if (column instanceof LongColumn longs) {
            return longs.get(position);
        } else if (column instanceof FloatColumn floats) {
            return floats.get(position);
        } else if (column instanceof DoubleColumn doubles) {
            return doubles.get(position);
        } else if (column instanceof Decimal128Column decimals) {
            return decimals.unscaled(position);
        } else if (column instanceof TimestampColumn timestamps) {
            return timestamps.micros()[position] + "+"
                    + (timestamps.nanos() == null ? 0 : timestamps.nanos()[position]);
        } else if (column instanceof BytesColumn strings) {
            return HexFormat.of()
                    .formatHex(
                            strings.bytes(),
                            strings.offset(position),
                            strings.offset(position) + strings.length(position));
        } else if (column instanceof ArrayColumn arrays) {
            return range(arrays.elements(), arrays.offsets(), position);
        } else if (column instanceof MapColumn maps) {
            List<Object> keys = range(maps.keys(), maps.offsets(), position);
            List<Object> values = range(maps.values(), maps.offsets(), position);
            Map<String, Object> entries = new TreeMap<>();
            for (int i = 0; i < keys.size(); i++) {
                entries.put(keys.get(i).toString(), values.get(i));
            }
            return entries;
        }
        List<Object> fields = new ArrayList<>();
        for (Column field : ((RowColumn) column).fields()) {
            fields.add(value(field, position));
        }
        return fields;
    }

    private static List<Object> range(Column elements, int[] offsets, int position) {
        List<Object> values = new ArrayList<>();
        for (int i = offsets[position]; i < offsets[position + 1]; i++) {
            values.add(value(elements, i));
        }
        return values;
    }
}
