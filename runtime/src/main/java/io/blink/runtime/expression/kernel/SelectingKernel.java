package io.blink.runtime.expression.kernel;

import io.blink.core.column.Column;

/** A kernel with a BOOLEAN result that can also give the positions of TRUE at once. */
public interface SelectingKernel extends Kernel {
    /**
     * Writes the positions of TRUE, ascending, into {@code positions}, which has room for all rows.
     *
     * @param arguments as for {@link #apply}, without any null, not all constant
     */
    int select(Column[] arguments, int rows, int[] positions);
}
