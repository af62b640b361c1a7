package io.blink.sql.logical.temporal;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.tools.RelBuilder;

/**
 * Versions of rows where all rows are there: each holds until the next one of its key begins.
 *
 * <pre>
 *   Join(c AND L.t >= version; L, Versions(T))  =>  Project(…; Join(c AND L.t >= version AND (L.t < next OR next IS NULL);
 *                                                      L, Project(T, T.t AS version, LEAD(T.t) OVER (PARTITION BY T.k ORDER BY T.t) AS next; T)))
 * </pre>
 *
 * A table as it is when a row is processed is, in a batch, the table.
 */
public final class BatchVersions extends RelHomogeneousShuttle {
    private final RelBuilder builder;

    private BatchVersions(RelBuilder builder) {
        this.builder = builder;
    }

    public static RelNode expand(RelNode tree, RelBuilder builder) {
        return tree.accept(new BatchVersions(builder));
    }

    @Override
    public RelNode visit(RelNode other) {
        RelNode visited = super.visit(other);
        return visited instanceof Join join && join.getRight() instanceof LogicalVersions versions
                ? expanded(join, versions)
                : visited;
    }

    private RelNode expanded(Join join, LogicalVersions versions) {
        RexBuilder rexBuilder = builder.getRexBuilder();
        int leftWidth = join.getLeft().getRowType().getFieldCount();
        int versionColumn = leftWidth + versions.versionColumn();
        List<RexNode> conjuncts = new ArrayList<>();
        RexNode time = null;
        for (RexNode conjunct : RelOptUtil.conjunctions(join.getCondition())) {
            RexNode asked = timeOf(conjunct, versionColumn);
            time = asked == null ? time : asked;
            if (asked == null) {
                conjuncts.add(conjunct);
            }
        }
        builder.push(join.getLeft());
        if (versions.isNow()) {
            builder.push(versions.getInput());
            builder.projectPlus(rexBuilder.makeNullLiteral(versions.getRowType()
                    .getFieldList()
                    .get(versions.versionColumn())
                    .getType()));
        } else {
            pushHolding(versions);
            RexNode next = rexBuilder.makeInputRef(
                    builder.peek()
                            .getRowType()
                            .getFieldList()
                            .get(versions.versionColumn() + 1)
                            .getType(),
                    versionColumn + 1);
            RexNode version = rexBuilder.makeInputRef(
                    builder.peek()
                            .getRowType()
                            .getFieldList()
                            .get(versions.versionColumn())
                            .getType(),
                    versionColumn);
            conjuncts.add(rexBuilder.makeCall(SqlStdOperatorTable.GREATER_THAN_OR_EQUAL, time, version));
            conjuncts.add(
                    builder.or(rexBuilder.makeCall(SqlStdOperatorTable.LESS_THAN, time, next), builder.isNull(next)));
        }
        builder.join(join.getJoinType(), RexUtil.composeConjunction(rexBuilder, conjuncts));
        List<RexNode> kept = new ArrayList<>(builder.fields().subList(0, versionColumn + 1));
        return builder.project(kept, join.getRowType().getFieldNames())
                .convert(join.getRowType(), true)
                .build();
    }

    /** The left operand of the comparison with the version; {@code null} of another conjunct. */
    private static RexNode timeOf(RexNode conjunct, int versionColumn) {
        boolean compares = conjunct.isA(SqlKind.GREATER_THAN_OR_EQUAL)
                && ((RexCall) conjunct).getOperands().get(1) instanceof RexInputRef ref
                && ref.getIndex() == versionColumn;
        return compares ? ((RexCall) conjunct).getOperands().get(0) : null;
    }

    private void pushHolding(LogicalVersions versions) {
        builder.push(versions.getInput());
        RexNode time = builder.field(versions.timeColumn());
        List<RexNode> keys = versions.keyColumns().stream()
                .map(column -> (RexNode) builder.field(column))
                .toList();
        RexNode next = builder.aggregateCall(SqlStdOperatorTable.LEAD, time)
                .over()
                .partitionBy(keys)
                .orderBy(time)
                .toRex();
        builder.projectPlus(time, next);
    }
}
