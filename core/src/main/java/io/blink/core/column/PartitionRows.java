package io.blink.core.column;

import java.util.Arrays;

/** Which rows of one batch belong to a partition, in their order. */
public final class PartitionRows {
    private static final int INITIAL_ROWS = 64;

    private int[] rows = new int[INITIAL_ROWS];
    private int count;

    public void add(int row) {
        if (count == rows.length) {
            rows = Arrays.copyOf(rows, 2 * count);
        }
        rows[count++] = row;
    }

    /** These rows of the batch; the batch itself if it has no others. */
    public Batch of(Batch batch) {
        return count == batch.rowCount() ? batch : batch.take(rows, 0, count);
    }
}
