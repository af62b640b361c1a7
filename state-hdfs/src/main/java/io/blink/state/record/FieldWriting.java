package io.blink.state.record;

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
import java.util.List;

/** Writes flat columns into records, one loop a type. Floating-point keys are written in their canonical form, as they are hashed: no -0.0, one NaN. */
public final class FieldWriting {
    private FieldWriting() {}

    /** Writes row {@code rows[i]} (or i, if {@code rows} is absent) into record i. Fields of variable length must be written in order. */
    public static void write(
            List<RecordField> fields, int fixedBytes, Column[] columns, int[] rows, int count, RecordPlaces places) {
        clearNulls(fields, count, places);
        for (int f = 0; f < columns.length; f++) {
            RecordField field = fields.get(f);
            if (columns[f].mayHaveNulls()) {
                setNulls(field, columns[f], rows, count, places);
            }
            if (columns[f] instanceof BytesColumn bytes) {
                writeBytes(field, fixedBytes, bytes, rows, count, places);
            } else {
                writeFixed(field, columns[f], rows, count, places);
            }
        }
    }

    private static int row(int[] rows, int i) {
        return rows == null ? i : rows[i];
    }

    /** Each byte of flags once. */
    private static void clearNulls(List<RecordField> fields, int count, RecordPlaces places) {
        byte[][] pages = places.pages();
        int[] records = places.offsets();
        for (int f = 0; f < fields.size(); ) {
            int at = fields.get(f).nullOffset();
            int kept = 0xFF;
            for (; f < fields.size() && fields.get(f).nullOffset() == at; f++) {
                kept &= ~fields.get(f).nullMask();
            }
            for (int i = 0; i < count; i++) {
                pages[i][records[i] + at] &= (byte) kept;
            }
        }
    }

    private static void setNulls(RecordField field, Column column, int[] rows, int count, RecordPlaces places) {
        for (int i = 0; i < count; i++) {
            if (column.isNull(row(rows, i))) {
                field.setNull(places.pages()[i], places.offsets()[i], true);
            }
        }
    }

    private static void writeFixed(RecordField field, Column column, int[] rows, int count, RecordPlaces places) {
        byte[][] pages = places.pages();
        int[] records = places.offsets();
        int at = field.offset();
        if (column instanceof LongColumn longs) {
            long[] values = longs.values();
            for (int i = 0; i < count; i++) {
                RecordBytes.LONGS.set(pages[i], records[i] + at, values[row(rows, i)]);
            }
        } else if (column instanceof IntColumn ints) {
            int[] values = ints.values();
            for (int i = 0; i < count; i++) {
                RecordBytes.INTS.set(pages[i], records[i] + at, values[row(rows, i)]);
            }
        } else if (column instanceof DoubleColumn doubles) {
            double[] values = doubles.values();
            for (int i = 0; i < count; i++) {
                double value = values[row(rows, i)];
                RecordBytes.LONGS.set(pages[i], records[i] + at, field.key() ? canonical(value) : raw(value));
            }
        } else if (column instanceof FloatColumn floats) {
            float[] values = floats.values();
            for (int i = 0; i < count; i++) {
                float value = values[row(rows, i)];
                RecordBytes.INTS.set(pages[i], records[i] + at, field.key() ? canonical(value) : raw(value));
            }
        } else if (column instanceof ShortColumn shorts) {
            short[] values = shorts.values();
            for (int i = 0; i < count; i++) {
                RecordBytes.SHORTS.set(pages[i], records[i] + at, values[row(rows, i)]);
            }
        } else if (column instanceof ByteColumn bytes) {
            byte[] values = bytes.values();
            for (int i = 0; i < count; i++) {
                pages[i][records[i] + at] = values[row(rows, i)];
            }
        } else {
            writePairs(field, column, rows, count, places);
        }
    }

    private static void writePairs(RecordField field, Column column, int[] rows, int count, RecordPlaces places) {
        byte[][] pages = places.pages();
        int[] records = places.offsets();
        int at = field.offset();
        if (column instanceof Decimal128Column decimals) {
            for (int i = 0; i < count; i++) {
                int row = row(rows, i);
                RecordBytes.LONGS.set(pages[i], records[i] + at, decimals.high()[row]);
                RecordBytes.LONGS.set(pages[i], records[i] + at + Long.BYTES, decimals.low()[row]);
            }
        } else if (column instanceof TimestampColumn times) {
            for (int i = 0; i < count; i++) {
                int row = row(rows, i);
                RecordBytes.LONGS.set(pages[i], records[i] + at, times.micros()[row]);
                RecordBytes.INTS.set(
                        pages[i], records[i] + at + Long.BYTES, times.nanos() == null ? 0 : times.nanos()[row]);
            }
        } else {
            throw new IllegalArgumentException(column.getClass().getSimpleName() + " is not a stored form");
        }
    }

    private static void writeBytes(
            RecordField field, int fixedBytes, BytesColumn column, int[] rows, int count, RecordPlaces places) {
        byte[][] pages = places.pages();
        int[] records = places.offsets();
        byte[] source = column.bytes();
        for (int i = 0; i < count; i++) {
            int row = row(rows, i);
            byte[] page = pages[i];
            int record = records[i];
            int start = field.start(page, record);
            int length = column.length(row);
            System.arraycopy(source, column.offset(row), page, record + fixedBytes + start, length);
            RecordBytes.INTS.set(page, record + field.offset(), start + length);
        }
    }

    public static long canonical(double value) {
        return Double.doubleToLongBits(value == 0.0 ? 0.0 : value);
    }

    private static long raw(double value) {
        return Double.doubleToRawLongBits(value);
    }

    public static int canonical(float value) {
        return Float.floatToIntBits(value == 0f ? 0f : value);
    }

    private static int raw(float value) {
        return Float.floatToRawIntBits(value);
    }
}
