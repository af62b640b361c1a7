package io.blink.runtime.exchange;

import io.blink.core.column.Batch;
import io.blink.core.hash.ColumnHash;
import io.blink.core.hash.ValueHash;
import io.blink.runtime.operator.RowKinds;
import java.util.Arrays;

/**
 * Sorts the rows of a batch by target (a counting sort over row numbers). Owned by one task; its arrays are scratch and valid until the next batch.
 */
public final class RowTargets {
    private final int[] keys;
    private final int groups;
    private final int targets;
    private final int[] starts;
    private long[] hashes = new long[0];
    private int[] targetOfRow = new int[0];
    private int[] positions = new int[0];

    /**
     * A row of key hash {@code h} belongs to {@code ValueHash.bucket(h, groups)}, and group {@code g} to target {@code g * targets / groups}.
     *
     * @param groups key groups or buckets; at least as many as targets
     */
    public RowTargets(int[] keys, int groups, int targets) {
        this.keys = keys.clone();
        this.groups = groups;
        this.targets = targets;
        this.starts = new int[targets + 1];
    }

    /** The target that owns a group. */
    public static int owner(int group, int groups, int targets) {
        return (int) ((long) group * targets / groups);
    }

    public void assign(Batch batch) {
        int rows = batch.rowCount();
        if (hashes.length < rows) {
            hashes = new long[rows];
            targetOfRow = new int[rows];
            positions = new int[rows];
        }
        ColumnHash.ofKeys(batch, keys, hashes);
        Arrays.fill(starts, 0);
        if (groups == targets) {
            for (int i = 0; i < rows; i++) {
                targetOfRow[i] = ValueHash.bucket(hashes[i], targets);
            }
        } else {
            for (int i = 0; i < rows; i++) {
                targetOfRow[i] = owner(ValueHash.bucket(hashes[i], groups), groups, targets);
            }
        }
        for (int i = 0; i < rows; i++) {
            starts[targetOfRow[i] + 1]++;
        }
        for (int t = 0; t < targets; t++) {
            starts[t + 1] += starts[t];
        }
        for (int i = 0; i < rows; i++) {
            positions[starts[targetOfRow[i]]++] = i;
        }
        System.arraycopy(starts, 0, starts, 1, targets);
        starts[0] = 0;
    }

    /** Of the keys of each row. */
    public long[] hashes() {
        return hashes;
    }

    /** How many of a batch's first columns the hashes are of, in their order; 0: of others. */
    public int leadingKeys() {
        for (int k = 0; k < keys.length; k++) {
            if (keys[k] != k) {
                return 0;
            }
        }
        return keys.length;
    }

    /** The target of each row. */
    public int[] targetOfRow() {
        return targetOfRow;
    }

    /** Row numbers in order of target and, within one, of row. */
    public int[] positions() {
        return positions;
    }

    public int start(int target) {
        return starts[target];
    }

    public int count(int target) {
        return starts[target + 1] - starts[target];
    }

    /** Where the two halves of an update go to different targets, they become a deletion and an insertion. */
    public Batch withSplitUpdates(Batch batch) {
        byte[] kinds = batch.rowKinds();
        if (kinds == null) {
            return batch;
        }
        byte[] changed = null;
        for (int i = 0; i + 1 < batch.rowCount(); i++) {
            if (kinds[i] == RowKinds.UPDATE_BEFORE && targetOfRow[i] != targetOfRow[i + 1]) {
                changed = changed == null ? kinds.clone() : changed;
                changed[i] = RowKinds.DELETE;
                changed[i + 1] = RowKinds.INSERT;
            }
        }
        return changed == null ? batch : new Batch(batch.rowCount(), batch.columns(), changed);
    }
}
