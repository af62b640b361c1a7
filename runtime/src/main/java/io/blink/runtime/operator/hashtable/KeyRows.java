package io.blink.runtime.operator.hashtable;

import io.blink.core.column.ByteColumn;
import io.blink.core.column.BytesColumn;
import io.blink.core.column.Column;
import io.blink.core.column.ConstantColumn;
import io.blink.core.column.Decimal128Column;
import io.blink.core.column.DictionaryColumn;
import io.blink.core.column.IntColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.column.ShortColumn;
import io.blink.core.column.TimestampColumn;
import io.blink.core.type.DataType;
import io.blink.core.type.PhysicalType;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/**
 * Keys of several columns as one byte string each, so that a key is hashed and compared in one go and lies in one place. Equal keys have equal strings and only these. In memory
 * alone, little-endian:
 *
 * <pre>
 * key   = null{(columns + 7) / 8} field{columns} bytes{*}
 * field = 1, 2, 4, 8 bytes of a number | 8 high 8 low of a decimal | 8 micros 4 nanos | 4 length of a string, whose bytes follow those of the strings before it
 * </pre>
 *
 * The field of a NULL is 0. Used by one thread.
 */
final class KeyRows {
    static final DataType TYPE = DataType.bytes().withNullable(false);

    private static final VarHandle SHORTS =
            MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final PhysicalType[] types;
    /** Of each column within a key. */
    private final int[] places;

    private final int fixedBytes;
    private byte[] bytes = new byte[0];
    private int[] offsets = new int[1];
    /** Where the next string of each key goes. */
    private int[] tails = new int[0];

    private int[] constantIds = new int[0];

    KeyRows(List<DataType> keyTypes) {
        types = keyTypes.stream().map(DataType::physicalType).toArray(PhysicalType[]::new);
        places = new int[types.length];
        int place = (types.length + 7) / 8;
        for (int k = 0; k < types.length; k++) {
            places[k] = place;
            place += fieldBytes(types[k]);
        }
        fixedBytes = place;
    }

    /** Several columns, some of them strings, none of which has two forms of one value. */
    static boolean supports(List<DataType> keyTypes) {
        return keyTypes.size() > 1
                && keyTypes.stream().anyMatch(type -> type.physicalType() == PhysicalType.BYTES)
                && keyTypes.stream().allMatch(type -> fieldBytes(type.physicalType()) > 0);
    }

    /** 0: not supported. */
    private static int fieldBytes(PhysicalType type) {
        return switch (type) {
            case BYTE -> 1;
            case SHORT -> 2;
            case INT, BYTES -> 4;
            case LONG -> 8;
            case TIMESTAMP_NANOS -> 12;
            case DECIMAL128 -> 16;
            case FLOAT, DOUBLE, ARRAY, MAP, ROW -> 0;
        };
    }

    /** The keys of rows; valid until the next call. */
    Column[] of(Column[] keys, int rows) {
        measure(keys, rows);
        clearNulls(rows);
        for (int k = 0; k < types.length; k++) {
            Column flat = flat(keys[k]);
            int[] ids = ids(keys[k], rows);
            write(flat, ids, rows, places[k]);
            if (flat.nulls() != null) {
                writeNulls(flat.nulls(), ids, rows, k);
            }
        }
        return new Column[] {new BytesColumn(rows, bytes, offsets, null)};
    }

    /** A column that takes as much room as {@link #of} these rows will; valid until the next call. */
    Column[] placeholder(Column[] keys, int rows) {
        measure(keys, rows);
        return new Column[] {new BytesColumn(rows, bytes, offsets, null)};
    }

    private static Column flat(Column column) {
        if (column instanceof DictionaryColumn dictionary) {
            return dictionary.dictionary();
        }
        return column instanceof ConstantColumn constant ? constant.value() : column;
    }

    /** Where the value of each row stands in {@link #flat}; {@code null}: in its row. */
    private int[] ids(Column column, int rows) {
        if (column instanceof DictionaryColumn dictionary) {
            return dictionary.ids();
        }
        if (column instanceof ConstantColumn) {
            constantIds = constantIds.length < rows ? new int[rows] : constantIds;
            return constantIds;
        }
        return null;
    }

    /** Finds where each key starts and makes room for all of them. */
    private void measure(Column[] keys, int rows) {
        if (tails.length < rows) {
            tails = new int[rows];
            offsets = new int[rows + 1];
        }
        Arrays.fill(tails, 0, rows, fixedBytes);
        for (Column key : keys) {
            if (flat(key) instanceof BytesColumn strings) {
                addLengths(strings, ids(key, rows), rows);
            }
        }
        long end = 0;
        for (int i = 0; i < rows; i++) {
            end += tails[i];
            offsets[i + 1] = BytesColumn.checkedLength(end);
            tails[i] = offsets[i] + fixedBytes;
        }
        if (bytes.length < end) {
            bytes = new byte[BytesColumn.checkedLength(end)];
        }
    }

    private void addLengths(BytesColumn strings, int[] ids, int rows) {
        int[] ofStrings = strings.offsets();
        boolean[] nulls = strings.nulls();
        for (int i = 0; i < rows; i++) {
            int id = ids == null ? i : ids[i];
            tails[i] += length(ofStrings, nulls, id);
        }
    }

    /** Of a NULL none, whatever bytes stand in its place. */
    private static int length(int[] offsets, boolean[] nulls, int id) {
        return nulls != null && nulls[id] ? 0 : offsets[id + 1] - offsets[id];
    }

    private void clearNulls(int rows) {
        for (int i = 0; i < rows; i++) {
            for (int at = offsets[i]; at < offsets[i] + places[0]; at++) {
                bytes[at] = 0;
            }
        }
    }

    private void writeNulls(boolean[] nulls, int[] ids, int rows, int column) {
        byte bit = (byte) (1 << (column & 7));
        int width = fieldBytes(types[column]);
        for (int i = 0; i < rows; i++) {
            if (nulls[ids == null ? i : ids[i]]) {
                bytes[offsets[i] + (column >>> 3)] |= bit;
                Arrays.fill(bytes, offsets[i] + places[column], offsets[i] + places[column] + width, (byte) 0);
            }
        }
    }

    private void write(Column flat, int[] ids, int rows, int place) {
        if (flat instanceof BytesColumn strings) {
            writeStrings(strings, ids, rows, place);
        } else if (flat instanceof IntColumn ints) {
            int[] values = ints.values();
            for (int i = 0; i < rows; i++) {
                INTS.set(bytes, offsets[i] + place, values[ids == null ? i : ids[i]]);
            }
        } else if (flat instanceof LongColumn longs) {
            writeLongs(longs.values(), ids, rows, place);
        } else if (flat instanceof ShortColumn shorts) {
            short[] values = shorts.values();
            for (int i = 0; i < rows; i++) {
                SHORTS.set(bytes, offsets[i] + place, values[ids == null ? i : ids[i]]);
            }
        } else if (flat instanceof ByteColumn singles) {
            byte[] values = singles.values();
            for (int i = 0; i < rows; i++) {
                bytes[offsets[i] + place] = values[ids == null ? i : ids[i]];
            }
        } else if (flat instanceof Decimal128Column decimals) {
            writeLongs(decimals.high(), ids, rows, place);
            writeLongs(decimals.low(), ids, rows, place + Long.BYTES);
        } else {
            TimestampColumn timestamps = (TimestampColumn) flat;
            writeLongs(timestamps.micros(), ids, rows, place);
            int[] nanos = timestamps.nanos();
            for (int i = 0; i < rows; i++) {
                int value = nanos == null ? 0 : nanos[ids == null ? i : ids[i]];
                INTS.set(bytes, offsets[i] + place + Long.BYTES, value);
            }
        }
    }

    private void writeLongs(long[] values, int[] ids, int rows, int place) {
        for (int i = 0; i < rows; i++) {
            LONGS.set(bytes, offsets[i] + place, values[ids == null ? i : ids[i]]);
        }
    }

    private void writeStrings(BytesColumn strings, int[] ids, int rows, int place) {
        byte[] source = strings.bytes();
        int[] ofStrings = strings.offsets();
        boolean[] nulls = strings.nulls();
        for (int i = 0; i < rows; i++) {
            int id = ids == null ? i : ids[i];
            int length = length(ofStrings, nulls, id);
            INTS.set(bytes, offsets[i] + place, length);
            System.arraycopy(source, ofStrings[id], bytes, tails[i], length);
            tails[i] += length;
        }
    }

    /** The columns of keys, flat. */
    List<Column> columns(BytesColumn keys) {
        Column[] columns = new Column[types.length];
        int[] next = new int[keys.size()];
        for (int i = 0; i < next.length; i++) {
            next[i] = keys.offset(i) + fixedBytes;
        }
        for (int k = 0; k < columns.length; k++) {
            columns[k] = read(keys, k, nulls(keys, k), next);
        }
        return List.of(columns);
    }

    private static boolean[] nulls(BytesColumn keys, int column) {
        byte[] source = keys.bytes();
        int bit = 1 << (column & 7);
        boolean[] nulls = new boolean[keys.size()];
        boolean any = false;
        for (int i = 0; i < nulls.length; i++) {
            nulls[i] = (source[keys.offset(i) + (column >>> 3)] & bit) != 0;
            any |= nulls[i];
        }
        return any ? nulls : null;
    }

    /** @param next where the next string of each key stands */
    private Column read(BytesColumn keys, int column, boolean[] nulls, int[] next) {
        byte[] source = keys.bytes();
        int[] starts = keys.offsets();
        int place = places[column];
        int rows = next.length;
        return switch (types[column]) {
            case BYTES -> readStrings(keys, place, nulls, next);
            case INT -> new IntColumn(rows, readInts(source, starts, rows, place), nulls);
            case LONG -> new LongColumn(rows, readLongs(source, starts, rows, place), nulls);
            case SHORT -> {
                short[] values = new short[rows];
                for (int i = 0; i < rows; i++) {
                    values[i] = (short) SHORTS.get(source, starts[i] + place);
                }
                yield new ShortColumn(rows, values, nulls);
            }
            case BYTE -> {
                byte[] values = new byte[rows];
                for (int i = 0; i < rows; i++) {
                    values[i] = source[starts[i] + place];
                }
                yield new ByteColumn(rows, values, nulls);
            }
            case DECIMAL128 ->
                new Decimal128Column(
                        rows,
                        readLongs(source, starts, rows, place),
                        readLongs(source, starts, rows, place + Long.BYTES),
                        nulls);
            case TIMESTAMP_NANOS ->
                new TimestampColumn(
                        rows,
                        readLongs(source, starts, rows, place),
                        readInts(source, starts, rows, place + Long.BYTES),
                        nulls);
            case FLOAT, DOUBLE, ARRAY, MAP, ROW -> throw new IllegalStateException(types[column] + " is no key field");
        };
    }

    private static int[] readInts(byte[] source, int[] starts, int rows, int place) {
        int[] values = new int[rows];
        for (int i = 0; i < rows; i++) {
            values[i] = (int) INTS.get(source, starts[i] + place);
        }
        return values;
    }

    private static long[] readLongs(byte[] source, int[] starts, int rows, int place) {
        long[] values = new long[rows];
        for (int i = 0; i < rows; i++) {
            values[i] = (long) LONGS.get(source, starts[i] + place);
        }
        return values;
    }

    private static Column readStrings(BytesColumn keys, int place, boolean[] nulls, int[] next) {
        byte[] source = keys.bytes();
        int rows = next.length;
        int[] ends = new int[rows + 1];
        for (int i = 0; i < rows; i++) {
            ends[i + 1] = ends[i] + (int) INTS.get(source, keys.offset(i) + place);
        }
        byte[] strings = new byte[ends[rows]];
        for (int i = 0; i < rows; i++) {
            int length = ends[i + 1] - ends[i];
            System.arraycopy(source, next[i], strings, ends[i], length);
            next[i] += length;
        }
        return new BytesColumn(rows, strings, ends, nulls);
    }
}
