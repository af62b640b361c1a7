package io.blink.runtime.operator;

import io.blink.core.column.Batch;

/** Skips rows, then passes a number of rows on, then is finished whatever its input still holds. */
public final class LimitOperator implements Operator {
    private long toSkip;
    private long toPass;
    private Batch pending;
    private boolean ended;

    /** @param limit -1: all */
    public LimitOperator(long limit, long offset) {
        toSkip = offset;
        toPass = limit < 0 ? Long.MAX_VALUE : limit;
    }

    @Override
    public boolean needsInput(int input) {
        return pending == null && !ended && toPass > 0;
    }

    @Override
    public void addInput(int input, Batch batch) {
        int from = (int) Math.min(toSkip, batch.rowCount());
        int length = (int) Math.min(toPass, batch.rowCount() - from);
        toSkip -= from;
        toPass -= length;
        if (length > 0) {
            pending = batch.slice(from, length);
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
        return pending == null && (ended || toPass == 0);
    }

    @Override
    public void close() {
        pending = null;
    }
}
