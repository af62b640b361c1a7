package io.blink.runtime.operator.aggregate.stream;

import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.core.type.DataType;
import io.blink.runtime.operator.rows.ColumnStore;

/** Compares columns position by position. Two NULLs are equal, and so are two NaN. */
public final class ColumnDifference {
    private ColumnDifference() {}

    /** Sets {@code different[i]} where the columns have other values at position i. */
    public static void mark(DataType type, Column left, Column right, int rows, boolean[] different) {
        if (left.flat() instanceof LongColumn a
                && right.flat() instanceof LongColumn b
                && a.nulls() == null
                && b.nulls() == null) {
            long[] leftValues = a.values();
            long[] rightValues = b.values();
            for (int i = 0; i < rows; i++) {
                different[i] |= leftValues[i] != rightValues[i];
            }
            return;
        }
        ColumnStore store = ColumnStore.of(type);
        store.append(left, null, 0, rows);
        int[] same = new int[rows];
        for (int i = 0; i < rows; i++) {
            same[i] = i;
        }
        store.markUnequal(right, same, rows, different);
    }
}
