package io.blink.runtime.expression.kernel;

import io.blink.core.column.Column;

/** The vectorized form of one call. */
@FunctionalInterface
public interface Kernel {
    /**
     * @param arguments flat or constant columns of {@code rows} positions; of a strict function no constant is null
     * @param nulls where the result of a strict function is null, {@code null} if nowhere; the kernel may compute anything there but must not fail. The
     *     result may share the array but not write it
     */
    Column apply(Column[] arguments, boolean[] nulls, int rows);

    /** Whether it works on arrays; otherwise it goes row by row. */
    default boolean vectorized() {
        return true;
    }
}
