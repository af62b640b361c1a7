package io.blink.runtime.expression;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;

/** A compiled expression. Belongs to one operator instance and its thread: it may keep scratch memory between calls. */
public interface Evaluator {
    /** The value of the expression for each row of the batch; never longer or shorter than the batch. The result may share arrays with the batch. */
    Column evaluate(Batch batch);

    /** Whether every function in it has a kernel; otherwise some of it goes row by row, and EXPLAIN says so. */
    default boolean vectorized() {
        return true;
    }
}
