package io.blink.sql.join;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.tools.RelBuilder;

/**
 * Rearranges each run of inner joins of a tree into the order that {@link JoinTreeSearch} finds, once {@link EarlyTests} has put semi and anti joins below
 * those that they make cheaper. Row types stay.
 */
public final class JoinOrdering extends RelHomogeneousShuttle {
    private final RelBuilder builder;
    private final Cardinality cardinality = new Cardinality();

    private JoinOrdering(RelBuilder builder) {
        this.builder = builder;
    }

    public static RelNode reorder(RelNode tree, RelBuilder builder) {
        return tree.accept(new JoinOrdering(builder));
    }

    @Override
    public RelNode visit(RelNode node) {
        if (EarlyTests.isTest(node)) {
            return EarlyTests.placed((Join) node, cardinality, builder)
                    .map(earlier -> earlier.accept(this))
                    .orElseGet(() -> super.visit(node));
        }
        boolean filtered = node instanceof Filter filter && JoinGraph.isInnerJoin(filter.getInput());
        if (!filtered && !JoinGraph.isInnerJoin(node)) {
            return super.visit(node);
        }
        JoinGraph written = JoinGraph.of(node);
        List<RelNode> leaves = new ArrayList<>();
        for (RelNode leaf : written.leaves()) {
            leaves.add(leaf.accept(this));
        }
        JoinGraph graph = new JoinGraph(leaves, written.firstColumns(), written.conjuncts(), written.outputs());
        EqualColumns equal = EqualColumns.of(graph);
        JoinTree tree = JoinTreeSearch.search(new JoinCosts(graph, equal, cardinality));
        return rebuilt(node, graph, equal, tree);
    }

    private RelNode rebuilt(RelNode node, JoinGraph graph, EqualColumns equal, JoinTree tree) {
        List<RexNode> open = new ArrayList<>(equal.others());
        List<Integer> columns = push(tree, graph, equal, open);
        if (!open.isEmpty()) {
            builder.filter(
                    open.stream().map(conjunct -> over(columns, conjunct)).toList());
        }
        List<RexNode> outputs = new ArrayList<>();
        for (int number : graph.outputs()) {
            outputs.add(builder.field(columns.indexOf(number)));
        }
        return builder.project(outputs, node.getRowType().getFieldNames(), true).build();
    }

    /** Pushes the tree's relation on the builder and returns the numbers of its columns; takes the conditions that it applies out of {@code open}. */
    private List<Integer> push(JoinTree tree, JoinGraph graph, EqualColumns equal, List<RexNode> open) {
        if (tree.isLeaf()) {
            return pushLeaf(Long.numberOfTrailingZeros(tree.leaves()), graph);
        }
        List<Integer> columns = new ArrayList<>(push(tree.left(), graph, equal, open));
        int leftColumns = columns.size();
        columns.addAll(push(tree.right(), graph, equal, open));
        List<RexNode> applied = new ArrayList<>();
        for (List<Integer> same : equal.classes()) {
            int left = EqualColumns.columnIn(same, tree.left().leaves(), graph);
            int right = EqualColumns.columnIn(same, tree.right().leaves(), graph);
            if (left >= 0 && right >= 0) {
                applied.add(builder.equals(
                        builder.field(2, 0, columns.indexOf(left)),
                        builder.field(2, 1, columns.indexOf(right) - leftColumns)));
            }
        }
        for (RexNode conjunct : List.copyOf(open)) {
            if ((graph.leavesOf(conjunct) & ~tree.leaves()) == 0) {
                applied.add(over(columns, conjunct));
                open.remove(conjunct);
            }
        }
        builder.join(JoinRelType.INNER, applied);
        return columns;
    }

    private List<Integer> pushLeaf(int leaf, JoinGraph graph) {
        RelNode relation = graph.leaves().get(leaf);
        builder.push(relation);
        List<Integer> columns = new ArrayList<>();
        for (int i = 0; i < relation.getRowType().getFieldCount(); i++) {
            columns.add(graph.firstColumns().get(leaf) + i);
        }
        return columns;
    }

    private static RexNode over(List<Integer> columns, RexNode conjunct) {
        return conjunct.accept(new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef reference) {
                return new RexInputRef(columns.indexOf(reference.getIndex()), reference.getType());
            }
        });
    }
}
