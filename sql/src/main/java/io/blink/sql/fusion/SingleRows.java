package io.blink.sql.fusion;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;

/**
 * A relation beside which single rows stand, such as scalar sub-queries and global aggregates that a cross join combines, taken apart. The columns of all
 * parts are numbered in their order.
 *
 * @param parts of which at most one has more than a row
 * @param conjuncts conditions on the columns of all
 * @param columns what the tree gives
 */
record SingleRows(List<RelNode> parts, List<RexNode> conjuncts, List<RexNode> columns) {
    /** Whether the node joins a single row to another relation, filters and projections above included. */
    static boolean leadsToJoin(RelNode node) {
        if (node instanceof Join join) {
            return isJoin(join);
        }
        boolean passes = node instanceof Filter || node instanceof Project project && !project.containsOver();
        return passes && leadsToJoin(node.getInput(0));
    }

    private static boolean isJoin(Join join) {
        boolean inner = join.getJoinType() == JoinRelType.INNER;
        boolean left = join.getJoinType() == JoinRelType.LEFT;
        return join.getCondition().isAlwaysTrue()
                && ((inner || left) && isSingle(join.getRight()) || inner && isSingle(join.getLeft()));
    }

    private static boolean isSingle(RelNode node) {
        if (node instanceof Aggregate aggregate) {
            return aggregate.getGroupSet().isEmpty() && aggregate.getGroupType() == Aggregate.Group.SIMPLE;
        }
        if (node instanceof Project project) {
            return !project.containsOver() && isSingle(project.getInput());
        }
        return node instanceof Join join && isJoin(join) && isSingle(join.getLeft()) && isSingle(join.getRight());
    }

    static SingleRows of(RelNode node) {
        if (node instanceof Project project && isPassed(project)) {
            SingleRows input = of(project.getInput());
            return new SingleRows(input.parts, input.conjuncts, Columns.replaced(project.getProjects(), input.columns));
        }
        if (node instanceof Filter filter && leadsToJoin(filter)) {
            SingleRows input = of(filter.getInput());
            List<RexNode> conjuncts = new ArrayList<>(input.conjuncts);
            RelOptUtil.conjunctions(filter.getCondition())
                    .forEach(conjunct -> conjuncts.add(Columns.replaced(conjunct, input.columns)));
            return new SingleRows(input.parts, conjuncts, input.columns);
        }
        return node instanceof Join join && isJoin(join) ? ofJoin(join) : part(node);
    }

    private static boolean isPassed(Project project) {
        boolean deterministic = project.getProjects().stream().allMatch(RexUtil::isDeterministic);
        return deterministic && !project.containsOver() && (leadsToJoin(project) || isSingle(project));
    }

    private static SingleRows ofJoin(Join join) {
        SingleRows left = of(join.getLeft());
        SingleRows right = of(join.getRight());
        int width = left.parts.stream()
                .mapToInt(part -> part.getRowType().getFieldCount())
                .sum();
        List<RelNode> parts = new ArrayList<>(left.parts);
        parts.addAll(right.parts);
        List<RexNode> columns = new ArrayList<>(left.columns);
        right.columns.forEach(column -> columns.add(RexUtil.shift(column, width)));
        List<RexNode> conjuncts = new ArrayList<>(left.conjuncts);
        right.conjuncts.forEach(conjunct -> conjuncts.add(RexUtil.shift(conjunct, width)));
        return new SingleRows(parts, conjuncts, columns);
    }

    private static SingleRows part(RelNode node) {
        List<RexNode> columns = new ArrayList<>();
        node.getRowType()
                .getFieldList()
                .forEach(field -> columns.add(RexInputRef.of(field.getIndex(), node.getRowType())));
        return new SingleRows(List.of(node), List.of(), columns);
    }
}
