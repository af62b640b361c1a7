package io.blink.runtime.expression.text;

import io.blink.core.column.BytesColumn;
import io.blink.core.column.Column;

/** Parts of the strings of one column, one a row, collected by position and copied at the end. */
final class Slices {
    /** Below this length a loop beats the call of a copy. */
    private static final int SHORT = 16;

    private final byte[] source;
    private final int[] starts;
    private final int[] offsets;
    private boolean[] nulls;

    Slices(byte[] source, int rows) {
        this.source = source;
        this.starts = new int[rows];
        this.offsets = new int[rows + 1];
    }

    /** Rows are put in order, each once. */
    void put(int row, int from, int to) {
        starts[row] = from;
        offsets[row + 1] = to - from;
    }

    void putNull(int row) {
        nulls = nulls == null ? new boolean[starts.length] : nulls;
        nulls[row] = true;
    }

    Column build() {
        int rows = starts.length;
        long total = 0;
        for (int i = 0; i < rows; i++) {
            total += offsets[i + 1];
            offsets[i + 1] = (int) total;
        }
        byte[] bytes = new byte[BytesColumn.checkedLength(total)];
        for (int i = 0; i < rows; i++) {
            copy(starts[i], bytes, offsets[i], offsets[i + 1] - offsets[i]);
        }
        return new BytesColumn(rows, bytes, offsets, nulls);
    }

    private void copy(int from, byte[] target, int to, int length) {
        if (length < SHORT) {
            for (int i = 0; i < length; i++) {
                target[to + i] = source[from + i];
            }
        } else {
            System.arraycopy(source, from, target, to, length);
        }
    }
}
