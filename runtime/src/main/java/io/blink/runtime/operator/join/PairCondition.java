package io.blink.runtime.operator.join;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.expression.Expression;
import io.blink.runtime.expression.EvaluationContext;
import io.blink.runtime.expression.ExpressionCompiler;
import io.blink.runtime.expression.RowSelector;
import java.util.ArrayList;
import java.util.List;

/** A condition over a probe row and a build row, evaluated over many pairs at once. Only the columns that it reads are put together. */
final class PairCondition {
    private final List<Integer> columns;
    private final int leftColumns;
    private final int[] buildPlaces;
    private final RowSelector selector;

    PairCondition(Expression condition, JoinLayout layout, EvaluationContext evaluation) {
        columns = new ArrayList<>(InputReferences.of(condition));
        leftColumns = layout.left().size();
        buildPlaces = new int[columns.size()];
        for (int i = 0; i < buildPlaces.length; i++) {
            buildPlaces[i] = columns.get(i) < leftColumns ? -1 : layout.placeOf(columns.get(i) - leftColumns);
        }
        selector = ExpressionCompiler.compilePredicate(InputReferences.compact(condition, columns), evaluation);
    }

    /** Writes to {@code selected} the numbers of the pairs for which the condition is TRUE; returns how many. */
    int select(Batch probe, int[] positions, JoinBuild build, int[] buildRows, int pairs, int[] selected) {
        List<Column> values = new ArrayList<>(columns.size());
        for (int i = 0; i < buildPlaces.length; i++) {
            values.add(
                    buildPlaces[i] < 0
                            ? probe.column(columns.get(i)).take(positions, 0, pairs)
                            : build.gather(buildPlaces[i], buildRows, 0, pairs));
        }
        return selector.select(new Batch(pairs, values), selected);
    }
}
