package io.blink.runtime.operator;

import io.blink.core.column.Batch;
import io.blink.core.column.RowKind;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;

/** The changelog bytes of rows, and what operators may assume about them. */
public final class RowKinds {
    public static final byte INSERT = (byte) RowKind.INSERT.ordinal();
    public static final byte UPDATE_BEFORE = (byte) RowKind.UPDATE_BEFORE.ordinal();
    public static final byte UPDATE_AFTER = (byte) RowKind.UPDATE_AFTER.ordinal();
    public static final byte DELETE = (byte) RowKind.DELETE.ordinal();

    private RowKinds() {}

    /** For operators of bounded input: a changelog must not get here, or its retractions would count as rows. */
    public static void requireInsertOnly(Batch batch, String owner) {
        if (batch.rowKinds() == null) {
            return;
        }
        for (int i = 0; i < batch.rowCount(); i++) {
            if (batch.rowKinds()[i] != INSERT) {
                throw new BlinkException(
                        CoreErrorCode.NOT_SUPPORTED,
                        owner + " takes only inserted rows, but its input updates or deletes rows.");
            }
        }
    }

    /** Of a changelog by key without deletions, the rows that come. */
    public static Batch newContents(Batch batch, String owner) {
        byte[] kinds = batch.rowKinds();
        if (kinds == null) {
            return batch;
        }
        int[] positions = new int[kinds.length];
        int count = 0;
        for (int i = 0; i < kinds.length; i++) {
            if (kinds[i] == DELETE) {
                throw new BlinkException(
                        CoreErrorCode.NOT_SUPPORTED, owner + " takes no deletions, but its input deletes rows.");
            }
            positions[count] = i;
            count += kinds[i] == UPDATE_BEFORE ? 0 : 1;
        }
        return count == kinds.length ? batch : batch.take(positions, 0, count);
    }

    /** The rows at {@code positions[0 .. count)}, ascending. Where one half of an update (-U, +U) goes without the other, it becomes a deletion or an insertion. */
    public static Batch withSplitUpdates(Batch batch, int[] positions, int count) {
        Batch taken = batch.take(positions, 0, count);
        byte[] kinds = taken.rowKinds();
        if (kinds == null) {
            return taken;
        }
        for (int i = 0; i < count; i++) {
            int row = positions[i];
            if (kinds[i] == UPDATE_BEFORE
                    && !(i + 1 < count && positions[i + 1] == row + 1 && kinds[i + 1] == UPDATE_AFTER)) {
                kinds[i] = DELETE;
            } else if (kinds[i] == UPDATE_AFTER
                    && row > 0
                    && batch.rowKinds()[row - 1] == UPDATE_BEFORE
                    && !(i > 0 && positions[i - 1] == row - 1)) {
                kinds[i] = INSERT;
            }
        }
        return taken;
    }

    /** The same rows, each standing for itself: an old content is a deletion, a new one an insertion. */
    public static Batch withoutUpdates(Batch batch) {
        byte[] kinds = batch.rowKinds();
        if (kinds == null) {
            return batch;
        }
        byte[] alone = new byte[batch.rowCount()];
        for (int i = 0; i < alone.length; i++) {
            alone[i] = withoutUpdate(kinds[i]);
        }
        return new Batch(batch.rowCount(), batch.columns(), alone);
    }

    /** The kind of a row that stands for itself: an old content is a deletion, a new one an insertion. */
    public static byte withoutUpdate(byte kind) {
        return comes(kind) ? INSERT : DELETE;
    }

    /** Whether a row of this kind is there afterwards: an insertion or a new content. */
    public static boolean comes(byte kind) {
        return kind == INSERT || kind == UPDATE_AFTER;
    }

    /** Whether a row of a batch is there afterwards. @param kinds of the batch; {@code null}: all rows are insertions */
    public static boolean comes(byte[] kinds, int row) {
        return kinds == null || comes(kinds[row]);
    }
}
