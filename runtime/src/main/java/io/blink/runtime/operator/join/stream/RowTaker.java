package io.blink.runtime.operator.join.stream;

import io.blink.core.column.Batch;

/** Takes the rows of a side: a batch is first resolved into changes, then, when their matches are counted, stored. */
interface RowTaker {
    /** What a batch changes. {@link #store} follows, with no other call that changes this side between. */
    RowChanges resolve(Batch batch);

    /** @param matches of the new rows, by change; {@code null} if the side does not count them */
    void store(RowChanges changes, long[] matches);
}
