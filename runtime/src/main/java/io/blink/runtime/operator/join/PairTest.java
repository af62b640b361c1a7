package io.blink.runtime.operator.join;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.expression.Expression;
import io.blink.runtime.expression.EvaluationContext;
import io.blink.runtime.expression.ExpressionCompiler;
import io.blink.runtime.expression.RowSelector;
import java.util.ArrayList;
import java.util.List;

/** A condition over pairs of rows of two batches. Only the columns that it reads are put together. Belongs to one operator. */
public final class PairTest {
    private final List<Integer> columns;
    private final int leftColumns;
    private final RowSelector selector;
    private int[] selected = new int[0];

    /** @param condition over left columns followed by right columns */
    public PairTest(Expression condition, int leftColumns, EvaluationContext evaluation) {
        this.leftColumns = leftColumns;
        columns = new ArrayList<>(InputReferences.of(condition));
        selector = ExpressionCompiler.compilePredicate(InputReferences.compact(condition, columns), evaluation);
    }

    /** How many of the pairs the condition is TRUE for; {@link #selected} has their numbers, ascending. */
    public int select(Batch left, int[] leftRows, Batch right, int[] rightRows, int pairs) {
        if (pairs == 0) {
            return 0;
        }
        List<Column> values = new ArrayList<>(columns.size());
        for (int column : columns) {
            values.add(
                    column < leftColumns
                            ? left.column(column).take(leftRows, 0, pairs)
                            : right.column(column - leftColumns).take(rightRows, 0, pairs));
        }
        if (selected.length < pairs) {
            selected = new int[pairs];
        }
        return selector.select(new Batch(pairs, values), selected);
    }

    /** Valid until the next {@link #select}. */
    public int[] selected() {
        return selected;
    }
}
