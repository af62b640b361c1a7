package io.blink.runtime.operator;

import io.blink.core.column.Batch;
import io.blink.core.column.RowKind;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;

/** What operators may assume about the changelog byte of their rows. */
public final class RowKinds {
    private static final byte BEFORE = (byte) RowKind.UPDATE_BEFORE.ordinal();
    private static final byte AFTER = (byte) RowKind.UPDATE_AFTER.ordinal();

    private RowKinds() {}

    /** For operators of bounded input: a changelog must not get here, or its retractions would count as rows. */
    public static void requireInsertOnly(Batch batch, String owner) {
        if (batch.rowKinds() == null) {
            return;
        }
        for (int i = 0; i < batch.rowCount(); i++) {
            if (batch.rowKinds()[i] != 0) {
                throw new BlinkException(
                        CoreErrorCode.NOT_SUPPORTED,
                        owner + " takes only inserted rows, but its input updates or deletes rows.");
            }
        }
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
            if (kinds[i] == BEFORE && !(i + 1 < count && positions[i + 1] == row + 1 && kinds[i + 1] == AFTER)) {
                kinds[i] = (byte) RowKind.DELETE.ordinal();
            } else if (kinds[i] == AFTER
                    && row > 0
                    && batch.rowKinds()[row - 1] == BEFORE
                    && !(i > 0 && positions[i - 1] == row - 1)) {
                kinds[i] = (byte) RowKind.INSERT.ordinal();
            }
        }
        return taken;
    }

    /** The kind of a row that stands for itself: an old content is a deletion, a new one an insertion. */
    public static byte withoutUpdate(byte kind) {
        boolean goes = kind == BEFORE || kind == RowKind.DELETE.ordinal();
        return (byte) (goes ? RowKind.DELETE : RowKind.INSERT).ordinal();
    }

    /** Whether a row of this kind is there afterwards: an insertion or a new content. */
    public static boolean comes(byte kind) {
        return kind == RowKind.INSERT.ordinal() || kind == AFTER;
    }
}
