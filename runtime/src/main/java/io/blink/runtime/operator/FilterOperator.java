package io.blink.runtime.operator;

import io.blink.core.column.Batch;
import io.blink.runtime.expression.RowSelector;

/** Keeps the rows for which a predicate is TRUE; of an update of which only one half does, a deletion or an insertion. A batch of which all rows stay is handed on as it came. */
public final class FilterOperator implements Operator {
    private final RowSelector predicate;
    private int[] positions = new int[0];
    private Batch pending;
    private boolean ended;

    public FilterOperator(RowSelector predicate) {
        this.predicate = predicate;
    }

    @Override
    public boolean needsInput(int input) {
        return pending == null && !ended;
    }

    @Override
    public void addInput(int input, Batch batch) {
        int rows = batch.rowCount();
        if (positions.length < rows) {
            positions = new int[Math.max(rows, Batch.TARGET_ROWS)];
        }
        int selected = predicate.select(batch, positions);
        if (selected == rows) {
            pending = batch;
        } else if (selected > 0) {
            pending = RowKinds.withSplitUpdates(batch, positions, selected);
        }
    }

    @Override
    public void endInput(int input) {
        ended = true;
    }

    @Override
    public Batch output() {
        Batch batch = pending;
        pending = null;
        return batch;
    }

    @Override
    public boolean finished() {
        return ended && pending == null;
    }

    @Override
    public void close() {
        pending = null;
    }
}
