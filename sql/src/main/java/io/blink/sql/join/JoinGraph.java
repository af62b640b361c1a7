package io.blink.sql.join;

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
import org.apache.calcite.rex.RexShuttle;

/**
 * A run of inner joins taken apart. Columns are numbered over all leaves, in their order.
 *
 * @param leaves the relations that are joined
 * @param firstColumns of each leaf
 * @param conjuncts all conditions, over the numbered columns
 * @param outputs which numbered columns the run gives, in order
 */
record JoinGraph(List<RelNode> leaves, List<Integer> firstColumns, List<RexNode> conjuncts, List<Integer> outputs) {
    static boolean isInnerJoin(RelNode node) {
        return node instanceof Join join && join.getJoinType() == JoinRelType.INNER;
    }

    /** Whether nothing but filters and choices of columns stand above an inner join. */
    static boolean leadsToInnerJoin(RelNode node) {
        return Collector.leadsToJoin(node);
    }

    /** Sets of leaves are the bits of a long. */
    private static final int LEAVES_MAX = 60;

    /** Of a run with more joins the lower ones are a leaf. @param top an inner join, or a filter on one */
    static JoinGraph of(RelNode top) {
        Collector collector = new Collector();
        List<Integer> outputs = collector.collect(top, LEAVES_MAX);
        return new JoinGraph(collector.leaves, collector.firstColumns, collector.conjuncts, outputs);
    }

    /** The leaf that a column belongs to. */
    int leafOf(int column) {
        int leaf = 0;
        while (leaf + 1 < firstColumns.size() && firstColumns.get(leaf + 1) <= column) {
            leaf++;
        }
        return leaf;
    }

    /** The leaves that a condition speaks of, as bits. */
    long leavesOf(RexNode conjunct) {
        long leafSet = 0;
        for (int column : RelOptUtil.InputFinder.bits(conjunct)) {
            leafSet |= 1L << leafOf(column);
        }
        return leafSet;
    }

    /** Goes down through inner joins, filters on them and plain choices of their columns. */
    private static final class Collector {
        private final List<RelNode> leaves = new ArrayList<>();
        private final List<Integer> firstColumns = new ArrayList<>();
        private final List<RexNode> conjuncts = new ArrayList<>();
        private int columns;

        /** The numbers of the node's columns. */
        private List<Integer> collect(RelNode node, int leavesMax) {
            if (leavesMax == 1) {
                return leaf(node);
            }
            if (node instanceof Join join && isInnerJoin(join)) {
                int ofRight = Math.min(leavesBelow(join.getRight()), leavesMax / 2);
                List<Integer> numbers = new ArrayList<>(collect(join.getLeft(), leavesMax - ofRight));
                numbers.addAll(collect(join.getRight(), ofRight));
                addConjuncts(join.getCondition(), numbers);
                return numbers;
            }
            if (node instanceof Filter filter && leadsToJoin(filter.getInput())) {
                List<Integer> numbers = collect(filter.getInput(), leavesMax);
                addConjuncts(filter.getCondition(), numbers);
                return numbers;
            }
            if (node instanceof Project project && isChoice(project) && leadsToJoin(project.getInput())) {
                List<Integer> numbers = collect(project.getInput(), leavesMax);
                return project.getProjects().stream()
                        .map(column -> numbers.get(((RexInputRef) column).getIndex()))
                        .toList();
            }
            return leaf(node);
        }

        private static int leavesBelow(RelNode node) {
            return leadsToJoin(node)
                    ? node.getInputs().stream().mapToInt(Collector::leavesBelow).sum()
                    : 1;
        }

        private List<Integer> leaf(RelNode node) {
            leaves.add(node);
            firstColumns.add(columns);
            List<Integer> numbers = new ArrayList<>();
            for (int i = 0; i < node.getRowType().getFieldCount(); i++) {
                numbers.add(columns++);
            }
            return numbers;
        }

        private void addConjuncts(RexNode condition, List<Integer> numbers) {
            RexShuttle renumber = new RexShuttle() {
                @Override
                public RexNode visitInputRef(RexInputRef reference) {
                    return new RexInputRef(numbers.get(reference.getIndex()), reference.getType());
                }
            };
            for (RexNode conjunct : RelOptUtil.conjunctions(condition)) {
                conjuncts.add(conjunct.accept(renumber));
            }
        }

        private static boolean leadsToJoin(RelNode node) {
            return isInnerJoin(node)
                    || (node instanceof Filter filter && leadsToJoin(filter.getInput()))
                    || (node instanceof Project project && isChoice(project) && leadsToJoin(project.getInput()));
        }

        private static boolean isChoice(Project project) {
            return project.getProjects().stream().allMatch(RexInputRef.class::isInstance);
        }
    }
}
