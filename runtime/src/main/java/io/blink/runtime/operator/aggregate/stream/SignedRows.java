package io.blink.runtime.operator.aggregate.stream;

import io.blink.core.column.Batch;
import io.blink.runtime.operator.RowKinds;

/**
 * The rows of a batch, those that come apart from those that go, with their groups.
 *
 * @param rows of the batch that come, or go
 * @param groups of these rows; may be longer
 */
record SignedRows(Batch rows, int[] groups) {
    /** One for each row: 1 where it comes and -1 where it goes; {@code null}: all come. */
    static byte[] signs(Batch batch) {
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

    /** @param signs {@code null}: all rows come */
    static SignedRows of(Batch batch, int[] groups, byte[] signs, int sign) {
        if (signs == null) {
            return sign > 0 ? new SignedRows(batch, groups) : new SignedRows(batch.slice(0, 0), groups);
        }
        int[] positions = new int[signs.length];
        int[] chosen = new int[signs.length];
        int count = 0;
        for (int i = 0; i < signs.length; i++) {
            positions[count] = i;
            chosen[count] = groups[i];
            count += signs[i] == sign ? 1 : 0;
        }
        return new SignedRows(batch.take(positions, 0, count), chosen);
    }
}
