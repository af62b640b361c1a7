package io.blink.runtime.operator.join.stream;

import io.blink.core.column.Column;

/** Chosen rows of columns and arrays. */
final class Take {
    private Take() {}

    static Column[] of(Column[] columns, int[] rows, int count) {
        Column[] taken = new Column[columns.length];
        for (int c = 0; c < taken.length; c++) {
            taken[c] = columns[c].take(rows, 0, count);
        }
        return taken;
    }

    static long[] of(long[] values, int[] rows, int count) {
        long[] taken = new long[count];
        for (int i = 0; i < count; i++) {
            taken[i] = values[rows[i]];
        }
        return taken;
    }

    static int[] of(int[] values, int[] rows, int count) {
        int[] taken = new int[count];
        for (int i = 0; i < count; i++) {
            taken[i] = values[rows[i]];
        }
        return taken;
    }
}
