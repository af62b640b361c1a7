package io.blink.runtime.operator.join.stream;

import io.blink.core.column.Column;
import io.blink.core.spi.state.KeyedStateStore;

/** The rows of one side of a join, in state tables, or a part of them. Batches of the other side read what batches of this one have stored. */
interface SideRows extends RowTaker {
    static SideRows of(SideLayout layout, KeyedStateStore store, long namespace) {
        return switch (layout.storage()) {
            case SINGLE -> new SingleRows(layout, store, namespace);
            case APPENDED -> new AppendedRows(layout, store, namespace);
            case KEYED, COUNTED -> new IdentifiedRows(layout, store, namespace);
        };
    }

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
