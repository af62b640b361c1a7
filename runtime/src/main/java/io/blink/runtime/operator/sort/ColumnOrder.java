package io.blink.runtime.operator.sort;

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
import java.util.Arrays;
import java.util.List;

/** The order of two rows of different batches by all their keys; for where prefixes do not decide. */
public final class ColumnOrder {
    private ColumnOrder() {}

    /** Compares rows by flat key columns. */
    public static int compare(List<SortKey> keys, Column[] left, int leftRow, Column[] right, int rightRow) {
        for (int k = 0; k < left.length; k++) {
            SortKey key = keys.get(k);
            boolean leftNull = left[k].isNull(leftRow);
            boolean rightNull = right[k].isNull(rightRow);
            int order;
            if (leftNull || rightNull) {
                order = leftNull == rightNull ? 0 : leftNull == key.nullsFirst() ? -1 : 1;
            } else {
                int values = compare(left[k], leftRow, right[k], rightRow);
                order = key.ascending() ? values : -values;
            }
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private static int compare(Column left, int leftRow, Column right, int rightRow) {
        if (left instanceof LongColumn longs) {
            return Long.compare(longs.values()[leftRow], ((LongColumn) right).values()[rightRow]);
        } else if (left instanceof IntColumn ints) {
            return Integer.compare(ints.values()[leftRow], ((IntColumn) right).values()[rightRow]);
        } else if (left instanceof BytesColumn strings) {
            return compareBytes(strings, leftRow, (BytesColumn) right, rightRow);
        } else if (left instanceof DoubleColumn doubles) {
            return Double.compare(doubles.values()[leftRow] + 0.0, ((DoubleColumn) right).values()[rightRow] + 0.0);
        } else if (left instanceof FloatColumn floats) {
            return Float.compare(floats.values()[leftRow] + 0.0f, ((FloatColumn) right).values()[rightRow] + 0.0f);
        } else if (left instanceof ShortColumn shorts) {
            return Short.compare(shorts.values()[leftRow], ((ShortColumn) right).values()[rightRow]);
        } else if (left instanceof ByteColumn bytes) {
            return Byte.compare(bytes.values()[leftRow], ((ByteColumn) right).values()[rightRow]);
        } else if (left instanceof Decimal128Column decimals) {
            Decimal128Column others = (Decimal128Column) right;
            int high = Long.compare(decimals.high()[leftRow], others.high()[rightRow]);
            return high != 0 ? high : Long.compareUnsigned(decimals.low()[leftRow], others.low()[rightRow]);
        } else if (left instanceof TimestampColumn timestamps) {
            TimestampColumn others = (TimestampColumn) right;
            int micros = Long.compare(timestamps.micros()[leftRow], others.micros()[rightRow]);
            return micros != 0 ? micros : Integer.compare(nanos(timestamps, leftRow), nanos(others, rightRow));
        }
        throw new BlinkException(
                CoreErrorCode.NOT_SUPPORTED,
                "Values of type " + left.physicalType() + " have no order; sort by their elements.");
    }

    private static int nanos(TimestampColumn timestamps, int row) {
        return timestamps.nanos() == null ? 0 : timestamps.nanos()[row];
    }

    private static int compareBytes(BytesColumn left, int leftRow, BytesColumn right, int rightRow) {
        return Arrays.compareUnsigned(
                left.bytes(),
                left.offset(leftRow),
                left.offset(leftRow + 1),
                right.bytes(),
                right.offset(rightRow),
                right.offset(rightRow + 1));
    }
}
