package io.blink.state.table;

import io.blink.core.type.PhysicalType;
import io.blink.state.record.RecordBytes;
import io.blink.state.record.RecordField;

/** Changes numbers in records where they lie, one loop a type. */
final class FieldUpdating {
    private FieldUpdating() {}

    /** Adds to a LONG value of records that are writable, which may repeat; false if a sum did not fit. */
    static boolean add(RecordLog log, RecordField field, int[] addresses, int rows, long[] addends) {
        byte[][] contents = log.contents();
        long overflow = 0;
        for (int i = 0; i < rows; i++) {
            byte[] page = contents[RecordAddress.page(addresses[i])];
            int record = RecordAddress.offset(addresses[i]);
            long before = field.isNull(page, record) ? 0 : (long) RecordBytes.LONGS.get(page, record + field.offset());
            long after = before + addends[i];
            overflow |= (before ^ after) & (addends[i] ^ after);
            RecordBytes.LONGS.set(page, record + field.offset(), after);
            field.setNull(page, record, false);
        }
        return overflow >= 0;
    }

    /** Adds to a DOUBLE value of records that are writable, which may repeat. */
    static void add(RecordLog log, RecordField field, int[] addresses, int rows, double[] addends) {
        byte[][] contents = log.contents();
        for (int i = 0; i < rows; i++) {
            byte[] page = contents[RecordAddress.page(addresses[i])];
            int record = RecordAddress.offset(addresses[i]);
            int at = record + field.offset();
            double before =
                    field.isNull(page, record) ? 0 : Double.longBitsToDouble((long) RecordBytes.LONGS.get(page, at));
            RecordBytes.LONGS.set(page, at, Double.doubleToRawLongBits(before + addends[i]));
            field.setNull(page, record, false);
        }
    }

    /** Replaces a LONG or INT value of records that are writable, which may repeat, by what is less or greater. */
    static void extreme(
            RecordLog log, RecordField field, int[] addresses, int rows, long[] candidates, boolean greatest) {
        boolean isLong = field.stored() == PhysicalType.LONG;
        byte[][] contents = log.contents();
        for (int i = 0; i < rows; i++) {
            byte[] page = contents[RecordAddress.page(addresses[i])];
            int record = RecordAddress.offset(addresses[i]);
            int at = record + field.offset();
            long value = candidates[i];
            if (!field.isNull(page, record)) {
                long before = isLong ? (long) RecordBytes.LONGS.get(page, at) : (int) RecordBytes.INTS.get(page, at);
                value = greatest ? Math.max(before, value) : Math.min(before, value);
            }
            if (isLong) {
                RecordBytes.LONGS.set(page, at, value);
            } else {
                RecordBytes.INTS.set(page, at, (int) value);
            }
            field.setNull(page, record, false);
        }
    }
}
