package io.blink.runtime.operator.over.stream;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;

/**
 * Rows to be answered now, with those before them that frames look back at: partition by partition, in order of time and arrival.
 *
 * @param keys of the partitions
 * @param hashes of these
 * @param rows input columns
 * @param times of the rows
 * @param sequences of the rows, by which rows of one time are in order
 * @param firstDue for each partition its first row to be answered
 * @param ends for each partition the row behind its last one
 */
record DueRows(Column[] keys, long[] hashes, Batch rows, long[] times, long[] sequences, int[] firstDue, int[] ends) {
    int partitions() {
        return ends.length;
    }

    int start(int partition) {
        return partition == 0 ? 0 : ends[partition - 1];
    }

    /** The rows to be answered, partition by partition. */
    int[] due() {
        int count = 0;
        for (int partition = 0; partition < ends.length; partition++) {
            count += ends[partition] - firstDue[partition];
        }
        int[] due = new int[count];
        int next = 0;
        for (int partition = 0; partition < ends.length; partition++) {
            for (int row = firstDue[partition]; row < ends[partition]; row++) {
                due[next++] = row;
            }
        }
        return due;
    }
}
