package io.blink.runtime.operator.join.stream;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.expression.Expression;
import io.blink.runtime.expression.EvaluationContext;
import io.blink.runtime.expression.ExpressionCompiler;
import io.blink.runtime.expression.RowSelector;
import io.blink.runtime.operator.join.InputReferences;
import java.util.ArrayList;
import java.util.List;

/** The residual condition of a join over pairs of a row of either side. Only the columns that it reads are put together. */
final class ChangeCondition {
    private final List<Integer> columns;
    private final int leftColumns;
    private final RowSelector selector;
    private int[] selected = new int[0];

    ChangeCondition(Expression condition, int leftColumns, EvaluationContext evaluation) {
        this.leftColumns = leftColumns;
        columns = new ArrayList<>(InputReferences.of(condition));
        selector = ExpressionCompiler.compilePredicate(InputReferences.compact(condition, columns), evaluation);
    }

    /** Adds {@code flag} to the flags of those of the pairs for which the condition is TRUE. */
    void test(
            Batch left, int[] leftRows, Batch right, int[] rightRows, int[] pairs, int count, byte flag, byte[] flags) {
        if (count == 0) {
            return;
        }
        List<Column> values = new ArrayList<>(columns.size());
        for (int column : columns) {
            values.add(
                    column < leftColumns
                            ? left.column(column).take(leftRows, 0, count)
                            : right.column(column - leftColumns).take(rightRows, 0, count));
        }
        if (selected.length < count) {
            selected = new int[count];
        }
        int kept = selector.select(new Batch(count, values), selected);
        for (int i = 0; i < kept; i++) {
            flags[pairs[selected[i]]] |= flag;
        }
    }
}
