package io.blink.runtime.operator;

import io.blink.core.column.Batch;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;

/** What operators may assume about the changelog byte of their rows. */
public final class RowKinds {
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
}
