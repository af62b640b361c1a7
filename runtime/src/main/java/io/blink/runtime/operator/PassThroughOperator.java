package io.blink.runtime.operator;

import io.blink.core.column.Batch;
import java.util.BitSet;

/** Hands on every batch of every input as it comes: a union, or the end of a plan whose rows go to the client. */
public final class PassThroughOperator implements Operator {
    private final BitSet openInputs = new BitSet();
    private Batch pending;

    public PassThroughOperator(int inputs) {
        openInputs.set(0, inputs);
    }

    @Override
    public boolean needsInput(int input) {
        return pending == null && openInputs.get(input);
    }

    @Override
    public void addInput(int input, Batch batch) {
        if (batch.rowCount() > 0) {
            pending = batch;
        }
    }

    @Override
    public void endInput(int input) {
        openInputs.clear(input);
    }

    @Override
    public Batch output() {
        Batch batch = pending;
        pending = null;
        return batch;
    }

    @Override
    public boolean finished() {
        return pending == null && openInputs.isEmpty();
    }

    @Override
    public void close() {
        pending = null;
    }
}
