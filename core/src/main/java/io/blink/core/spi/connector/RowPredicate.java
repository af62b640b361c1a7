package io.blink.core.spi.connector;

import io.blink.core.column.Batch;

/** A compiled condition. Used by one thread at a time: it may keep scratch memory between calls. */
@FunctionalInterface
public interface RowPredicate {
    /**
     * Writes the positions of the rows for which the condition is TRUE, ascending, into {@code positions}, which has room for all rows of the batch.
     *
     * @return how many there are
     */
    int select(Batch batch, int[] positions);
}
