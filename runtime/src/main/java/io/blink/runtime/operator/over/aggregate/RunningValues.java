package io.blink.runtime.operator.over.aggregate;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;

/** An aggregate from the start of each partition to each row, page by page. */
public sealed interface RunningValues permits RunningNumbers, RunningScan {
    /** The values at the next rows. @param starts whether each is the first of its partition */
    Column next(Batch batch, boolean[] starts);

    /** The value of no rows. */
    Column ofNothing();

    long retainedBytes();
}
