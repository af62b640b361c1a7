package io.blink.runtime.operator.join.stream;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;

/**
 * Stored rows of a side, with where they lie.
 *
 * @param rows the side's columns
 * @param owner for each row its place in the request
 * @param copies how often each row counts, or {@code null}: once
 * @param matches of each row, where the side counts them; else {@code null}
 */
record Candidates(
        Batch rows, int[] owner, long[] positions, Column[] keys, long[] hashes, long[] copies, long[] matches) {
    int count() {
        return rows.rowCount();
    }

    long copies(int row) {
        return copies == null ? 1 : copies[row];
    }
}
