package io.blink.runtime.expression;

import io.blink.core.column.ArrayColumn;
import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.ConstantColumn;
import io.blink.core.column.DictionaryColumn;
import io.blink.core.column.IntColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The elements of the arrays of some rows as rows of their own. @param offsets of each array among the elements; a NULL has none */
record LambdaElements(Column elements, int[] offsets, boolean[] nulls) {
    static LambdaElements of(ArrayColumn arrays) {
        int rows = arrays.size();
        int[] from = arrays.offsets();
        boolean[] nulls = arrays.mayHaveNulls() ? arrays.nulls() : null;
        int[] offsets = new int[rows + 1];
        boolean compact = from[0] == 0;
        for (int row = 0; row < rows; row++) {
            boolean none = nulls != null && nulls[row];
            int length = from[row + 1] - from[row];
            compact &= !none || length == 0;
            offsets[row + 1] = offsets[row] + (none ? 0 : length);
        }
        int total = offsets[rows];
        if (compact && arrays.elements().size() == total) {
            return new LambdaElements(arrays.elements(), offsets, nulls);
        }
        int[] places = new int[total];
        for (int row = 0; row < rows; row++) {
            for (int i = offsets[row]; i < offsets[row + 1]; i++) {
                places[i] = from[row] + i - offsets[row];
            }
        }
        return new LambdaElements(arrays.elements().take(places, 0, total), offsets, nulls);
    }

    int count() {
        return offsets[offsets.length - 1];
    }

    int rows() {
        return offsets.length - 1;
    }

    /** The rows for a body: element, place where it is asked for, values of the rows around. */
    Rows asRows(boolean places, List<Column> captured) {
        int count = count();
        List<Column> columns = new ArrayList<>();
        columns.add(elements);
        int[] rowOf = places || !captured.isEmpty() ? rowOf() : null;
        if (places) {
            int[] numbers = new int[count];
            for (int i = 0; i < count; i++) {
                numbers[i] = i - offsets[rowOf[i]];
            }
            columns.add(new IntColumn(count, numbers, null));
        }
        captured.forEach(column -> columns.add(repeated(column, rowOf, count)));
        return Rows.of(new Batch(count, columns));
    }

    private int[] rowOf() {
        int[] rowOf = new int[count()];
        for (int row = 0; row < rows(); row++) {
            Arrays.fill(rowOf, offsets[row], offsets[row + 1], row);
        }
        return rowOf;
    }

    /** The values at the rows, of which one may come several times. */
    static Column repeated(Column column, int[] rows, int count) {
        return column instanceof ConstantColumn constant
                ? new ConstantColumn(count, constant.value())
                : new DictionaryColumn(count, rows, column.flat());
    }
}
