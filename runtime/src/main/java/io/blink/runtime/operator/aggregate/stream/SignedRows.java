package io.blink.runtime.operator.aggregate.stream;

import io.blink.core.column.Batch;
import io.blink.runtime.operator.RowKinds;
import io.blink.runtime.operator.aggregate.ArgumentTaker;
import io.blink.runtime.operator.aggregate.RowSelection;

/** The rows of a batch with their groups, those that come apart from those that go. */
final class SignedRows {
    private final int rows;
    private final int[] groups;
    private final byte[] signs;
    private final Part come;
    /** {@code null}: none. */
    private final Part gone;

    private record Part(Batch rows, int[] groups) {}

    /** @param groups of the rows; may be longer */
    SignedRows(Batch batch, int[] groups) {
        this.rows = batch.rowCount();
        this.groups = groups;
        this.signs = signs(batch);
        this.come = signs == null ? new Part(batch, groups) : part(batch, 1);
        this.gone = signs == null ? null : part(batch, -1);
    }

    private static byte[] signs(Batch batch) {
        byte[] kinds = batch.rowKinds();
        if (kinds == null) {
            return null;
        }
        byte[] signs = new byte[batch.rowCount()];
        boolean anyGoes = false;
        for (int i = 0; i < signs.length; i++) {
            boolean comes = RowKinds.comes(kinds[i]);
            signs[i] = (byte) (comes ? 1 : -1);
            anyGoes |= !comes;
        }
        return anyGoes ? signs : null;
    }

    private Part part(Batch batch, int sign) {
        int[] positions = new int[rows];
        int[] chosen = new int[rows];
        int count = 0;
        for (int i = 0; i < rows; i++) {
            positions[count] = i;
            chosen[count] = groups[i];
            count += signs[i] == sign ? 1 : 0;
        }
        return new Part(batch.take(positions, 0, count), chosen);
    }

    /** One for each row: 1 where it comes and -1 where it goes; {@code null}: all come. */
    byte[] signs() {
        return signs;
    }

    /**
     * Tells an aggregate its arguments: first of the rows that come, then of those that go.
     *
     * @param filter a column; -1: none
     * @param selection buffers to use
     */
    void tell(ArgumentTaker taker, int filter, int[] arguments, RowSelection selection) {
        selection.select(come.rows(), filter, arguments, taker.takesNulls(), come.groups());
        taker.add(selection.groups(), selection.count(), selection.arguments());
        if (gone != null) {
            selection.select(gone.rows(), filter, arguments, taker.takesNulls(), gone.groups());
            taker.retract(selection.groups(), selection.count(), selection.arguments());
        }
    }

    /** Adds to the count of each group the rows that come less those that go. */
    void count(long[] counts) {
        for (int i = 0; i < rows; i++) {
            counts[groups[i]] += signs == null ? 1 : signs[i];
        }
    }
}
