package io.blink.formats.orc;

import io.blink.core.column.ArrayColumn;
import io.blink.core.column.ByteColumn;
import io.blink.core.column.BytesColumn;
import io.blink.core.column.Column;
import io.blink.core.column.Decimal128Column;
import io.blink.core.column.DoubleColumn;
import io.blink.core.column.FloatColumn;
import io.blink.core.column.IntColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.column.MapColumn;
import io.blink.core.column.RowColumn;
import io.blink.core.column.ShortColumn;
import io.blink.core.column.TimestampColumn;
import java.math.BigDecimal;
import org.apache.hadoop.hive.common.type.HiveDecimal;
import org.apache.hadoop.hive.ql.exec.vector.BytesColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.ColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.DateColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.Decimal64ColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.DecimalColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.DoubleColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.ListColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.LongColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.MapColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.StructColumnVector;
import org.apache.hadoop.hive.ql.exec.vector.TimestampColumnVector;

/** Columns as ORC's vectors. */
final class OrcColumns {
    private OrcColumns() {}

    /** Fills {@code vector[at .. at + count)} with {@code source[from .. from + count)}; the vector has the room. */
    static void fill(ColumnVector vector, int at, Column source, int from, int count) {
        Column column = source.flat();
        fillNulls(vector, at, column, from, count);
        if (vector instanceof Decimal64ColumnVector decimals) {
            System.arraycopy(((LongColumn) column).values(), from, decimals.vector, at, count);
        } else if (vector instanceof DateColumnVector days) {
            // Else the writer takes days before 1582 for those of the old calendar and moves them.
            days.setUsingProlepticCalendar(true);
            fillLongs(days.vector, at, column, from, count);
        } else if (vector instanceof LongColumnVector longs) {
            fillLongs(longs.vector, at, column, from, count);
        } else if (vector instanceof DoubleColumnVector doubles) {
            fillDoubles(doubles.vector, at, column, from, count);
        } else if (vector instanceof DecimalColumnVector decimals) {
            fillDecimals(decimals, at, column, from, count);
        } else if (vector instanceof BytesColumnVector strings) {
            fillStrings(strings, at, (BytesColumn) column, from, count);
        } else if (vector instanceof TimestampColumnVector timestamps) {
            timestamps.setUsingProlepticCalendar(true);
            fillTimestamps(timestamps, at, column, from, count);
        } else if (vector instanceof ListColumnVector list) {
            fillList(list, at, (ArrayColumn) column, from, count);
        } else if (vector instanceof MapColumnVector map) {
            fillMap(map, at, (MapColumn) column, from, count);
        } else if (vector instanceof StructColumnVector struct) {
            RowColumn rows = (RowColumn) column;
            for (int i = 0; i < struct.fields.length; i++) {
                fill(struct.fields[i], at, rows.fields().get(i), from, count);
            }
        } else {
            throw new IllegalStateException("vector " + vector.getClass());
        }
    }

    private static void fillNulls(ColumnVector vector, int at, Column column, int from, int count) {
        for (int i = 0; i < count; i++) {
            boolean isNull = column.isNull(from + i);
            vector.isNull[at + i] = isNull;
            vector.noNulls &= !isNull;
        }
    }

    private static void fillLongs(long[] target, int at, Column column, int from, int count) {
        if (column instanceof LongColumn longs) {
            System.arraycopy(longs.values(), from, target, at, count);
            return;
        }
        for (int i = 0; i < count; i++) {
            if (column instanceof IntColumn ints) {
                target[at + i] = ints.values()[from + i];
            } else if (column instanceof ShortColumn shorts) {
                target[at + i] = shorts.values()[from + i];
            } else {
                target[at + i] = ((ByteColumn) column).values()[from + i];
            }
        }
    }

    private static void fillDoubles(double[] target, int at, Column column, int from, int count) {
        for (int i = 0; i < count; i++) {
            target[at + i] = column instanceof DoubleColumn doubles
                    ? doubles.values()[from + i]
                    : ((FloatColumn) column).values()[from + i];
        }
    }

    private static void fillDecimals(DecimalColumnVector vector, int at, Column column, int from, int count) {
        Decimal128Column decimals = (Decimal128Column) column;
        for (int i = 0; i < count; i++) {
            if (!vector.isNull[at + i]) {
                vector.set(at + i, HiveDecimal.create(new BigDecimal(decimals.unscaled(from + i), vector.scale)));
            }
        }
    }

    private static void fillStrings(BytesColumnVector vector, int at, BytesColumn strings, int from, int count) {
        for (int i = 0; i < count; i++) {
            vector.setRef(at + i, strings.bytes(), strings.offset(from + i), strings.length(from + i));
        }
    }

    private static void fillTimestamps(TimestampColumnVector vector, int at, Column column, int from, int count) {
        for (int i = 0; i < count; i++) {
            long micros = column instanceof LongColumn longs
                    ? longs.values()[from + i]
                    : ((TimestampColumn) column).micros()[from + i];
            int nanos = column instanceof TimestampColumn timestamps && timestamps.nanos() != null
                    ? timestamps.nanos()[from + i]
                    : 0;
            vector.time[at + i] = Math.floorDiv(micros, 1000L);
            vector.nanos[at + i] = (int) Math.floorMod(micros, 1_000_000L) * 1000 + nanos;
        }
    }

    private static void fillList(ListColumnVector vector, int at, ArrayColumn arrays, int from, int count) {
        int first = arrays.offsets()[from];
        int elements = arrays.offsets()[from + count] - first;
        int childAt = vector.childCount;
        for (int i = 0; i < count; i++) {
            vector.offsets[at + i] = childAt + arrays.offsets()[from + i] - first;
            vector.lengths[at + i] = arrays.offsets()[from + i + 1] - arrays.offsets()[from + i];
        }
        vector.childCount += elements;
        vector.child.ensureSize(vector.childCount, true);
        fill(vector.child, childAt, arrays.elements(), first, elements);
    }

    private static void fillMap(MapColumnVector vector, int at, MapColumn maps, int from, int count) {
        int first = maps.offsets()[from];
        int entries = maps.offsets()[from + count] - first;
        int childAt = vector.childCount;
        for (int i = 0; i < count; i++) {
            vector.offsets[at + i] = childAt + maps.offsets()[from + i] - first;
            vector.lengths[at + i] = maps.offsets()[from + i + 1] - maps.offsets()[from + i];
        }
        vector.childCount += entries;
        vector.keys.ensureSize(vector.childCount, true);
        vector.values.ensureSize(vector.childCount, true);
        fill(vector.keys, childAt, maps.keys(), first, entries);
        fill(vector.values, childAt, maps.values(), first, entries);
    }
}
