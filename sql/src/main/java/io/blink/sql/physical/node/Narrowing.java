package io.blink.sql.physical.node;

import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.function.ScalarFunction;
import io.blink.sql.join.ValueRange;
import io.blink.sql.physical.node.Estimate.ColumnEstimate;
import java.util.ArrayList;
import java.util.List;

/** What conditions on one column against constants leave of its values: a later condition on the column, or a grouping by it, sees only those. */
final class Narrowing {
    private Narrowing() {}

    static Estimate of(List<Expression> conjuncts, Estimate input) {
        List<ColumnEstimate> columns = new ArrayList<>(input.columns());
        for (Expression conjunct : conjuncts) {
            InputColumn column = conjunct instanceof Call call ? columnOf(call) : null;
            if (column != null) {
                columns.set(column.index(), narrowed((Call) conjunct, column, columns.get(column.index())));
            }
        }
        return input.withColumns(columns);
    }

    /** The one column that a call compares with constants; {@code null} if there is none. */
    private static InputColumn columnOf(Call call) {
        if (call.function() != ScalarFunction.OR) {
            return Selectivity.column(call);
        }
        InputColumn only = null;
        for (Expression alternative : call.arguments()) {
            InputColumn column = alternative instanceof Call part ? columnOf(part) : null;
            if (column == null || only != null && only.index() != column.index()) {
                return null;
            }
            only = column;
        }
        return only;
    }

    private static ColumnEstimate narrowed(Call call, InputColumn column, ColumnEstimate before) {
        double points = points(call);
        if (!Double.isNaN(points)) {
            return before.narrowed(points, before.range());
        }
        ValueRange range = Selectivity.range(call, column);
        double share = before.range().shareOf(range);
        return Double.isNaN(share)
                ? before
                : before.narrowed(
                        Math.max(1, before.distinct() * share), before.range().and(range));
    }

    /** With how many values a call compares for equality; NaN if it compares in another way. */
    private static double points(Call call) {
        return switch (call.function()) {
            case EQUALS -> 1;
            case IN -> call.arguments().size() - 1;
            case OR ->
                call.arguments().stream()
                        .mapToDouble(alternative -> points((Call) alternative))
                        .sum();
            default -> Double.NaN;
        };
    }
}
