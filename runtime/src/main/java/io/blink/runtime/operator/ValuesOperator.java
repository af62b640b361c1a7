package io.blink.runtime.operator;

import io.blink.core.column.Batch;

/** Emits constant rows; without input. */
public final class ValuesOperator implements Operator {
    private final Batch rows;
    private int emitted;

    public ValuesOperator(Batch rows) {
        this.rows = rows;
    }

    @Override
    public boolean needsInput(int input) {
        return false;
    }

    @Override
    public void addInput(int input, Batch batch) {
        throw new IllegalStateException("constant rows have no input");
    }

    @Override
    public void endInput(int input) {
        throw new IllegalStateException("constant rows have no input");
    }

    @Override
    public Batch output() {
        int length = Math.min(Batch.TARGET_ROWS, rows.rowCount() - emitted);
        if (length == 0) {
            return null;
        }
        Batch batch = rows.slice(emitted, length);
        emitted += length;
        return batch;
    }

    @Override
    public boolean finished() {
        return emitted == rows.rowCount();
    }

    @Override
    public void close() {
        emitted = rows.rowCount();
    }
}
