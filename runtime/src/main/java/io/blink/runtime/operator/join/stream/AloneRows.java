package io.blink.runtime.operator.join.stream;

import io.blink.core.column.Batch;
import io.blink.runtime.operator.RowKinds;
import java.util.Arrays;

/** Collects rows that are emitted for having matches or none, with their kinds. */
final class AloneRows {
    private final JoinOutput output;
    private final int side;
    private final boolean updateBefore;
    private int[] rows = new int[64];
    private byte[] kinds = new byte[64];
    private int count;

    /** @param updateBefore whether -U goes out before +U */
    AloneRows(JoinOutput output, int side, boolean updateBefore) {
        this.output = output;
        this.side = side;
        this.updateBefore = updateBefore;
    }

    void add(int row, byte kind, long copies) {
        for (long i = 0; i < copies; i++) {
            if (count == rows.length) {
                rows = Arrays.copyOf(rows, count * 2);
                kinds = Arrays.copyOf(kinds, count * 2);
            }
            rows[count] = row;
            kinds[count++] = kind;
        }
    }

    /** A row's way from an old content, or none (-1), to a new one, or none. */
    void change(int oldRow, int newRow, long copies) {
        if (oldRow >= 0 && newRow >= 0) {
            if (updateBefore) {
                add(oldRow, RowKinds.UPDATE_BEFORE, copies);
            }
            add(newRow, RowKinds.UPDATE_AFTER, copies);
        } else if (oldRow >= 0) {
            add(oldRow, RowKinds.DELETE, copies);
        } else if (newRow >= 0) {
            add(newRow, RowKinds.INSERT, copies);
        }
    }

    void emit(Batch content) {
        output.alone(side, content, rows, kinds, count);
        count = 0;
    }
}
