package io.blink.sql.logical.temporal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexFieldCollation;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.tools.RelBuilder;

/**
 * A query that keeps the latest row of each key, taken apart: its rows are versions.
 *
 * <pre>
 *   Project(p; Filter(n = 1; Project(…, ROW_NUMBER() OVER (PARTITION BY k ORDER BY t DESC) AS n; R)))  =>  Project(p; Project(…, 1 AS n; R)), versions by k and t
 * </pre>
 *
 * @param rows all of them, with the columns of the query
 * @param timeColumn by which the latest is the latest
 */
record LatestRows(RelNode rows, int timeColumn, List<Integer> keyColumns) {
    static Optional<LatestRows> of(RelNode query, RelBuilder builder) {
        List<RexNode> outputs = new ArrayList<>(builder.push(query).fields());
        builder.build();
        RelNode node = query;
        while (node instanceof Project project && !(project.containsOver())) {
            outputs = RelOptUtil.pushPastProject(outputs, project);
            node = project.getInput();
        }
        if (!(node instanceof Filter filter)
                || !(filter.getInput() instanceof Project numbered)
                || !numbered.containsOver()) {
            return Optional.empty();
        }
        int number = numbered(filter.getCondition());
        return number >= 0 && numbered.getProjects().get(number) instanceof RexOver over && isRowNumber(over)
                ? unfiltered(query, numbered, number, over, outputs, builder)
                : Optional.empty();
    }

    /** The column of which the first are kept, or -1. */
    private static int numbered(RexNode condition) {
        boolean first = condition instanceof RexCall call
                && (call.isA(SqlKind.EQUALS) || call.isA(SqlKind.LESS_THAN_OR_EQUAL))
                && call.getOperands().get(0) instanceof RexInputRef
                && call.getOperands().get(1) instanceof RexLiteral literal
                && Long.valueOf(1).equals(literal.getValueAs(Long.class));
        return first ? ((RexInputRef) ((RexCall) condition).getOperands().get(0)).getIndex() : -1;
    }

    private static boolean isRowNumber(RexOver over) {
        List<RexFieldCollation> order = over.getWindow().orderKeys;
        return over.getAggOperator().getKind() == SqlKind.ROW_NUMBER
                && order.size() == 1
                && order.get(0).getDirection() == RelFieldCollation.Direction.DESCENDING
                && order.get(0).left instanceof RexInputRef
                && over.getWindow().partitionKeys.stream().allMatch(RexInputRef.class::isInstance);
    }

    private static Optional<LatestRows> unfiltered(
            RelNode query, Project numbered, int number, RexOver over, List<RexNode> outputs, RelBuilder builder) {
        List<RexNode> projects = new ArrayList<>(numbered.getProjects());
        projects.set(
                number,
                builder.getRexBuilder().makeLiteral(1L, projects.get(number).getType(), true));
        int time = place(over.getWindow().orderKeys.get(0).left, projects, outputs);
        List<Integer> keys = over.getWindow().partitionKeys.stream()
                .map(key -> place(key, projects, outputs))
                .toList();
        if (time < 0 || keys.contains(-1)) {
            return Optional.empty();
        }
        RelNode rows = builder.push(numbered.getInput())
                .project(projects, numbered.getRowType().getFieldNames(), true)
                .project(outputs, query.getRowType().getFieldNames(), true)
                .build();
        return Optional.of(new LatestRows(rows, time, keys));
    }

    /** Where a column that is numbered by comes out, or -1. */
    private static int place(RexNode column, List<RexNode> projects, List<RexNode> outputs) {
        for (int i = 0; i < outputs.size(); i++) {
            if (outputs.get(i) instanceof RexInputRef output
                    && projects.get(output.getIndex()).equals(column)) {
                return i;
            }
        }
        return -1;
    }
}
