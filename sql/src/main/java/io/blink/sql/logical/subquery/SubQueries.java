package io.blink.sql.logical.subquery;

import io.blink.core.error.BlinkException;
import io.blink.sql.SqlErrorCode;
import io.blink.sql.logical.rewrite.Rules;
import io.blink.sql.logical.rewrite.Trees;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.rules.CoreRules;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.tools.RelBuilder;

/**
 * Sub-queries become joins: IN, EXISTS and quantified comparisons semi, anti or mark joins, scalar ones left joins with SINGLE_VALUE; then correlation
 * is removed top-down (Neumann and Kemper, "Improving Unnesting of Complex Queries", BTW 2025).
 *
 * <pre>
 *   Filter(a IN (q))                 =>  SemiJoin(a = b; input, q)
 *   Filter(NOT EXISTS (q))           =>  AntiJoin(…; input, q)
 *   Filter(NOT a IN (q)), nullable   =>  Filter(NOT mark) over LeftMarkJoin(a = b; input, q)
 * </pre>
 *
 * The mark of a LEFT_MARK join is TRUE if a right row fulfils the condition, else NULL if one makes it unknown, else FALSE.
 */
public final class SubQueries {
    private SubQueries() {}

    public static RelNode remove(RelNode tree, RelBuilder builder) {
        RelNode unnesting = Unnesting.toConditions(tree, builder);
        boolean nested = Trees.anyExpression(unnesting, RexSubQuery.class::isInstance);
        if (!nested && !Trees.contains(unnesting, Correlate.class)) {
            return Unnesting.toOperators(unnesting, builder);
        }
        RelNode withoutSubQueries = Rules.applyAll(
                unnesting,
                CoreRules.FILTER_SUB_QUERY_TO_MARK_CORRELATE,
                CoreRules.PROJECT_SUB_QUERY_TO_MARK_CORRELATE,
                CoreRules.JOIN_SUB_QUERY_TO_CORRELATE);
        RelNode direct = DirectCorrelations.join(withoutSubQueries, builder);
        RelNode flat = CorrelationRemoval.of(direct, builder);
        check(flat);
        checkRandomValues(withoutSubQueries, flat);
        return Unnesting.toOperators(flat, builder);
    }

    /** Removing correlation moves conditions below projections: a condition on a random value would draw another one there. */
    private static void checkRandomValues(RelNode before, RelNode after) {
        if (Trees.countExpressions(after, SubQueries::isRandom)
                > Trees.countExpressions(before, SubQueries::isRandom)) {
            throw new BlinkException(
                    SqlErrorCode.QUERY_NOT_SUPPORTED,
                    "A random value (RAND, UUID) is used in more than one place of a query with sub-queries, where it could not stay the same; "
                            + "write it to a table first");
        }
    }

    private static boolean isRandom(RexNode expression) {
        return expression instanceof RexCall call && !call.getOperator().isDeterministic();
    }

    private static void check(RelNode tree) {
        boolean correlated = !RelOptUtil.getVariablesUsed(tree).isEmpty() || Trees.contains(tree, Correlate.class);
        boolean nested = Trees.anyExpression(tree, RexSubQuery.class::isInstance);
        if (correlated || nested) {
            throw new BlinkException(
                    SqlErrorCode.QUERY_NOT_SUPPORTED,
                    "A sub-query or LATERAL refers to its outer query in a way that no join can express; write it as a join");
        }
    }
}
