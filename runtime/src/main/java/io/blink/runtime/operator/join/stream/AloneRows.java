package io.blink.runtime.operator.join.stream;

import io.blink.core.column.Batch;
import io.blink.runtime.operator.RowKinds;
import java.util.Arrays;

/** Collects rows that go out without a partner: for having matches or none, or with a mark that says which. Each with its kind. */
final class AloneRows {
    private final JoinOutput output;
    private final int side;
    private final boolean updateBefore;
    private int[] rows = new int[64];
    private byte[] kinds = new byte[64];
    private byte[] marks = new byte[64];
    private int count;

    /** @param updateBefore whether -U goes out before +U */
    AloneRows(JoinOutput output, int side, boolean updateBefore) {
        this.output = output;
        this.side = side;
        this.updateBefore = updateBefore;
    }

    void add(int row, byte kind, long copies) {
        add(row, kind, false, copies);
    }

    /** @param mark of no effect where the join has none */
    void add(int row, byte kind, boolean mark, long copies) {
        for (long i = 0; i < copies; i++) {
            if (count == rows.length) {
                rows = Arrays.copyOf(rows, count * 2);
                kinds = Arrays.copyOf(kinds, count * 2);
                marks = Arrays.copyOf(marks, count * 2);
            }
            rows[count] = row;
            marks[count] = (byte) (mark ? 1 : 0);
            kinds[count++] = kind;
        }
    }

    /** A row's way from an old content, or none (-1), to a new one, or none. */
    void change(int oldRow, int newRow, long copies) {
        change(oldRow, false, newRow, false, copies);
    }

    /** The same, with the marks of both. */
    void change(int oldRow, boolean oldMark, int newRow, boolean newMark, long copies) {
        if (oldRow >= 0 && newRow >= 0) {
            // Each old content right before the new one.
            for (long i = 0; i < copies; i++) {
                add(oldRow, RowKinds.UPDATE_BEFORE, oldMark, updateBefore ? 1 : 0);
                add(newRow, RowKinds.UPDATE_AFTER, newMark, 1);
            }
        } else if (oldRow >= 0) {
            add(oldRow, RowKinds.DELETE, oldMark, copies);
        } else if (newRow >= 0) {
            add(newRow, RowKinds.INSERT, newMark, copies);
        }
    }

    void emit(Batch content) {
        output.alone(side, content, rows, kinds, marks, count);
        count = 0;
    }
}
