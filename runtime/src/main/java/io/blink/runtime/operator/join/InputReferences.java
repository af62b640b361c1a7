package io.blink.runtime.operator.join;

import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Which input columns an expression reads. */
public final class InputReferences {
    private InputReferences() {}

    public static SortedSet<Integer> of(Expression expression) {
        SortedSet<Integer> columns = new TreeSet<>();
        collect(expression, columns);
        return columns;
    }

    private static void collect(Expression expression, SortedSet<Integer> columns) {
        if (expression instanceof InputColumn input) {
            columns.add(input.index());
        } else if (expression instanceof Call call) {
            call.arguments().forEach(argument -> collect(argument, columns));
        }
    }

    /** The same expression over a row that has only {@code columns}, in that order. */
    public static Expression compact(Expression expression, List<Integer> columns) {
        if (expression instanceof InputColumn input) {
            return new InputColumn(columns.indexOf(input.index()), input.type());
        }
        if (expression instanceof Call call) {
            List<Expression> arguments = call.arguments().stream()
                    .map(argument -> compact(argument, columns))
                    .toList();
            return new Call(call.function(), arguments, call.type(), call.position());
        }
        return expression;
    }
}
