package io.blink.sql.physical.stream;

import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.expression.Literal;
import io.blink.core.function.ScalarFunction;
import io.blink.core.plan.JoinType;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import io.blink.sql.expression.Literals;
import io.blink.sql.physical.join.JoinCondition;
import io.blink.sql.physical.join.JoinCondition.Key;
import io.blink.sql.physical.join.JoinExpressions;
import io.blink.sql.physical.node.Operations;
import io.blink.sql.physical.node.PhysicalNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * IN, EXISTS and comparisons with ANY or ALL over streams: TRUE if a right row fulfils the condition, else NULL if it is unknown of one, else FALSE. Three values come from two joins that tell two
 * apart.
 *
 * <pre>
 *   mark     =>  Project(holds OR open AND NULL)         NOT IN  =>  AntiJoin(the condition is not FALSE)
 *                  MarkJoin(open: it is not FALSE)
 *                    MarkJoin(holds: it is TRUE)
 * </pre>
 *
 * Where nothing but one equality {@code l = r} may be NULL, the rows of which that is so are found by whether right rows are there, and any with a NULL: a few different rows, by the other keys, instead
 * of all.
 *
 * <pre>
 *   open     =>  MarkJoin(l IS NULL OR n)                NOT IN  =>  AntiJoin(l IS NULL OR n)
 *                  left                                                AntiJoin(l = r)
 *                  Distinct(r IS NULL AS n; right)                     Distinct(r IS NULL AS n; right)
 * </pre>
 *
 * Where there are no other keys, these few rows stand in each of the {@link JoinBuckets} that left rows are dealt out to.
 */
final class StreamMarkJoins {
    private static final DataType FACT = DataType.of(TypeKind.BOOLEAN).withNullable(false);
    private static final DataType MARK = DataType.of(TypeKind.BOOLEAN);

    private final StreamJoins joins;
    private final StreamAggregates aggregates;

    StreamMarkJoins(StreamJoins joins, StreamAggregates aggregates) {
        this.joins = joins;
        this.aggregates = aggregates;
    }

    /** The left columns and the mark. */
    PhysicalNode mark(PhysicalNode left, PhysicalNode right, Expression condition) {
        ThreeValuedCondition three = ThreeValuedCondition.of(condition);
        PhysicalNode holds = joins.joined(JoinType.MARK, left, right, three.isTrue());
        if (!three.mayBeUnknown()) {
            return holds;
        }
        int width = left.output().size();
        PhysicalNode both = open(JoinType.MARK, holds, right, three.moved(width, width + 1));
        Expression unknown = new Call(
                ScalarFunction.AND, List.of(Operations.columnOf(both, width + 1), Literals.nullOf(MARK)), MARK);
        List<Expression> columns = new ArrayList<>(Operations.allColumns(both).subList(0, width));
        columns.add(new Call(ScalarFunction.OR, List.of(Operations.columnOf(both, width), unknown), MARK));
        return Operations.project(
                both,
                columns,
                both.output().stream().map(Field::name).limit(width + 1L).toList());
    }

    /** The left rows for which the condition is FALSE for every right row. */
    PhysicalNode notIn(PhysicalNode left, PhysicalNode right, Expression condition) {
        ThreeValuedCondition three = ThreeValuedCondition.of(condition);
        boolean oneKey = three.onlyUncertainKey(left.output().size()).isPresent();
        PhysicalNode unequal = oneKey ? joins.joined(JoinType.ANTI, left, right, three.isTrue()) : left;
        return open(JoinType.ANTI, unequal, right, three);
    }

    /** Joins by whether the condition is TRUE or unknown for some right row; it may say unknown alone where TRUE is known. */
    private PhysicalNode open(JoinType type, PhysicalNode left, PhysicalNode right, ThreeValuedCondition three) {
        Optional<Key> key = three.onlyUncertainKey(left.output().size());
        return key.isPresent()
                ? open(type, left, right, three.certain(left.output().size()), key.get())
                : joins.joined(type, left, right, three.isNotFalse());
    }

    private PhysicalNode open(
            JoinType type, PhysicalNode left, PhysicalNode right, JoinCondition certain, Key uncertain) {
        boolean leftNulls = uncertain.left().type().nullable();
        boolean rightNulls = uncertain.right().type().nullable();
        Expression noRight = isNull(uncertain.right());
        List<Expression> tests = new ArrayList<>(certain.rightOnly());
        if (!leftNulls) {
            tests.add(noRight);
        }
        List<Expression> columns =
                new ArrayList<>(certain.keys().stream().map(Key::right).toList());
        columns.add(leftNulls && rightNulls ? noRight : new Literal("true", FACT));
        PhysicalNode found = aggregates.distinct(Operations.project(
                Operations.filter(right, tests),
                columns,
                IntStream.range(0, columns.size()).mapToObj(i -> "key$" + i).toList()));
        Expression condition = condition(left, found, certain, leftNulls, rightNulls, uncertain);
        // Without keys there are at most two such rows: each task has them.
        return certain.keys().isEmpty() && JoinBuckets.mayDeal(left)
                ? joins.dealtOut(type, left, found, condition, uncertain.left())
                : joins.joined(type, left, found, condition);
    }

    private static Expression condition(
            PhysicalNode left,
            PhysicalNode found,
            JoinCondition certain,
            boolean leftNulls,
            boolean rightNulls,
            Key uncertain) {
        int width = left.output().size();
        List<Expression> conjuncts = new ArrayList<>(certain.leftOnly());
        for (int k = 0; k < certain.keys().size(); k++) {
            Key key = certain.keys().get(k);
            conjuncts.add(JoinExpressions.equal(key.left(), rightColumn(found, k, width), key.nullsEqual()));
        }
        Expression noLeft = isNull(uncertain.left());
        if (leftNulls && rightNulls) {
            Expression noRight = rightColumn(found, certain.keys().size(), width);
            conjuncts.add(new Call(ScalarFunction.OR, List.of(noLeft, noRight), FACT));
        } else if (leftNulls) {
            conjuncts.add(noLeft);
        }
        return conjuncts.isEmpty() ? new Literal("true", FACT) : Operations.and(conjuncts);
    }

    private static Expression rightColumn(PhysicalNode right, int column, int leftWidth) {
        return new InputColumn(leftWidth + column, right.output().get(column).type());
    }

    private static Expression isNull(Expression expression) {
        return new Call(ScalarFunction.IS_NULL, List.of(expression), FACT);
    }
}
