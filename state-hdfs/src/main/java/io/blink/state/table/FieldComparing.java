package io.blink.state.table;

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
import io.blink.state.record.FieldWriting;
import io.blink.state.record.RecordBytes;
import io.blink.state.record.RecordField;
import io.blink.state.record.RecordPlaces;
import java.util.Arrays;
import java.util.List;

/** Compares flat key columns with the keys of records, one loop a type. Two NULLs are equal. */
final class FieldComparing {
    private FieldComparing() {}

    /** Marks the rows whose record (a place with a page) has another key. */
    static void markUnequal(
            List<RecordField> fields,
            int fixedBytes,
            Column[] columns,
            int count,
            RecordPlaces places,
            boolean[] unequal) {
        for (int f = 0; f < columns.length; f++) {
            RecordField field = fields.get(f);
            Column column = columns[f];
            if (column.mayHaveNulls() || field.type().nullable()) {
                markNullable(field, fixedBytes, column, count, places, unequal);
            } else if (column instanceof LongColumn longs) {
                markLongs(field, longs.values(), count, places, unequal);
            } else if (column instanceof IntColumn ints) {
                markInts(field, ints.values(), count, places, unequal);
            } else if (column instanceof BytesColumn bytes) {
                markBytes(field, fixedBytes, bytes, count, places, unequal);
            } else {
                markOthers(field, fixedBytes, column, count, places, unequal);
            }
        }
    }

    private static void markLongs(RecordField field, long[] values, int count, RecordPlaces places, boolean[] unequal) {
        byte[][] pages = places.pages();
        int[] records = places.offsets();
        int at = field.offset();
        for (int i = 0; i < count; i++) {
            if (pages[i] != null) {
                unequal[i] |= (long) RecordBytes.LONGS.get(pages[i], records[i] + at) != values[i];
            }
        }
    }

    private static void markInts(RecordField field, int[] values, int count, RecordPlaces places, boolean[] unequal) {
        byte[][] pages = places.pages();
        int[] records = places.offsets();
        int at = field.offset();
        for (int i = 0; i < count; i++) {
            if (pages[i] != null) {
                unequal[i] |= (int) RecordBytes.INTS.get(pages[i], records[i] + at) != values[i];
            }
        }
    }

    private static void markBytes(
            RecordField field, int fixedBytes, BytesColumn values, int count, RecordPlaces places, boolean[] unequal) {
        byte[][] pages = places.pages();
        int[] records = places.offsets();
        for (int i = 0; i < count; i++) {
            if (pages[i] != null) {
                unequal[i] |= !equalBytes(field, fixedBytes, values, i, pages[i], records[i]);
            }
        }
    }

    private static void markNullable(
            RecordField field, int fixedBytes, Column column, int count, RecordPlaces places, boolean[] unequal) {
        byte[][] pages = places.pages();
        int[] records = places.offsets();
        boolean nullable = column.mayHaveNulls();
        for (int i = 0; i < count; i++) {
            if (pages[i] != null) {
                boolean isNull = nullable && column.isNull(i);
                boolean storedNull = field.isNull(pages[i], records[i]);
                unequal[i] |=
                        isNull != storedNull || !isNull && !equal(field, fixedBytes, column, i, pages[i], records[i]);
            }
        }
    }

    private static void markOthers(
            RecordField field, int fixedBytes, Column column, int count, RecordPlaces places, boolean[] unequal) {
        byte[][] pages = places.pages();
        int[] records = places.offsets();
        for (int i = 0; i < count; i++) {
            if (pages[i] != null) {
                unequal[i] |= !equal(field, fixedBytes, column, i, pages[i], records[i]);
            }
        }
    }

    /** Whether a key that is not NULL is that of a record. */
    private static boolean equal(RecordField field, int fixedBytes, Column column, int row, byte[] page, int record) {
        int at = record + field.offset();
        if (column instanceof LongColumn longs) {
            return (long) RecordBytes.LONGS.get(page, at) == longs.values()[row];
        } else if (column instanceof IntColumn ints) {
            return (int) RecordBytes.INTS.get(page, at) == ints.values()[row];
        } else if (column instanceof BytesColumn bytes) {
            return equalBytes(field, fixedBytes, bytes, row, page, record);
        } else if (column instanceof ShortColumn shorts) {
            return (short) RecordBytes.SHORTS.get(page, at) == shorts.values()[row];
        } else if (column instanceof ByteColumn bytes) {
            return page[at] == bytes.values()[row];
        } else if (column instanceof DoubleColumn doubles) {
            return (long) RecordBytes.LONGS.get(page, at) == FieldWriting.canonical(doubles.values()[row]);
        } else if (column instanceof FloatColumn floats) {
            return (int) RecordBytes.INTS.get(page, at) == FieldWriting.canonical(floats.values()[row]);
        } else if (column instanceof Decimal128Column decimals) {
            return (long) RecordBytes.LONGS.get(page, at) == decimals.high()[row]
                    && (long) RecordBytes.LONGS.get(page, at + Long.BYTES) == decimals.low()[row];
        } else if (column instanceof TimestampColumn times) {
            return (long) RecordBytes.LONGS.get(page, at) == times.micros()[row]
                    && (int) RecordBytes.INTS.get(page, at + Long.BYTES)
                            == (times.nanos() == null ? 0 : times.nanos()[row]);
        }
        throw new IllegalArgumentException(column.getClass().getSimpleName() + " is not a key");
    }

    private static boolean equalBytes(
            RecordField field, int fixedBytes, BytesColumn values, int row, byte[] page, int record) {
        int start = record + fixedBytes + field.start(page, record);
        int end = record + fixedBytes + field.end(page, record);
        int from = values.offset(row);
        return Arrays.equals(page, start, end, values.bytes(), from, from + values.length(row));
    }
}
