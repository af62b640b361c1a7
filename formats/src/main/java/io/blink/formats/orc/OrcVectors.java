package io.blink.formats.orc;

import io.blink.core.column.ArrayColumn;
import io.blink.core.column.ByteColumn;
import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.column.ConstantColumn;
import io.blink.core.column.Decimal128ColumnBuilder;
import io.blink.core.column.DoubleColumn;
import io.blink.core.column.FloatColumn;
import io.blink.core.column.IntColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.column.MapColumn;
import io.blink.core.column.RowColumn;
import io.blink.core.column.ShortColumn;
import io.blink.core.column.TimestampColumn;
import io.blink.core.type.DataType;
import io.blink.core.type.PhysicalType;
import io.blink.core.type.TypeKind;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.hive.ql.exec.vector.BytesColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.ColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.Decimal64ColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.DecimalColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.DoubleColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.ListColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.LongColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.MapColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.StructColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.TimestampColumnVector;

/** ORC's vectors as columns. A vector that repeats its first value becomes a constant. The vector is reused by the reader, so values are copied. */
final class OrcVectors {
    private OrcVectors() {}

    static Column column(ColumnVector vector, DataType type, int size) {
        if (vector.isRepeating && size > 0) {
            ColumnVector one = vector;
            if (!one.noNulls && one.isNull[0]) {
                ColumnBuilder builder = ColumnBuilder.of(type, 1);
                builder.appendNull();
                return new ConstantColumn(size, builder.build());
            }
            return new ConstantColumn(size, flat(one, type, 1));
        }
        return flat(vector, type, size);
    }

    private static Column flat(ColumnVector vector, DataType type, int size) {
        boolean[] nulls = nulls(vector, size);
        return switch (type.kind()) {
            case BOOLEAN, TINYINT -> bytes((LongColumnVector) vector, size, nulls);
            case SMALLINT -> shorts((LongColumnVector) vector, size, nulls);
            case INT, DATE, INTERVAL_YEAR_MONTH -> ints((LongColumnVector) vector, size, nulls);
            case BIGINT, INTERVAL_DAY_TIME ->
                new LongColumn(size, Arrays.copyOf(((LongColumnVector) vector).vector, size), nulls);
            case FLOAT -> floats((DoubleColumnVector) vector, size, nulls);
            case DOUBLE -> new DoubleColumn(size, Arrays.copyOf(((DoubleColumnVector) vector).vector, size), nulls);
            case DECIMAL -> decimals(vector, type, size, nulls);
            case CHAR, VARCHAR, BINARY, VARBINARY ->
                strings((BytesColumnVector) vector, size, nulls, type.kind() == TypeKind.CHAR);
            case TIME, TIMESTAMP, TIMESTAMP_LTZ -> timestamps((TimestampColumnVector) vector, type, size, nulls);
            case ARRAY -> array((ListColumnVector) vector, type, size, nulls);
            case MAP -> map((MapColumnVector) vector, type, size, nulls);
            case ROW -> row((StructColumnVector) vector, type, size, nulls);
            case NULL -> throw new IllegalArgumentException("a column has no type");
        };
    }

    private static boolean[] nulls(ColumnVector vector, int size) {
        if (vector.noNulls) {
            return null;
        }
        boolean[] nulls = Arrays.copyOf(vector.isNull, size);
        for (boolean isNull : nulls) {
            if (isNull) {
                return nulls;
            }
        }
        return null;
    }

    private static Column bytes(LongColumnVector vector, int size, boolean[] nulls) {
        byte[] values = new byte[size];
        for (int i = 0; i < size; i++) {
            values[i] = (byte) vector.vector[i];
        }
        return new ByteColumn(size, values, nulls);
    }

    private static Column shorts(LongColumnVector vector, int size, boolean[] nulls) {
        short[] values = new short[size];
        for (int i = 0; i < size; i++) {
            values[i] = (short) vector.vector[i];
        }
        return new ShortColumn(size, values, nulls);
    }

    private static Column ints(LongColumnVector vector, int size, boolean[] nulls) {
        int[] values = new int[size];
        for (int i = 0; i < size; i++) {
            values[i] = (int) vector.vector[i];
        }
        return new IntColumn(size, values, nulls);
    }

    private static Column floats(DoubleColumnVector vector, int size, boolean[] nulls) {
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) vector.vector[i];
        }
        return new FloatColumn(size, values, nulls);
    }

    private static Column decimals(ColumnVector vector, DataType type, int size, boolean[] nulls) {
        if (vector instanceof Decimal64ColumnVector longs) {
            return new LongColumn(size, Arrays.copyOf(longs.vector, size), nulls);
        }
        DecimalColumnVector decimals = (DecimalColumnVector) vector;
        boolean wide = type.physicalType() == PhysicalType.DECIMAL128;
        Decimal128ColumnBuilder wideValues = wide ? new Decimal128ColumnBuilder(size) : null;
        long[] narrowValues = wide ? null : new long[size];
        for (int i = 0; i < size; i++) {
            boolean isNull = nulls != null && nulls[i];
            BigInteger unscaled = isNull
                    ? BigInteger.ZERO
                    : decimals.vector[i]
                            .getHiveDecimal()
                            .bigDecimalValue()
                            .setScale(type.scale())
                            .unscaledValue();
            if (!wide) {
                narrowValues[i] = unscaled.longValueExact();
            } else if (isNull) {
                wideValues.appendNull();
            } else {
                wideValues.append(unscaled.shiftRight(Long.SIZE).longValue(), unscaled.longValue());
            }
        }
        return wide ? wideValues.build() : new LongColumn(size, narrowValues, nulls);
    }

    private static Column strings(BytesColumnVector vector, int size, boolean[] nulls, boolean trim) {
        BytesColumnBuilder builder = new BytesColumnBuilder(size);
        for (int i = 0; i < size; i++) {
            if (nulls != null && nulls[i]) {
                builder.appendNull();
                continue;
            }
            int length = vector.length[i];
            while (trim && length > 0 && vector.vector[i][vector.start[i] + length - 1] == ' ') {
                length--;
            }
            builder.append(vector.vector[i], vector.start[i], length);
        }
        return builder.build();
    }

    /** Seconds stand in {@code time} as milliseconds with the fraction once more in {@code nanos}. */
    private static Column timestamps(TimestampColumnVector vector, DataType type, int size, boolean[] nulls) {
        long[] micros = new long[size];
        int[] nanos = new int[size];
        boolean anyNanos = false;
        for (int i = 0; i < size; i++) {
            micros[i] = Math.floorDiv(vector.time[i], 1000L) * 1_000_000L + vector.nanos[i] / 1000;
            nanos[i] = vector.nanos[i] % 1000;
            anyNanos |= nanos[i] != 0;
        }
        return type.physicalType() == PhysicalType.LONG
                ? new LongColumn(size, micros, nulls)
                : new TimestampColumn(size, micros, anyNanos ? nanos : null, nulls);
    }

    /** Ranges of children in row order, whatever order the vector keeps them in. */
    private record Children(int[] positions, int[] offsets) {
        static Children of(long[] starts, long[] lengths, int size, boolean[] nulls) {
            int[] offsets = new int[size + 1];
            for (int i = 0; i < size; i++) {
                offsets[i + 1] = offsets[i] + (nulls != null && nulls[i] ? 0 : (int) lengths[i]);
            }
            int[] positions = new int[offsets[size]];
            for (int i = 0; i < size; i++) {
                for (int child = offsets[i]; child < offsets[i + 1]; child++) {
                    positions[child] = (int) starts[i] + child - offsets[i];
                }
            }
            return new Children(positions, offsets);
        }

        Column of(ColumnVector vector, DataType type, int childCount) {
            return column(vector, type, childCount).flat().take(positions, 0, positions.length);
        }
    }

    private static Column array(ListColumnVector vector, DataType type, int size, boolean[] nulls) {
        Children children = Children.of(vector.offsets, vector.lengths, size, nulls);
        return new ArrayColumn(
                size, children.of(vector.child, type.element(), vector.childCount), children.offsets(), nulls);
    }

    private static Column map(MapColumnVector vector, DataType type, int size, boolean[] nulls) {
        Children children = Children.of(vector.offsets, vector.lengths, size, nulls);
        return new MapColumn(
                size,
                children.of(vector.keys, type.fields().get(0).type(), vector.childCount),
                children.of(vector.values, type.fields().get(1).type(), vector.childCount),
                children.offsets(),
                nulls);
    }

    private static Column row(StructColumnVector vector, DataType type, int size, boolean[] nulls) {
        List<Column> fields = new ArrayList<>();
        for (int i = 0; i < vector.fields.length; i++) {
            fields.add(column(vector.fields[i], type.fields().get(i).type(), size));
        }
        return new RowColumn(size, fields, nulls);
    }
}
