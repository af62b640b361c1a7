package io.blink.runtime.expression.nested;

import io.blink.core.column.ArrayColumn;
import io.blink.core.column.Column;
import io.blink.core.column.ConstantColumn;

/** An array argument, flat or constant: the elements of row {@code i} are {@code elements[start(i) .. end(i))}; a NULL has none. */
record ArrayArgument(ArrayColumn arrays, int stride) {
    static ArrayArgument of(Column column) {
        return column instanceof ConstantColumn constant
                ? new ArrayArgument((ArrayColumn) constant.value(), 0)
                : new ArrayArgument((ArrayColumn) column.flat(), 1);
    }

    Column elements() {
        return arrays.elements();
    }

    int start(int row) {
        return arrays.offsets()[row * stride];
    }

    int end(int row) {
        return arrays.offsets()[row * stride + 1];
    }

    int length(int row) {
        return end(row) - start(row);
    }

    boolean isNull(int row) {
        return arrays.isNull(row * stride);
    }
}
