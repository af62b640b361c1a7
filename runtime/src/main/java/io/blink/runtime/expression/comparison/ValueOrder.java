package io.blink.runtime.expression.comparison;

import io.blink.core.column.ArrayColumn;
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

/**
 * The order of single values of columns of the same type and any encoding, nested ones included; NULL is lowest. For rare functions: typed loops are
 * elsewhere.
 */
public final class ValueOrder {
    private ValueOrder() {}

    public static int compare(Column left, int leftPosition, Column right, int rightPosition) {
        if (left instanceof DictionaryColumn dictionary) {
            return compare(dictionary.dictionary(), dictionary.ids()[leftPosition], right, rightPosition);
        }
        if (left instanceof ConstantColumn constant) {
            return compare(constant.value(), 0, right, rightPosition);
        }
        if (right instanceof DictionaryColumn || right instanceof ConstantColumn) {
            return -compare(right, rightPosition, left, leftPosition);
        }
        boolean leftNull = left.isNull(leftPosition);
        boolean rightNull = right.isNull(rightPosition);
        if (leftNull || rightNull) {
            return Boolean.compare(rightNull, leftNull);
        }
        return compareValues(left, leftPosition, right, rightPosition);
    }

    private static int compareValues(Column left, int i, Column right, int j) {
        return switch (left.physicalType()) {
            case BYTE -> Byte.compare(((ByteColumn) left).get(i), ((ByteColumn) right).get(j));
            case SHORT -> Short.compare(((ShortColumn) left).get(i), ((ShortColumn) right).get(j));
            case INT -> Integer.compare(((IntColumn) left).get(i), ((IntColumn) right).get(j));
            case LONG -> Long.compare(((LongColumn) left).get(i), ((LongColumn) right).get(j));
            // Adding 0.0 turns -0.0 into 0.0.
            case FLOAT -> Float.compare(((FloatColumn) left).get(i) + 0.0f, ((FloatColumn) right).get(j) + 0.0f);
            case DOUBLE -> Double.compare(((DoubleColumn) left).get(i) + 0.0, ((DoubleColumn) right).get(j) + 0.0);
            case DECIMAL128 -> compareDecimals((Decimal128Column) left, i, (Decimal128Column) right, j);
            case TIMESTAMP_NANOS -> compareTimestamps((TimestampColumn) left, i, (TimestampColumn) right, j);
            case BYTES -> compareBytes((BytesColumn) left, i, (BytesColumn) right, j);
            case ARRAY -> compareArrays((ArrayColumn) left, i, (ArrayColumn) right, j);
            case MAP -> compareMaps((MapColumn) left, i, (MapColumn) right, j);
            case ROW -> compareRows((RowColumn) left, i, (RowColumn) right, j);
        };
    }

    static int compareDecimals(Decimal128Column left, int i, Decimal128Column right, int j) {
        int high = Long.compare(left.high()[i], right.high()[j]);
        return high != 0 ? high : Long.compareUnsigned(left.low()[i], right.low()[j]);
    }

    static int compareTimestamps(TimestampColumn left, int i, TimestampColumn right, int j) {
        int micros = Long.compare(left.micros()[i], right.micros()[j]);
        return micros != 0 ? micros : Integer.compare(nanos(left, i), nanos(right, j));
    }

    private static int nanos(TimestampColumn column, int position) {
        return column.nanos() == null ? 0 : column.nanos()[position];
    }

    private static int compareBytes(BytesColumn left, int i, BytesColumn right, int j) {
        return Arrays.compareUnsigned(
                left.bytes(), left.offset(i), left.offset(i + 1), right.bytes(), right.offset(j), right.offset(j + 1));
    }

    private static int compareArrays(ArrayColumn left, int i, ArrayColumn right, int j) {
        return compareRanges(left.elements(), left.offsets(), i, right.elements(), right.offsets(), j);
    }

    private static int compareRanges(Column left, int[] leftOffsets, int i, Column right, int[] rightOffsets, int j) {
        int leftLength = leftOffsets[i + 1] - leftOffsets[i];
        int rightLength = rightOffsets[j + 1] - rightOffsets[j];
        for (int k = 0; k < Math.min(leftLength, rightLength); k++) {
            int compared = compare(left, leftOffsets[i] + k, right, rightOffsets[j] + k);
            if (compared != 0) {
                return compared;
            }
        }
        return Integer.compare(leftLength, rightLength);
    }

    private static int compareMaps(MapColumn left, int i, MapColumn right, int j) {
        int keys = compareRanges(left.keys(), left.offsets(), i, right.keys(), right.offsets(), j);
        return keys != 0 ? keys : compareRanges(left.values(), left.offsets(), i, right.values(), right.offsets(), j);
    }

    private static int compareRows(RowColumn left, int i, RowColumn right, int j) {
        for (int field = 0; field < left.fields().size(); field++) {
            int compared = compare(left.fields().get(field), i, right.fields().get(field), j);
            if (compared != 0) {
                return compared;
            }
        }
        return 0;
    }
}
