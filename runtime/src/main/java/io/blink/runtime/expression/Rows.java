package io.blink.runtime.expression;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;

/** The rows for which a node is evaluated: a batch or some rows of it. Columns of some rows are gathered when first asked for. */
final class Rows {
    private final Batch batch;
    private final int[] positions;
    private final int count;
    private final Column[] gathered;

    private Rows(Batch batch, int[] positions, int count) {
        this.batch = batch;
        this.positions = positions;
        this.count = count;
        this.gathered = positions == null ? null : new Column[batch.columns().size()];
    }

    static Rows of(Batch batch) {
        return new Rows(batch, null, batch.rowCount());
    }

    int count() {
        return count;
    }

    Column column(int index) {
        if (positions == null) {
            return batch.column(index);
        }
        if (gathered[index] == null) {
            gathered[index] = batch.column(index).take(positions, 0, count);
        }
        return gathered[index];
    }

    /** Some of these rows. Keeps {@code chosen} until the evaluation is over. @param chosen positions among these rows, ascending */
    Rows subset(int[] chosen, int chosenCount) {
        if (chosenCount == count) {
            return this;
        }
        if (positions == null) {
            return new Rows(batch, chosen, chosenCount);
        }
        int[] composed = new int[chosenCount];
        for (int i = 0; i < chosenCount; i++) {
            composed[i] = positions[chosen[i]];
        }
        return new Rows(batch, composed, chosenCount);
    }
}
