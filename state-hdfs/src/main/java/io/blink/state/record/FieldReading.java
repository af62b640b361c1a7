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

/** Reads fields of records into flat columns, one loop a type. A place without a page is NULL. */
public final class FieldReading {
    private FieldReading() {}

    public static Column[] read(List<RecordField> fields, int fixedBytes, int count, RecordPlaces places) {
        Column[] columns = new Column[fields.size()];
        boolean anyNull = anyNull(fields, count, places);
        for (int f = 0; f < columns.length; f++) {
            RecordField field = fields.get(f);
            boolean[] nulls = anyNull ? nulls(field, count, places) : null;
            if (field.isVariable()) {
                BytesColumn bytes = bytes(field, fixedBytes, count, places, nulls);
                boolean nested = field.type().physicalType() != field.stored();
                columns[f] = nested ? NestedBytes.decode(bytes, field.type()) : bytes;
            } else {
                columns[f] = fixed(field, count, places, nulls);
            }
        }
        return columns;
    }

    /** Whether any of the fields is NULL somewhere; looks at each byte of flags once. */
    private static boolean anyNull(List<RecordField> fields, int count, RecordPlaces places) {
        byte[][] pages = places.pages();
        int[] records = places.offsets();
        for (int f = 0; f < fields.size(); ) {
            int at = fields.get(f).nullOffset();
            int mask = 0;
            for (; f < fields.size() && fields.get(f).nullOffset() == at; f++) {
                mask |= fields.get(f).nullMask();
            }
            for (int i = 0; i < count; i++) {
                if (pages[i] == null || (pages[i][records[i] + at] & mask) != 0) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean[] nulls(RecordField field, int count, RecordPlaces places) {
        byte[][] pages = places.pages();
        int[] records = places.offsets();
        boolean[] nulls = null;
        for (int i = 0; i < count; i++) {
            if (pages[i] == null || field.isNull(pages[i], records[i])) {
                nulls = nulls == null ? new boolean[count] : nulls;
                nulls[i] = true;
            }
        }
        return nulls;
    }

    private static Column fixed(RecordField field, int count, RecordPlaces places, boolean[] nulls) {
        byte[][] pages = places.pages();
        int[] records = places.offsets();
        int at = field.offset();
        switch (field.stored()) {
            case LONG -> {
                return new LongColumn(count, longs(at, count, places), nulls);
            }
            case INT -> {
                return new IntColumn(count, ints(at, count, places), nulls);
            }
            case DOUBLE -> {
                long[] bits = longs(at, count, places);
                double[] values = new double[count];
                for (int i = 0; i < count; i++) {
                    values[i] = Double.longBitsToDouble(bits[i]);
                }
                return new DoubleColumn(count, values, nulls);
            }
            case FLOAT -> {
                int[] bits = ints(at, count, places);
                float[] values = new float[count];
                for (int i = 0; i < count; i++) {
                    values[i] = Float.intBitsToFloat(bits[i]);
                }
                return new FloatColumn(count, values, nulls);
            }
            case SHORT -> {
                short[] values = new short[count];
                for (int i = 0; i < count; i++) {
                    values[i] = pages[i] == null ? 0 : (short) RecordBytes.SHORTS.get(pages[i], records[i] + at);
                }
                return new ShortColumn(count, values, nulls);
            }
            case BYTE -> {
                byte[] values = new byte[count];
                for (int i = 0; i < count; i++) {
                    values[i] = pages[i] == null ? 0 : pages[i][records[i] + at];
                }
                return new ByteColumn(count, values, nulls);
            }
            case DECIMAL128 -> {
                return new Decimal128Column(
                        count, longs(at, count, places), longs(at + Long.BYTES, count, places), nulls);
            }
            case TIMESTAMP_NANOS -> {
                return new TimestampColumn(
                        count, longs(at, count, places), nanos(at + Long.BYTES, count, places), nulls);
            }
            default -> throw new IllegalArgumentException(field.stored() + " is not of fixed length");
        }
    }

    private static long[] longs(int at, int count, RecordPlaces places) {
        byte[][] pages = places.pages();
        int[] records = places.offsets();
        long[] values = new long[count];
        for (int i = 0; i < count; i++) {
            values[i] = pages[i] == null ? 0 : (long) RecordBytes.LONGS.get(pages[i], records[i] + at);
        }
        return values;
    }

    private static int[] ints(int at, int count, RecordPlaces places) {
        byte[][] pages = places.pages();
        int[] records = places.offsets();
        int[] values = new int[count];
        for (int i = 0; i < count; i++) {
            values[i] = pages[i] == null ? 0 : (int) RecordBytes.INTS.get(pages[i], records[i] + at);
        }
        return values;
    }

    private static int[] nanos(int at, int count, RecordPlaces places) {
        int[] values = ints(at, count, places);
        for (int value : values) {
            if (value != 0) {
                return values;
            }
        }
        return null;
    }

    private static BytesColumn bytes(
            RecordField field, int fixedBytes, int count, RecordPlaces places, boolean[] nulls) {
        byte[][] pages = places.pages();
        int[] records = places.offsets();
        int[] offsets = new int[count + 1];
        long total = 0;
        for (int i = 0; i < count; i++) {
            boolean isNull = nulls != null && nulls[i];
            total += isNull ? 0 : field.end(pages[i], records[i]) - field.start(pages[i], records[i]);
            offsets[i + 1] = BytesColumn.checkedLength(total);
        }
        byte[] bytes = new byte[(int) total];
        for (int i = 0; i < count; i++) {
            int length = offsets[i + 1] - offsets[i];
            if (length > 0) {
                int start = records[i] + fixedBytes + field.start(pages[i], records[i]);
                System.arraycopy(pages[i], start, bytes, offsets[i], length);
            }
        }
        return new BytesColumn(count, bytes, offsets, nulls);
    }
}
