package io.blink.runtime.operator.unnest;

import io.blink.core.column.ArrayColumn;
import io.blink.core.column.Column;
import io.blink.core.column.ConstantColumn;
import io.blink.core.column.DictionaryColumn;
import io.blink.core.column.MapColumn;
import java.util.List;

/**
 * The elements of a column of arrays, or the keys and values of a column of maps, in the encoding in which the collections came.
 *
 * @param parts the elements; or keys and values
 * @param offsets of each distinct collection in them
 * @param ids which distinct collection a row has; {@code null}: its own
 */
record Elements(List<Column> parts, int[] offsets, int[] ids, boolean constant) {
    static Elements of(Column column) {
        if (column instanceof DictionaryColumn dictionary) {
            return of(dictionary.dictionary(), dictionary.ids(), false);
        }
        return column instanceof ConstantColumn value ? of(value.value(), null, true) : of(column, null, false);
    }

    private static Elements of(Column flat, int[] ids, boolean constant) {
        return flat instanceof ArrayColumn arrays
                ? new Elements(List.of(arrays.elements()), arrays.offsets(), ids, constant)
                : new Elements(
                        List.of(((MapColumn) flat).keys(), ((MapColumn) flat).values()),
                        ((MapColumn) flat).offsets(),
                        ids,
                        constant);
    }

    /** The place of the row's first element; of a NULL as of an empty collection the same as {@link #end}. */
    int start(int row) {
        return offsets[collection(row)];
    }

    int end(int row) {
        return offsets[collection(row) + 1];
    }

    private int collection(int row) {
        return constant ? 0 : ids == null ? row : ids[row];
    }
}
