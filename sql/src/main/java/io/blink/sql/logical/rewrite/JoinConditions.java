package io.blink.sql.logical.rewrite;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.Strong;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalProject;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Makes joins as simple as what is known about NULLs allows.
 *
 * <pre>
 *   Join(a IS NOT DISTINCT FROM b)            =>  Join(a = b)                              a or b never NULL
 *   Join((c < d) IS TRUE)                     =>  Join(c < d)                              but for marks
 *   Filter(mark AND c) over LeftMarkJoin      =>  Project(*, TRUE) Filter(c) SemiJoin
 *   Filter(NOT mark AND c) over LeftMarkJoin  =>  Project(*, FALSE) Filter(c) AntiJoin     condition never NULL
 * </pre>
 */
public final class JoinConditions extends RelHomogeneousShuttle {
    private final RelBuilder builder;

    private JoinConditions(RelBuilder builder) {
        this.builder = builder;
    }

    public static RelNode simplify(RelNode tree, RelBuilder builder) {
        return tree.accept(new JoinConditions(builder));
    }

    @Override
    public RelNode visit(RelNode other) {
        RelNode visited = super.visit(other);
        if (visited instanceof Join join) {
            return withPlainEquality(join);
        }
        if (visited instanceof Filter filter
                && filter.getInput() instanceof Join join
                && join.getJoinType() == JoinRelType.LEFT_MARK) {
            return withoutMark(filter, join);
        }
        return visited;
    }

    private RelNode withPlainEquality(Join join) {
        RexBuilder rexBuilder = builder.getRexBuilder();
        List<RexNode> conjuncts = new ArrayList<>();
        boolean changed = false;
        for (RexNode conjunct : RelOptUtil.conjunctions(join.getCondition())) {
            if (conjunct.getKind() == SqlKind.IS_NOT_DISTINCT_FROM && plainEqualityDoes(join, (RexCall) conjunct)) {
                conjuncts.add(rexBuilder.makeCall(SqlStdOperatorTable.EQUALS, ((RexCall) conjunct).getOperands()));
                changed = true;
            } else if (conjunct.isA(SqlKind.IS_TRUE) && join.getJoinType() != JoinRelType.LEFT_MARK) {
                conjuncts.addAll(RelOptUtil.conjunctions(
                        ((RexCall) conjunct).getOperands().get(0)));
                changed = true;
            } else {
                conjuncts.add(conjunct);
            }
        }
        if (!changed) {
            return join;
        }
        return join.copy(
                join.getTraitSet(),
                RexUtil.composeConjunction(rexBuilder, conjuncts),
                join.getLeft(),
                join.getRight(),
                join.getJoinType(),
                join.isSemiJoinDone());
    }

    /** A mark tells FALSE from NULL, so that there no side may be NULL; its type follows the condition's and must not change. */
    private static boolean plainEqualityDoes(Join join, RexCall call) {
        RexNode left = call.getOperands().get(0);
        RexNode right = call.getOperands().get(1);
        return join.getJoinType() == JoinRelType.LEFT_MARK
                ? !left.getType().isNullable() && !right.getType().isNullable()
                : neverNull(join, left) || neverNull(join, right);
    }

    private static boolean neverNull(Join join, RexNode operand) {
        if (!operand.getType().isNullable()) {
            return true;
        }
        if (!(operand instanceof RexInputRef column)) {
            return false;
        }
        int leftColumns = join.getLeft().getRowType().getFieldCount();
        boolean left = column.getIndex() < leftColumns;
        RelNode side = left ? join.getLeft() : join.getRight();
        ImmutableBitSet index = ImmutableBitSet.of(left ? column.getIndex() : column.getIndex() - leftColumns);
        RelMetadataQuery metadata = join.getCluster().getMetadataQuery();
        return metadata.getPulledUpPredicates(side).pulledUpPredicates.stream()
                .anyMatch(predicate -> Strong.isNotTrue(predicate, index));
    }

    private RelNode withoutMark(Filter filter, Join join) {
        int mark = join.getRowType().getFieldCount() - 1;
        List<RexNode> others = new ArrayList<>();
        JoinRelType type = null;
        for (RexNode conjunct : RelOptUtil.conjunctions(filter.getCondition())) {
            JoinRelType wanted = wantedType(conjunct, mark, join);
            if (wanted != null && (type == null || type == wanted)) {
                type = wanted;
            } else if (RelOptUtil.InputFinder.bits(conjunct).get(mark)) {
                return filter;
            } else {
                others.add(conjunct);
            }
        }
        if (type == null) {
            return filter;
        }
        builder.push(join.getLeft()).push(join.getRight()).join(type, join.getCondition());
        builder.push(withPlainEquality((Join) builder.build())).filter(others);
        return withMark(builder.build(), filter.getRowType(), mark, type == JoinRelType.SEMI);
    }

    /** Of the mark's own type, which a builder would make NOT NULL: nodes above speak of it. */
    private RelNode withMark(RelNode rows, RelDataType wanted, int mark, boolean value) {
        RexBuilder rexBuilder = builder.getRexBuilder();
        List<RexNode> columns = new ArrayList<>(rexBuilder.identityProjects(rows.getRowType()));
        RelDataType type = wanted.getFieldList().get(mark).getType();
        RexNode known = rexBuilder.makeLiteral(value);
        columns.add(type.isNullable() ? rexBuilder.makeAbstractCast(type, known, false) : known);
        return LogicalProject.create(rows, List.of(), columns, wanted.getFieldNames(), Set.of());
    }

    private static JoinRelType wantedType(RexNode conjunct, int mark, Join join) {
        if (isMark(conjunct, mark)) {
            return JoinRelType.SEMI;
        }
        boolean negated = conjunct.getKind() == SqlKind.NOT
                && isMark(((RexCall) conjunct).getOperands().get(0), mark);
        return negated && neverNull(join) ? JoinRelType.ANTI : null;
    }

    private static boolean isMark(RexNode node, int mark) {
        return node instanceof RexInputRef column && column.getIndex() == mark;
    }

    /** Whether the condition is TRUE or FALSE for each pair of rows. */
    private static boolean neverNull(Join join) {
        return RelOptUtil.conjunctions(join.getCondition()).stream()
                .allMatch(conjunct -> !conjunct.getType().isNullable()
                        || (conjunct.isA(SqlKind.COMPARISON)
                                && ((RexCall) conjunct)
                                        .getOperands().stream().allMatch(operand -> neverNull(join, operand))));
    }
}
