package io.blink.runtime.operator;

import io.blink.core.column.Batch;

/** An operator with one input that answers each batch at once, by at most one, and holds no other rows. */
public abstract class BatchwiseOperator implements Operator {
    private Batch pending;
    private boolean ended;

    /**
     * Called once for each batch that has rows.
     *
     * @return at least one row, or {@code null}
     */
    protected abstract Batch answer(Batch batch);

    @Override
    public final boolean needsInput(int input) {
        return pending == null && !ended;
    }

    @Override
    public final void addInput(int input, Batch batch) {
        if (batch.rowCount() > 0) {
            pending = answer(batch);
        }
    }

    @Override
    public final void endInput(int input) {
        ended = true;
    }

    @Override
    public final Batch output() {
        Batch batch = pending;
        pending = null;
        return batch;
    }

    @Override
    public final boolean finished() {
        return ended && pending == null;
    }

    /** An operator that holds more overrides it and calls it. */
    @Override
    public void close() {
        pending = null;
    }
}
