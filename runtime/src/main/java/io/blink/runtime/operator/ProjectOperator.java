package io.blink.runtime.operator;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.runtime.expression.Evaluator;
import java.util.Arrays;
import java.util.List;

/** Computes the columns of its output from those of its input, row for row. */
public final class ProjectOperator implements Operator {
    private final Evaluator[] expressions;
    private Batch pending;
    private boolean ended;

    public ProjectOperator(List<Evaluator> expressions) {
        this.expressions = expressions.toArray(Evaluator[]::new);
    }

    @Override
    public boolean needsInput(int input) {
        return pending == null && !ended;
    }

    @Override
    public void addInput(int input, Batch batch) {
        if (batch.rowCount() == 0) {
            return;
        }
        Column[] columns = new Column[expressions.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = expressions[i].evaluate(batch);
        }
        pending = new Batch(batch.rowCount(), Arrays.asList(columns), batch.rowKinds());
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
