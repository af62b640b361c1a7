package io.blink.runtime.operator.over.stream;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnConcatenation;
import io.blink.core.plan.OperatorSpec;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.Wait;
import io.blink.runtime.operator.over.OverOperator;
import java.util.ArrayList;
import java.util.List;

/** Calls whose frames begin a bounded number of rows, or time, before the current row: rows that are due go through an operator of a batch together with those that their frames see. */
final class FramedCalls implements AutoCloseable {
    private final DueRows rows;
    private final int inputWidth;
    private final OverOperator operator;
    private final List<Batch> answered = new ArrayList<>();

    FramedCalls(OperatorSpec.OverWindow spec, OperatorContext context, DueRows rows) {
        this.rows = rows;
        this.inputWidth = context.inputs().get(0).size();
        this.operator = new OverOperator(spec, context);
        operator.addInput(0, rows.rows());
        operator.endInput(0);
    }

    /** Goes on as far as it can; true when all rows are answered. */
    boolean advance() {
        while (!operator.finished()) {
            Batch batch = operator.output();
            if (batch != null) {
                answered.add(batch);
            } else if (!operator.finished() && operator.waitsFor() != Wait.OTHERS_TURN) {
                return false;
            }
        }
        return true;
    }

    Wait waitsFor() {
        return operator.waitsFor();
    }

    /** The results of the rows that are due, in the order of {@link DueRows#due}, one column for each call. */
    List<Column> results() {
        Batch all = ColumnConcatenation.ofBatches(answered);
        int[] due = rows.due();
        return all.columns().subList(inputWidth, all.columns().size()).stream()
                .map(column -> column.take(due, 0, due.length))
                .toList();
    }

    @Override
    public void close() {
        operator.close();
    }
}
