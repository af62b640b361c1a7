package io.blink.runtime.operator.aggregate.stream;

import io.blink.core.column.Column;

/**
 * The groups that rows of one batch belong to, numbered from 0 in the order in which they come.
 *
 * @param ofRows the group of each row; may be longer
 * @param keys of the groups
 * @param hashes of the groups' keys
 */
record TouchedGroups(int count, int[] ofRows, Column[] keys, long[] hashes) {
    /** The keys of groups, which may repeat. */
    Column[] keys(int[] groups, int rows) {
        Column[] taken = new Column[keys.length];
        for (int k = 0; k < keys.length; k++) {
            taken[k] = keys[k].take(groups, 0, rows);
        }
        return taken;
    }

    /** The hashes of the keys of groups, which may repeat. */
    long[] hashes(int[] groups, int rows) {
        long[] taken = new long[rows];
        for (int i = 0; i < rows; i++) {
            taken[i] = hashes[groups[i]];
        }
        return taken;
    }
}
