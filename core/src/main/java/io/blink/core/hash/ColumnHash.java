package io.blink.core.hash;

import io.blink.core.column.ArrayColumn;
import io.blink.core.column.Batch;
import io.blink.core.column.ByteColumn;
import io.blink.core.column.BytesColumn;
import io.blink.core.column.Column;
import io.blink.core.column.ConstantColumn;
import io.blink.core.column.Decimal128Column;
import io.blink.core.column.DictionaryColumn;
import io.blink.core.column.DoubleColumn;
import io.blink.core.column.FloatColumn;
import io.blink.core.column.IntColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.column.MapColumn;
import io.blink.core.column.RowColumn;
import io.blink.core.column.ShortColumn;
import io.blink.core.column.TimestampColumn;
import java.util.Arrays;

/** {@link ValueHash} over whole columns, one loop a physical type; dictionary entries and constants are hashed once. */
public final class ColumnHash {
    private ColumnHash() {}

    /**
     * Hashes the key columns of a batch into {@code hashes[0 .. rowCount)}. Without key columns each hash is 0. CHAR values are expected without
     * trailing blanks, as every reader and cast produces them.
     */
    public static void ofKeys(Batch batch, int[] keyColumns, long[] hashes) {
        int rows = batch.rowCount();
        if (keyColumns.length == 0) {
            Arrays.fill(hashes, 0, rows, 0);
            return;
        }
        ofColumn(batch.column(keyColumns[0]), hashes);
        if (keyColumns.length > 1) {
            long[] next = new long[rows];
            for (int k = 1; k < keyColumns.length; k++) {
                combine(batch.column(keyColumns[k]), next, hashes);
            }
        }
    }

    private static void combine(Column column, long[] next, long[] hashes) {
        ofColumn(column, next);
        for (int i = 0; i < column.size(); i++) {
            hashes[i] = ValueHash.combine(hashes[i], next[i]);
        }
    }

    /** Makes hashes of a batch's first {@code hashed} columns (at least one) those of all of its columns. */
    public static void extend(Batch batch, int hashed, long[] hashes) {
        long[] next = new long[batch.rowCount()];
        for (int column = hashed; column < batch.columns().size(); column++) {
            combine(batch.column(column), next, hashes);
        }
    }

    /** Hashes each value of a column into {@code hashes[0 .. column.size())}. */
    public static void ofColumn(Column column, long[] hashes) {
        int size = column.size();
        if (column instanceof DictionaryColumn dictionary) {
            ofDictionary(dictionary, hashes);
            return;
        }
        if (column instanceof ConstantColumn constant) {
            long[] one = new long[1];
            ofColumn(constant.value(), one);
            Arrays.fill(hashes, 0, size, one[0]);
            return;
        }
        ofFlat(column, hashes);
        boolean[] nulls = column.nulls();
        if (nulls != null) {
            for (int i = 0; i < size; i++) {
                hashes[i] = nulls[i] ? ValueHash.NULL : hashes[i];
            }
        }
    }

    private static void ofDictionary(DictionaryColumn column, long[] hashes) {
        int[] ids = column.ids();
        int size = column.size();
        if (column.dictionary().size() > size) {
            if (column.dictionary() instanceof BytesColumn strings) {
                ofStrings(strings, ids, size, hashes);
            } else {
                ofColumn(column.flat(), hashes);
            }
            return;
        }
        long[] entries = new long[column.dictionary().size()];
        ofColumn(column.dictionary(), entries);
        for (int i = 0; i < size; i++) {
            hashes[i] = entries[ids[i]];
        }
    }

    private static void ofStrings(BytesColumn strings, int[] ids, int size, long[] hashes) {
        byte[] bytes = strings.bytes();
        int[] offsets = strings.offsets();
        boolean[] nulls = strings.nulls();
        for (int i = 0; i < size; i++) {
            int id = ids[i];
            hashes[i] = nulls != null && nulls[id]
                    ? ValueHash.NULL
                    : ValueHash.ofBytes(bytes, offsets[id], offsets[id + 1] - offsets[id]);
        }
    }

    private static void ofFlat(Column column, long[] hashes) {
        int size = column.size();
        if (column instanceof LongColumn longs) {
            long[] values = longs.values();
            for (int i = 0; i < size; i++) {
                hashes[i] = ValueHash.ofLong(values[i]);
            }
        } else if (column instanceof IntColumn ints) {
            int[] values = ints.values();
            for (int i = 0; i < size; i++) {
                hashes[i] = ValueHash.ofLong(values[i]);
            }
        } else if (column instanceof BytesColumn strings) {
            byte[] bytes = strings.bytes();
            int[] offsets = strings.offsets();
            for (int i = 0; i < size; i++) {
                hashes[i] = ValueHash.ofBytes(bytes, offsets[i], offsets[i + 1] - offsets[i]);
            }
        } else if (column instanceof ShortColumn shorts) {
            short[] values = shorts.values();
            for (int i = 0; i < size; i++) {
                hashes[i] = ValueHash.ofLong(values[i]);
            }
        } else if (column instanceof ByteColumn byteColumn) {
            byte[] values = byteColumn.values();
            for (int i = 0; i < size; i++) {
                hashes[i] = ValueHash.ofLong(values[i]);
            }
        } else if (column instanceof DoubleColumn doubles) {
            double[] values = doubles.values();
            for (int i = 0; i < size; i++) {
                hashes[i] = ValueHash.ofDouble(values[i]);
            }
        } else if (column instanceof FloatColumn floats) {
            float[] values = floats.values();
            for (int i = 0; i < size; i++) {
                hashes[i] = ValueHash.ofDouble(values[i]);
            }
        } else if (column instanceof Decimal128Column decimals) {
            long[] high = decimals.high();
            long[] low = decimals.low();
            for (int i = 0; i < size; i++) {
                hashes[i] = ValueHash.ofDecimal128(high[i], low[i]);
            }
        } else if (column instanceof TimestampColumn timestamps) {
            long[] micros = timestamps.micros();
            int[] nanos = timestamps.nanos();
            for (int i = 0; i < size; i++) {
                hashes[i] = ValueHash.ofTimestamp(micros[i], nanos == null ? 0 : nanos[i]);
            }
        } else {
            ofNested(column, hashes);
        }
    }

    private static void ofNested(Column column, long[] hashes) {
        if (column instanceof RowColumn rows) {
            Arrays.fill(hashes, 0, rows.size(), 1);
            long[] field = new long[rows.size()];
            for (Column fieldColumn : rows.fields()) {
                ofColumn(fieldColumn, field);
                for (int i = 0; i < rows.size(); i++) {
                    hashes[i] = ValueHash.combine(hashes[i], field[i]);
                }
            }
        } else if (column instanceof ArrayColumn arrays) {
            long[] elements = new long[arrays.elements().size()];
            ofColumn(arrays.elements(), elements);
            for (int i = 0; i < arrays.size(); i++) {
                long hash = 2;
                for (int e = arrays.offsets()[i]; e < arrays.offsets()[i + 1]; e++) {
                    hash = ValueHash.combine(hash, elements[e]);
                }
                hashes[i] = hash;
            }
        } else if (column instanceof MapColumn maps) {
            ofMaps(maps, hashes);
        }
    }

    /** The entries of a map have no order, so their hashes are added up. */
    private static void ofMaps(MapColumn maps, long[] hashes) {
        long[] keys = new long[maps.keys().size()];
        long[] values = new long[maps.values().size()];
        ofColumn(maps.keys(), keys);
        ofColumn(maps.values(), values);
        for (int i = 0; i < maps.size(); i++) {
            long hash = 3;
            for (int e = maps.offsets()[i]; e < maps.offsets()[i + 1]; e++) {
                hash += ValueHash.ofLong(ValueHash.combine(keys[e], values[e]));
            }
            hashes[i] = hash;
        }
    }
}
