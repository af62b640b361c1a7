package io.blink.runtime.operator;

import io.blink.core.column.Batch;
import io.blink.runtime.expression.RowSelector;

/** Keeps the rows for which a predicate is TRUE; of an update of which only one half does, a deletion or an insertion. A batch of which all rows stay is handed on as it came. */
public final class FilterOperator extends BatchwiseOperator {
    private final RowSelector predicate;
    private int[] positions = new int[0];

    public FilterOperator(RowSelector predicate) {
        this.predicate = predicate;
    }

    @Override
    protected Batch answer(Batch batch) {
        int rows = batch.rowCount();
        if (positions.length < rows) {
            positions = new int[Math.max(rows, Batch.TARGET_ROWS)];
        }
        int selected = predicate.select(batch, positions);
        if (selected == rows) {
            return batch;
        }
        return selected == 0 ? null : RowKinds.withSplitUpdates(batch, positions, selected);
    }
}
