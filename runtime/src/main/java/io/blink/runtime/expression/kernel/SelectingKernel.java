package io.blink.runtime.expression.kernel;

import io.blink.core.column.Column;

/** A kernel with a BOOLEAN result that can also give the positions of TRUE at once. */
public interface SelectingKernel extends Kernel {
    /**
     * Writes the positions of TRUE, ascending, into {@code positions}, which has room for all rows.
     *
     * @param arguments as for {@link #apply}, not all constant; a null among flat ints, longs or doubles counts as whatever value stands there, no other may be null
     */
    int select(Column[] arguments, int rows, int[] positions);
}
