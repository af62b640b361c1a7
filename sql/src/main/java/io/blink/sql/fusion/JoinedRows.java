package io.blink.sql.fusion;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Filters, projections and inner joins taken apart.
 *
 * @param leaves what is joined; their columns are numbered in this order
 * @param conjuncts all conditions, over the numbered columns
 * @param columns what the tree gives, over the numbered columns
 */
record JoinedRows(List<RelNode> leaves, List<RexNode> conjuncts, List<RexNode> columns) {
    static JoinedRows of(RelNode node) {
        if (node instanceof Filter filter) {
            JoinedRows input = of(filter.getInput());
            List<RexNode> conjuncts = new ArrayList<>(input.conjuncts);
            RelOptUtil.conjunctions(filter.getCondition())
                    .forEach(conjunct -> conjuncts.add(Columns.replaced(conjunct, input.columns)));
            return new JoinedRows(input.leaves, conjuncts, input.columns);
        }
        if (node instanceof Project project && !project.containsOver()) {
            JoinedRows input = of(project.getInput());
            return new JoinedRows(
                    input.leaves, input.conjuncts, Columns.replaced(project.getProjects(), input.columns));
        }
        return node instanceof Join join && join.getJoinType() == JoinRelType.INNER ? ofJoin(join) : leaf(node);
    }

    private static JoinedRows ofJoin(Join join) {
        JoinedRows left = of(join.getLeft());
        JoinedRows right = of(join.getRight());
        int width = left.width();
        List<RelNode> leaves = new ArrayList<>(left.leaves);
        leaves.addAll(right.leaves);
        List<RexNode> columns = new ArrayList<>(left.columns);
        right.columns.forEach(column -> columns.add(RexUtil.shift(column, width)));
        List<RexNode> conjuncts = new ArrayList<>(left.conjuncts);
        right.conjuncts.forEach(conjunct -> conjuncts.add(RexUtil.shift(conjunct, width)));
        RelOptUtil.conjunctions(join.getCondition())
                .forEach(conjunct -> conjuncts.add(Columns.replaced(conjunct, columns)));
        return new JoinedRows(leaves, conjuncts, columns);
    }

    private static JoinedRows leaf(RelNode node) {
        List<RexNode> columns = new ArrayList<>();
        node.getRowType()
                .getFieldList()
                .forEach(field -> columns.add(RexInputRef.of(field.getIndex(), node.getRowType())));
        return new JoinedRows(List.of(node), List.of(), columns);
    }

    private int width() {
        return leaves.stream()
                .mapToInt(leaf -> leaf.getRowType().getFieldCount())
                .sum();
    }

    boolean hasSameLeaves(JoinedRows other) {
        if (leaves.size() != other.leaves.size()) {
            return false;
        }
        for (int i = 0; i < leaves.size(); i++) {
            if (!leaves.get(i).deepEquals(other.leaves.get(i))) {
                return false;
            }
        }
        return true;
    }

    /** Pushes all pairs of rows of the leaves on the builder. */
    void pushLeaves(RelBuilder builder) {
        builder.push(leaves.get(0));
        for (RelNode leaf : leaves.subList(1, leaves.size())) {
            builder.push(leaf).join(JoinRelType.INNER);
        }
    }

    /** The leaf that all of these columns belong to; -1 if there are several or none. */
    int leafOf(ImmutableBitSet numbers) {
        int first = 0;
        for (int leaf = 0; leaf < leaves.size(); leaf++) {
            int next = first + leaves.get(leaf).getRowType().getFieldCount();
            if (!numbers.isEmpty() && ImmutableBitSet.range(first, next).contains(numbers)) {
                return leaf;
            }
            first = next;
        }
        return -1;
    }
}
