package io.blink.runtime.operator;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.runtime.expression.Evaluator;
import java.util.Arrays;
import java.util.List;

/** Computes the columns of its output from those of its input, row for row. */
public final class ProjectOperator extends BatchwiseOperator {
    private final Evaluator[] expressions;

    public ProjectOperator(List<Evaluator> expressions) {
        this.expressions = expressions.toArray(Evaluator[]::new);
    }

    @Override
    protected Batch answer(Batch batch) {
        Column[] columns = new Column[expressions.length];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = expressions[i].evaluate(batch);
        }
        return new Batch(batch.rowCount(), Arrays.asList(columns), batch.rowKinds());
    }
}
