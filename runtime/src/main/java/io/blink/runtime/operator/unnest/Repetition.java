package io.blink.runtime.operator.unnest;

import io.blink.core.column.Column;
import io.blink.core.column.ConstantColumn;
import io.blink.core.column.DictionaryColumn;

/** Values of a column chosen by ascending row numbers, most of them several times. */
final class Repetition {
    private Repetition() {}

    /** Shares the values where there are at least as many rows as the column has: a dictionary costs a number a row, whatever the values are. */
    static Column of(Column column, int[] rows) {
        if (column instanceof ConstantColumn constant) {
            return new ConstantColumn(rows.length, constant.value());
        }
        boolean repeats = !(column instanceof DictionaryColumn) && rows.length >= column.size();
        return repeats ? new DictionaryColumn(rows.length, rows, column) : column.take(rows, 0, rows.length);
    }
}
