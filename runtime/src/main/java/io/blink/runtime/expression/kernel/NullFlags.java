package io.blink.runtime.expression.kernel;

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

/** Null flags of columns: {@code null} where no value is null, else one flag a position. */
public final class NullFlags {
    private NullFlags() {}

    /** The flags of a column of any encoding; shared with the column where it is flat. */
    public static boolean[] of(Column column) {
        if (column instanceof DictionaryColumn dictionary) {
            return ofDictionary(dictionary);
        }
        if (column instanceof ConstantColumn constant) {
            return constant.value().isNull(0) ? all(constant.size()) : null;
        }
        return ofFlat(column);
    }

    private static boolean[] ofFlat(Column column) {
        return switch (column.physicalType()) {
            case BYTE -> ((ByteColumn) column).nulls();
            case SHORT -> ((ShortColumn) column).nulls();
            case INT -> ((IntColumn) column).nulls();
            case LONG -> ((LongColumn) column).nulls();
            case FLOAT -> ((FloatColumn) column).nulls();
            case DOUBLE -> ((DoubleColumn) column).nulls();
            case DECIMAL128 -> ((Decimal128Column) column).nulls();
            case TIMESTAMP_NANOS -> ((TimestampColumn) column).nulls();
            case BYTES -> ((BytesColumn) column).nulls();
            case ARRAY -> ((ArrayColumn) column).nulls();
            case MAP -> ((MapColumn) column).nulls();
            case ROW -> ((RowColumn) column).nulls();
        };
    }

    private static boolean[] ofDictionary(DictionaryColumn column) {
        boolean[] entries = ofFlat(column.dictionary());
        if (entries == null) {
            return null;
        }
        int[] ids = column.ids();
        boolean[] nulls = new boolean[column.size()];
        for (int i = 0; i < nulls.length; i++) {
            nulls[i] = entries[ids[i]];
        }
        return nulls;
    }

    private static boolean[] all(int rows) {
        boolean[] nulls = new boolean[rows];
        java.util.Arrays.fill(nulls, true);
        return nulls;
    }

    /** Where one of the columns, flat or constant and not null, is null. */
    public static boolean[] union(Column[] columns, int rows) {
        boolean[] union = null;
        boolean owned = false;
        for (Column column : columns) {
            boolean[] nulls = of(column);
            if (nulls == null) {
                continue;
            }
            if (union == null) {
                union = nulls;
            } else {
                boolean[] target = owned ? union : new boolean[rows];
                for (int i = 0; i < rows; i++) {
                    target[i] = union[i] | nulls[i];
                }
                union = target;
                owned = true;
            }
        }
        return union;
    }

    /** A copy that may be written, or fresh flags. */
    public static boolean[] copy(boolean[] nulls, int rows) {
        return nulls == null ? new boolean[rows] : java.util.Arrays.copyOf(nulls, rows);
    }

    public static boolean at(boolean[] nulls, int position) {
        return nulls != null && nulls[position];
    }
}
