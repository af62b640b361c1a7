package io.blink.sql.physical.join;

import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.Literal;
import io.blink.core.function.ScalarFunction;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.sql.physical.node.ExpressionRewriter;
import io.blink.sql.physical.node.Operations;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;

/**
 * A join condition taken apart.
 *
 * @param keys pairs that must be equal
 * @param leftOnly conjuncts over left columns
 * @param rightOnly conjuncts over right columns, numbered from 0
 * @param others conjuncts over left columns followed by right columns
 */
public record JoinCondition(
        List<Key> keys, List<Expression> leftOnly, List<Expression> rightOnly, List<Expression> others) {
    /** An equality of an expression over left columns and one over right columns, each numbered from 0. */
    public record Key(Expression left, Expression right, boolean nullsEqual) {
        /** Keys meet by their bytes: where a CHAR meets another type its blanks at the end, which do not count, are cut off. */
        public static Key of(Expression left, Expression right, boolean nullsEqual) {
            boolean alike = left.type().equalsIgnoringNullability(right.type());
            return alike
                    ? new Key(left, right, nullsEqual)
                    : new Key(withoutBlanks(left), withoutBlanks(right), nullsEqual);
        }

        private static Expression withoutBlanks(Expression expression) {
            DataType type = expression.type();
            return type.kind() == TypeKind.CHAR
                    ? new Call(
                            ScalarFunction.RTRIM,
                            List.of(expression),
                            DataType.varchar(type.precision()).withNullable(type.nullable()))
                    : expression;
        }

        public boolean mayBeUnknown() {
            return !nullsEqual && (left.type().nullable() || right.type().nullable());
        }
    }

    public static JoinCondition of(Expression condition, int leftWidth) {
        List<Expression> conjuncts = new ArrayList<>();
        Operations.addConjuncts(condition, conjuncts);
        JoinCondition split =
                new JoinCondition(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        conjuncts.stream()
                .filter(conjunct -> !(conjunct instanceof Literal literal && "true".equals(literal.value())))
                .forEach(conjunct -> split.add(conjunct, leftWidth));
        return split;
    }

    private void add(Expression conjunct, int leftWidth) {
        Key key = key(conjunct, leftWidth);
        SortedSet<Integer> columns = ExpressionRewriter.columnsOf(List.of(conjunct));
        if (key != null) {
            keys.add(key);
        } else if (columns.isEmpty() || (columns.first() < leftWidth && columns.last() >= leftWidth)) {
            others.add(conjunct);
        } else if (columns.last() < leftWidth) {
            leftOnly.add(conjunct);
        } else {
            rightOnly.add(fromZero(conjunct, leftWidth));
        }
    }

    private static Key key(Expression conjunct, int leftWidth) {
        if (!(conjunct instanceof Call call)) {
            return null;
        }
        boolean nullsEqual = call.function() == ScalarFunction.IS_NOT_DISTINCT_FROM;
        if (!nullsEqual && call.function() != ScalarFunction.EQUALS) {
            return null;
        }
        Expression first = call.arguments().get(0);
        Expression second = call.arguments().get(1);
        if (isLeft(first, leftWidth) && isRight(second, leftWidth)) {
            return Key.of(first, fromZero(second, leftWidth), nullsEqual);
        }
        return isLeft(second, leftWidth) && isRight(first, leftWidth)
                ? Key.of(second, fromZero(first, leftWidth), nullsEqual)
                : null;
    }

    private static boolean isLeft(Expression expression, int leftWidth) {
        SortedSet<Integer> columns = ExpressionRewriter.columnsOf(List.of(expression));
        return !columns.isEmpty() && columns.last() < leftWidth;
    }

    private static boolean isRight(Expression expression, int leftWidth) {
        SortedSet<Integer> columns = ExpressionRewriter.columnsOf(List.of(expression));
        return !columns.isEmpty() && columns.first() >= leftWidth;
    }

    private static Expression fromZero(Expression expression, int leftWidth) {
        return ExpressionRewriter.renumber(expression, column -> column - leftWidth);
    }
}
