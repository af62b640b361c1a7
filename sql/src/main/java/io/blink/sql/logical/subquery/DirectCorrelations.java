package io.blink.sql.logical.subquery;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.tools.RelBuilder;

/**
 * Correlated conditions right above the rows of IN and EXISTS become conditions of the join with these rows, so that the different outer values need not
 * be joined with them first.
 *
 * <pre>
 *   Correlate(mark, p; L, Project(e; Filter(L.a = b AND L.c < d AND f; X)))
 *     =>  Join(mark, p AND a IS NOT DISTINCT FROM b AND (c < d) IS TRUE; L, Project(e, b, d; Filter(f AND b IS NOT NULL; X)))
 * </pre>
 *
 * To the filter FALSE and NULL are the same, to a mark they are not: hence conditions that are never NULL.
 */
final class DirectCorrelations extends RelHomogeneousShuttle {
    private final RelBuilder builder;
    private final RexBuilder rexBuilder;

    private DirectCorrelations(RelBuilder builder) {
        this.builder = builder;
        this.rexBuilder = builder.getRexBuilder();
    }

    static RelNode join(RelNode tree, RelBuilder builder) {
        return tree.accept(new DirectCorrelations(builder));
    }

    @Override
    public RelNode visit(RelNode node) {
        RelNode visited = super.visit(node);
        return visited instanceof Correlate correlate && isTest(correlate.getJoinType()) && isAlone(correlate)
                ? joined(correlate)
                : visited;
    }

    private static boolean isTest(JoinRelType type) {
        return type == JoinRelType.LEFT_MARK || type == JoinRelType.SEMI || type == JoinRelType.ANTI;
    }

    /** Whether nothing in it refers to a query further out. */
    private static boolean isAlone(Correlate correlate) {
        return RelOptUtil.getVariablesUsed(correlate.getLeft()).isEmpty()
                && RelOptUtil.getVariablesUsed(correlate.getRight()).equals(Set.of(correlate.getCorrelationId()));
    }

    private RelNode joined(Correlate correlate) {
        RelNode rows = correlate.getRight();
        List<RexNode> outputs = null;
        if (rows instanceof Project project && !project.containsOver()) {
            outputs = project.getProjects();
            rows = project.getInput();
        }
        List<RexNode> correlated = new ArrayList<>();
        List<RexNode> others = new ArrayList<>();
        while (rows instanceof Filter filter) {
            for (RexNode conjunct : RelOptUtil.conjunctions(filter.getCondition())) {
                (RexUtil.containsCorrelation(conjunct) ? correlated : others).add(conjunct);
            }
            rows = filter.getInput();
        }
        boolean elsewhere = !RelOptUtil.getVariablesUsed(rows).isEmpty()
                || (outputs != null && outputs.stream().anyMatch(RexUtil::containsCorrelation));
        boolean hashable = correlated.stream().anyMatch(conjunct -> innerKey(conjunct) != null);
        boolean plain = correlated.stream().allMatch(DirectCorrelations::isPlain);
        return elsewhere || !hashable || !plain ? correlate : joined(correlate, rows, outputs, correlated, others);
    }

    private static boolean isPlain(RexNode conjunct) {
        return RexUtil.SubQueryFinder.find(conjunct) == null && RexUtil.isDeterministic(conjunct);
    }

    /** Of an equality of something outside with something inside the latter, else {@code null}. */
    private static RexNode innerKey(RexNode conjunct) {
        if (!conjunct.isA(SqlKind.EQUALS)) {
            return null;
        }
        RexNode left = ((RexCall) conjunct).getOperands().get(0);
        RexNode right = ((RexCall) conjunct).getOperands().get(1);
        if (isOutside(left) && isInside(right)) {
            return right;
        }
        return isOutside(right) && isInside(left) ? left : null;
    }

    private static boolean isOutside(RexNode operand) {
        return RexUtil.containsCorrelation(operand)
                && RelOptUtil.InputFinder.bits(operand).isEmpty();
    }

    private static boolean isInside(RexNode operand) {
        return !RexUtil.containsCorrelation(operand)
                && !RelOptUtil.InputFinder.bits(operand).isEmpty();
    }

    private RelNode joined(
            Correlate correlate, RelNode rows, List<RexNode> outputs, List<RexNode> correlated, List<RexNode> others) {
        builder.push(correlate.getLeft()).push(rows);
        List<RexNode> kept = new ArrayList<>(others);
        for (RexNode conjunct : correlated) {
            RexNode key = innerKey(conjunct);
            if (key != null && key.getType().isNullable()) {
                kept.add(rexBuilder.makeCall(SqlStdOperatorTable.IS_NOT_NULL, key));
            }
        }
        builder.filter(kept);
        List<RexNode> columns = new ArrayList<>(outputs == null ? builder.fields() : outputs);
        if (outputs != null) {
            for (int column : RelOptUtil.InputFinder.bits(correlated, null)) {
                columns.add(builder.field(column));
            }
            builder.project(columns);
        }
        int width = correlate.getLeft().getRowType().getFieldCount();
        RexShuttle over = overBoth(correlate.getCorrelationId(), width, columns, outputs == null ? 0 : outputs.size());
        List<RexNode> conditions = new ArrayList<>(RelOptUtil.conjunctions(correlate.getCondition()));
        for (RexNode conjunct : correlated) {
            conditions.add(neverNull(conjunct).accept(over));
        }
        return builder.join(correlate.getJoinType(), RexUtil.composeConjunction(rexBuilder, conditions))
                .build();
    }

    private RexNode neverNull(RexNode conjunct) {
        if (innerKey(conjunct) != null) {
            return rexBuilder.makeCall(SqlStdOperatorTable.IS_NOT_DISTINCT_FROM, ((RexCall) conjunct).getOperands());
        }
        return conjunct.getType().isNullable() ? rexBuilder.makeCall(SqlStdOperatorTable.IS_TRUE, conjunct) : conjunct;
    }

    /** Columns of the rows are found among those from {@code start} on. */
    private static RexShuttle overBoth(CorrelationId variable, int width, List<RexNode> columns, int start) {
        return new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef reference) {
                int place = start + columns.subList(start, columns.size()).indexOf(reference);
                return new RexInputRef(width + place, reference.getType());
            }

            @Override
            public RexNode visitFieldAccess(RexFieldAccess access) {
                return access.getReferenceExpr() instanceof RexCorrelVariable correlated
                                && correlated.id.equals(variable)
                        ? new RexInputRef(access.getField().getIndex(), access.getType())
                        : super.visitFieldAccess(access);
            }
        };
    }
}
