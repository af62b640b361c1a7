package io.blink.runtime.expression;

import io.blink.core.column.Batch;

/** A compiled predicate. Belongs to one operator instance and its thread: it may keep scratch memory between calls. */
public interface RowSelector {
    /**
     * Writes the positions of the rows for which the predicate is TRUE, ascending, into {@code positions}, which has room for all rows of the batch.
     *
     * @return how many there are
     */
    int select(Batch batch, int[] positions);
}
