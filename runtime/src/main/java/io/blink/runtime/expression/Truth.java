package io.blink.runtime.expression;

import io.blink.core.column.ByteColumn;
import io.blink.core.column.Column;
import io.blink.core.column.ConstantColumn;
import io.blink.core.column.DictionaryColumn;

/** Three-valued logic over BOOLEAN columns: FALSE 0, UNKNOWN 1, TRUE 2, so that AND is the minimum and OR the maximum. */
final class Truth {
    static final byte FALSE = 0;
    static final byte UNKNOWN = 1;
    static final byte TRUE = 2;

    private Truth() {}

    /** The truth of each value of a BOOLEAN column of any encoding. */
    static byte[] of(Column column) {
        if (column instanceof DictionaryColumn dictionary) {
            return ofDictionary((ByteColumn) dictionary.dictionary(), dictionary.ids(), column.size());
        }
        if (column instanceof ConstantColumn constant) {
            byte[] truth = new byte[column.size()];
            java.util.Arrays.fill(truth, of(constant.value())[0]);
            return truth;
        }
        return ofFlat((ByteColumn) column);
    }

    /** The dictionary may be far longer than the column, so only its entries in use are looked at. */
    private static byte[] ofDictionary(ByteColumn entries, int[] ids, int rows) {
        byte[] values = entries.values();
        boolean[] nulls = entries.nulls();
        byte[] truth = new byte[rows];
        for (int i = 0; i < rows; i++) {
            int id = ids[i];
            truth[i] = nulls != null && nulls[id] ? UNKNOWN : (byte) (values[id] << 1);
        }
        return truth;
    }

    private static byte[] ofFlat(ByteColumn column) {
        byte[] values = column.values();
        boolean[] nulls = column.nulls();
        byte[] truth = new byte[column.size()];
        if (nulls == null) {
            for (int i = 0; i < truth.length; i++) {
                truth[i] = (byte) (values[i] << 1);
            }
        } else {
            for (int i = 0; i < truth.length; i++) {
                truth[i] = nulls[i] ? UNKNOWN : (byte) (values[i] << 1);
            }
        }
        return truth;
    }

    /** A BOOLEAN column of the given truth, whose array it may take over. */
    static Column column(byte[] truth) {
        int unknown = 0;
        for (byte value : truth) {
            unknown |= value;
        }
        boolean[] nulls = null;
        if ((unknown & UNKNOWN) != 0) {
            nulls = new boolean[truth.length];
            for (int i = 0; i < truth.length; i++) {
                nulls[i] = truth[i] == UNKNOWN;
            }
        }
        for (int i = 0; i < truth.length; i++) {
            truth[i] = (byte) (truth[i] >> 1);
        }
        return new ByteColumn(truth.length, truth, nulls);
    }

    /** Writes the positions of TRUE into {@code positions} and returns how many there are. */
    static int select(Column column, int[] positions) {
        if (column instanceof DictionaryColumn dictionary) {
            byte[] truth = of(dictionary);
            int count = 0;
            for (int i = 0; i < truth.length; i++) {
                positions[count] = i;
                count += truth[i] >> 1;
            }
            return count;
        }
        if (column instanceof ConstantColumn constant) {
            return of(constant.value())[0] == TRUE ? selectAll(positions, column.size()) : 0;
        }
        return selectFlat((ByteColumn) column, positions);
    }

    private static int selectFlat(ByteColumn column, int[] positions) {
        byte[] values = column.values();
        boolean[] nulls = column.nulls();
        int count = 0;
        if (nulls == null) {
            for (int i = 0; i < column.size(); i++) {
                positions[count] = i;
                count += values[i];
            }
        } else {
            for (int i = 0; i < column.size(); i++) {
                positions[count] = i;
                count += nulls[i] ? 0 : values[i];
            }
        }
        return count;
    }

    static int selectAll(int[] positions, int rows) {
        for (int i = 0; i < rows; i++) {
            positions[i] = i;
        }
        return rows;
    }
}
