package io.blink.sql.physical.node;

import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.expression.Literal;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.IntFunction;
import java.util.function.IntUnaryOperator;

/** Substitutions in expressions. */
public final class ExpressionRewriter {
    private ExpressionRewriter() {}

    static Expression mapColumns(Expression expression, IntFunction<Expression> replacement) {
        if (expression instanceof InputColumn column) {
            return replacement.apply(column.index());
        }
        if (!(expression instanceof Call call) || call.arguments().isEmpty()) {
            return expression;
        }
        List<Expression> arguments = call.arguments().stream()
                .map(argument -> mapColumns(argument, replacement))
                .toList();
        return new Call(call.function(), arguments, call.type(), call.position());
    }

    /** The same expression over an input whose columns stand elsewhere. */
    public static Expression renumber(Expression expression, IntUnaryOperator newIndex) {
        return expression instanceof InputColumn column
                ? new InputColumn(newIndex.applyAsInt(column.index()), column.type())
                : expression instanceof Call call
                        ? new Call(
                                call.function(),
                                call.arguments().stream()
                                        .map(argument -> renumber(argument, newIndex))
                                        .toList(),
                                call.type(),
                                call.position())
                        : expression;
    }

    public static Expression inline(Expression expression, List<Expression> definitions) {
        return mapColumns(expression, definitions::get);
    }

    /** Whether no computed definition would be computed twice. */
    public static boolean inlinesCheaply(List<Expression> definitions, List<Expression> users) {
        int[] uses = new int[definitions.size()];
        users.forEach(user -> countUses(user, uses));
        for (int i = 0; i < uses.length; i++) {
            boolean trivial = definitions.get(i) instanceof InputColumn || definitions.get(i) instanceof Literal;
            if (uses[i] > 1 && !trivial) {
                return false;
            }
        }
        return true;
    }

    private static void countUses(Expression expression, int[] uses) {
        if (expression instanceof InputColumn column) {
            uses[column.index()]++;
        } else if (expression instanceof Call call) {
            call.arguments().forEach(argument -> countUses(argument, uses));
        }
    }

    /** The columns that the expressions read, ascending. */
    public static SortedSet<Integer> columnsOf(Collection<? extends Expression> expressions) {
        SortedSet<Integer> columns = new TreeSet<>();
        expressions.forEach(expression -> collect(expression, columns));
        return columns;
    }

    private static void collect(Expression expression, SortedSet<Integer> columns) {
        if (expression instanceof InputColumn column) {
            columns.add(column.index());
        } else if (expression instanceof Call call) {
            call.arguments().forEach(argument -> collect(argument, columns));
        }
    }
}
