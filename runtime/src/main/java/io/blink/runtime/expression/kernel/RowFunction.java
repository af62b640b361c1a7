package io.blink.runtime.expression.kernel;

import io.blink.core.column.Column;
import io.blink.core.column.ColumnBuilder;

/** A function that works one row at a time, for what is too rare or too intricate to have a loop of its own. */
@FunctionalInterface
public interface RowFunction {
    /** Appends the result for a row none of whose arguments is null. @param arguments flat or constant */
    void apply(Column[] arguments, int row, ColumnBuilder out);
}
