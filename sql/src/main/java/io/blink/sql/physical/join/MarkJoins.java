package io.blink.sql.physical.join;

import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.plan.JoinType;
import io.blink.sql.physical.node.ExpressionRewriter;
import java.util.List;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;

/**
 * IN and EXISTS arrive as joins that mark left rows. Where a filter above keeps just the marked or just the unmarked ones, the join need not emit the
 * others.
 *
 * <pre>
 * Filter(mark AND …)      SemiJoin          Filter(NOT mark AND …)      NotInJoin (AntiJoin where the mark cannot be NULL)
 *   MarkJoin          =>                      MarkJoin              =>
 * </pre>
 */
public final class MarkJoins {
    public static boolean isMarkJoin(RelNode node) {
        return node instanceof Join join && join.getJoinType() == JoinRelType.LEFT_MARK;
    }

    /** SEMI, ANTI or NULL_AWARE_ANTI if the conjuncts use the mark for nothing else, else MARK. */
    public JoinType joinType(List<Expression> conjuncts, int mark) {
        JoinType type = null;
        for (Expression conjunct : conjuncts) {
            if (!ExpressionRewriter.columnsOf(List.of(conjunct)).contains(mark)) {
                continue;
            }
            JoinType wanted = wanted(conjunct, mark);
            if (wanted == null || (type != null && type != wanted)) {
                return JoinType.MARK;
            }
            type = wanted;
        }
        return type == null ? JoinType.MARK : type;
    }

    private static JoinType wanted(Expression conjunct, int mark) {
        if (isMark(conjunct, mark)) {
            return JoinType.SEMI;
        }
        if (!(conjunct instanceof Call call) || !isMark(call.arguments().get(0), mark)) {
            return null;
        }
        return switch (call.function()) {
            case IS_TRUE -> JoinType.SEMI;
            case NOT, IS_FALSE -> JoinType.NULL_AWARE_ANTI;
            case IS_NOT_TRUE -> JoinType.ANTI;
            default -> null;
        };
    }

    private static boolean isMark(Expression expression, int mark) {
        return expression instanceof InputColumn column && column.index() == mark;
    }

    /** A NOT IN whose condition is never NULL is a plain anti join. */
    public JoinType exact(JoinType type, Expression condition, int leftWidth) {
        if (type != JoinType.NULL_AWARE_ANTI) {
            return type;
        }
        JoinCondition split = JoinCondition.of(condition, leftWidth);
        boolean unknown = split.keys().stream().anyMatch(JoinCondition.Key::mayBeUnknown)
                || mayBeNull(split.leftOnly())
                || mayBeNull(split.rightOnly())
                || mayBeNull(split.others());
        return unknown ? type : JoinType.ANTI;
    }

    private static boolean mayBeNull(List<Expression> conjuncts) {
        return conjuncts.stream().anyMatch(conjunct -> conjunct.type().nullable());
    }
}
