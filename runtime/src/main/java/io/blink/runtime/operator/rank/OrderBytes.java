package io.blink.runtime.operator.rank;

import io.blink.core.column.ByteColumn;
import io.blink.core.column.BytesColumn;
import io.blink.core.column.Column;
import io.blink.core.column.Decimal128Column;
import io.blink.core.column.DoubleColumn;
import io.blink.core.column.FloatColumn;
import io.blink.core.column.IntColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.column.ShortColumn;
import io.blink.core.column.TimestampColumn;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.plan.SortKey;
import io.blink.core.type.DataType;
import java.util.Arrays;
import java.util.List;

/**
 * Sort keys of rows as byte strings whose unsigned order is the order of the rows. Part of the state of operators; does not change.
 *
 * <pre>
 * key   = field*
 * field = [flag, if the type is nullable: 0 of what comes first, NULL or others, 1 of what comes last] value
 * value = integers: big-endian, sign bit flipped; floating point: the bits, of negative numbers all flipped, of others the sign bit, -0.0 as 0.0, one NaN
 *         decimal128: high as an integer, low big-endian; timestamps: microseconds and nanoseconds as integers
 *         bytes: each 0 as 0, 255; then 0, 0
 *         all bits flipped for descending order; of a NULL zeros, or nothing if the length varies
 * </pre>
 */
public final class OrderBytes {
    private final List<SortKey> keys;
    private final List<DataType> types;
    private byte[] target = new byte[0];
    private int[] cursors = new int[0];

    /** @param types of the keys */
    public OrderBytes(List<SortKey> keys, List<DataType> types) {
        this.keys = keys;
        this.types = types;
    }

    /** @param columns of the keys, flat */
    public BytesColumn encode(Column[] columns, int rows) {
        int[] offsets = offsets(columns, rows);
        target = new byte[offsets[rows]];
        cursors = Arrays.copyOf(offsets, rows);
        for (int k = 0; k < columns.length; k++) {
            if (types.get(k).nullable()) {
                flags(columns[k], rows, keys.get(k).nullsFirst());
            }
            values(columns[k], rows, keys.get(k).ascending() ? 0 : -1L);
        }
        return new BytesColumn(rows, target, offsets, null);
    }

    private int[] offsets(Column[] columns, int rows) {
        int[] offsets = new int[rows + 1];
        int fixed = 0;
        for (int k = 0; k < columns.length; k++) {
            fixed += types.get(k).nullable() ? 1 : 0;
            if (columns[k] instanceof BytesColumn strings) {
                addLengths(strings, rows, offsets);
            } else {
                fixed += width(columns[k]);
            }
        }
        int total = 0;
        for (int i = 1; i <= rows; i++) {
            total = Math.addExact(total, offsets[i] + fixed);
            offsets[i] = total;
        }
        return offsets;
    }

    private static void addLengths(BytesColumn strings, int rows, int[] offsets) {
        byte[] bytes = strings.bytes();
        for (int i = 0; i < rows; i++) {
            int length = strings.isNull(i) ? 0 : strings.length(i) + 2;
            for (int b = strings.offset(i); b < strings.offset(i + 1); b++) {
                length += bytes[b] == 0 ? 1 : 0;
            }
            offsets[i + 1] += length;
        }
    }

    private static int width(Column column) {
        return switch (column.physicalType()) {
            case BYTE -> Byte.BYTES;
            case SHORT -> Short.BYTES;
            case INT, FLOAT -> Integer.BYTES;
            case LONG, DOUBLE -> Long.BYTES;
            case DECIMAL128 -> 2 * Long.BYTES;
            case TIMESTAMP_NANOS -> Long.BYTES + Integer.BYTES;
            case BYTES, ARRAY, MAP, ROW ->
                throw new BlinkException(
                        CoreErrorCode.NOT_SUPPORTED,
                        "Values of type " + column.physicalType() + " have no order; sort by their elements.");
        };
    }

    private void flags(Column column, int rows, boolean nullsFirst) {
        boolean[] nulls = column.nulls();
        for (int i = 0; i < rows; i++) {
            boolean isNull = nulls != null && nulls[i];
            target[cursors[i]++] = (byte) (isNull == nullsFirst ? 0 : 1);
        }
    }

    private void values(Column column, int rows, long flip) {
        boolean[] nulls = column.nulls();
        if (column instanceof LongColumn longs) {
            for (int i = 0; i < rows; i++) {
                put(i, longs.values()[i] ^ Long.MIN_VALUE ^ flip, Long.BYTES, nulls);
            }
        } else if (column instanceof IntColumn ints) {
            for (int i = 0; i < rows; i++) {
                put(i, ints.values()[i] ^ Integer.MIN_VALUE ^ flip, Integer.BYTES, nulls);
            }
        } else if (column instanceof BytesColumn strings) {
            strings(strings, rows, flip);
        } else if (column instanceof DoubleColumn doubles) {
            for (int i = 0; i < rows; i++) {
                long bits = Double.doubleToLongBits(doubles.values()[i] + 0.0);
                put(i, (bits < 0 ? ~bits : bits ^ Long.MIN_VALUE) ^ flip, Long.BYTES, nulls);
            }
        } else if (column instanceof FloatColumn floats) {
            for (int i = 0; i < rows; i++) {
                int bits = Float.floatToIntBits(floats.values()[i] + 0.0f);
                put(i, (bits < 0 ? ~bits : bits ^ Integer.MIN_VALUE) ^ flip, Integer.BYTES, nulls);
            }
        } else if (column instanceof ShortColumn shorts) {
            for (int i = 0; i < rows; i++) {
                put(i, shorts.values()[i] ^ Short.MIN_VALUE ^ flip, Short.BYTES, nulls);
            }
        } else if (column instanceof ByteColumn bytes) {
            for (int i = 0; i < rows; i++) {
                put(i, bytes.values()[i] ^ Byte.MIN_VALUE ^ flip, Byte.BYTES, nulls);
            }
        } else if (column instanceof Decimal128Column decimals) {
            for (int i = 0; i < rows; i++) {
                put(i, decimals.high()[i] ^ Long.MIN_VALUE ^ flip, Long.BYTES, nulls);
                put(i, decimals.low()[i] ^ flip, Long.BYTES, nulls);
            }
        } else {
            TimestampColumn times = (TimestampColumn) column;
            for (int i = 0; i < rows; i++) {
                int nanos = times.nanos() == null ? 0 : times.nanos()[i];
                put(i, times.micros()[i] ^ Long.MIN_VALUE ^ flip, Long.BYTES, nulls);
                put(i, nanos ^ Integer.MIN_VALUE ^ flip, Integer.BYTES, nulls);
            }
        }
    }

    /** The low bytes of a value, zeros of a NULL. */
    private void put(int row, long value, int bytes, boolean[] nulls) {
        long written = nulls != null && nulls[row] ? 0 : value;
        int at = cursors[row];
        for (int shift = (bytes - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            target[at++] = (byte) (written >>> shift);
        }
        cursors[row] = at;
    }

    private void strings(BytesColumn strings, int rows, long flip) {
        byte[] source = strings.bytes();
        byte mask = (byte) flip;
        for (int i = 0; i < rows; i++) {
            if (strings.isNull(i)) {
                continue;
            }
            int at = cursors[i];
            for (int b = strings.offset(i); b < strings.offset(i + 1); b++) {
                target[at++] = (byte) (source[b] ^ mask);
                if (source[b] == 0) {
                    target[at++] = (byte) ~mask;
                }
            }
            target[at++] = mask;
            target[at++] = mask;
            cursors[i] = at;
        }
    }
}
