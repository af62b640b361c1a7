package io.blink.runtime.operator.join.stream;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.spi.state.KeyedStateStore;

/** The rows of one side of a join, in state tables. A batch of the side is first resolved into changes, then, with their matches, stored; batches of the other side read. */
interface SideRows {
    static SideRows of(SideLayout layout, KeyedStateStore store) {
        return switch (layout.storage()) {
            case SINGLE -> new SingleRows(layout, store);
            case APPENDED -> new AppendedRows(layout, store);
            case KEYED, COUNTED -> new IdentifiedRows(layout, store);
        };
    }

    /** What a batch changes. {@link #store} follows, with no other call that changes this side between. */
    RowChanges resolve(Batch batch);

    /** @param matches of the new rows, by change; {@code null} if the side does not count them */
    void store(RowChanges changes, long[] matches);

    /** Finds the rows of the keys of changes of the other side. */
    KeyMatches locate(RowChanges changes);

    /**
     * Reads rows by key and position; those that are no longer there are left out.
     *
     * @param owners for each wanted row its place in the caller's request
     */
    Candidates read(Column[] keys, long[] hashes, long[] positions, int[] owners);

    /** Adds to the matches of rows that were read. */
    void addMatches(Candidates rows, long[] addends);
}
