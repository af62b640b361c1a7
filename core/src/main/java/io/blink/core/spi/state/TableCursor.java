package io.blink.core.spi.state;

import io.blink.core.column.Batch;

/** Gives the entries of a table in batches. */
@FunctionalInterface
public interface TableCursor {
    /** The next entries, at most {@link Batch#TARGET_ROWS}, or {@code null} at the end. */
    Batch next();
}
