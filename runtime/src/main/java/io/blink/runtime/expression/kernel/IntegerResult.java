package io.blink.runtime.expression.kernel;

import io.blink.core.column.Column;
import io.blink.core.column.IntColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;

/** Small integers as a column of the type that the plan asks for, INT or BIGINT. */
public final class IntegerResult {
    private IntegerResult() {}

    public static Column column(DataType type, int[] values, boolean[] nulls) {
        if (type.kind() != TypeKind.BIGINT) {
            return new IntColumn(values.length, values, nulls);
        }
        long[] wide = new long[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return new LongColumn(wide.length, wide, nulls);
    }

    public static Column column(DataType type, long[] values, boolean[] nulls) {
        if (type.kind() == TypeKind.BIGINT) {
            return new LongColumn(values.length, values, nulls);
        }
        int[] narrow = new int[values.length];
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (int) values[i];
        }
        return new IntColumn(narrow.length, narrow, nulls);
    }
}
