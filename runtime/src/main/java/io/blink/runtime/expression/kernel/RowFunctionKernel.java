package io.blink.runtime.expression.kernel;

import io.blink.core.column.Column;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.type.DataType;

/** Runs a {@link RowFunction} over the rows of a batch. */
public final class RowFunctionKernel implements Kernel {
    private final DataType type;
    private final RowFunction function;

    public RowFunctionKernel(DataType type, RowFunction function) {
        this.type = type;
        this.function = function;
    }

    @Override
    public Column apply(Column[] arguments, boolean[] nulls, int rows) {
        ColumnBuilder out = ColumnBuilder.of(type, rows);
        for (int i = 0; i < rows; i++) {
            if (NullFlags.at(nulls, i)) {
                out.appendNull();
            } else {
                function.apply(arguments, i, out);
            }
        }
        return out.build();
    }

    @Override
    public boolean vectorized() {
        return false;
    }
}
