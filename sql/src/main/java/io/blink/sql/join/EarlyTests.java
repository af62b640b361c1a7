package io.blink.sql.join;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.tools.RelBuilder;

/**
 * Semi and anti joins with what inner joins give ask about columns of one of the joined relations, or about columns that the joins make equal to some of
 * it: they may come first, on that relation alone. They do where the best order of the joins then costs less.
 *
 * <pre>
 *   SemiJoin(b.x = c.x; Join(a.y = b.y; a, b), c)   =>   Join(a.y = b.y; a, SemiJoin(b.x = c.x; b, c))
 * </pre>
 */
final class EarlyTests {
    private final Join test;
    private final Cardinality cardinality;
    private final RelBuilder builder;

    private EarlyTests(Join test, Cardinality cardinality, RelBuilder builder) {
        this.test = test;
        this.cardinality = cardinality;
        this.builder = builder;
    }

    static boolean isTest(RelNode node) {
        return node instanceof Join join
                && (join.getJoinType() == JoinRelType.SEMI || join.getJoinType() == JoinRelType.ANTI);
    }

    /** The tree with the test below the inner joins, if that is cheaper. */
    static Optional<RelNode> placed(Join test, Cardinality cardinality, RelBuilder builder) {
        return new EarlyTests(test, cardinality, builder).placed();
    }

    private Optional<RelNode> placed() {
        List<RelNode> path = new ArrayList<>();
        List<Integer> columns = RelOptUtil.InputFinder.bits(test.getCondition()).asList().stream()
                .filter(column -> column < leftWidth())
                .toList();
        List<Integer> asked = columns;
        RelNode node = test.getLeft();
        while (!JoinGraph.leadsToInnerJoin(node)) {
            asked = below(node, asked);
            if (asked == null) {
                return Optional.empty();
            }
            path.add(node);
            node = node.getInput(0);
        }
        JoinGraph graph = JoinGraph.of(node);
        EqualColumns equal = EqualColumns.of(graph);
        List<Integer> numbers = asked.stream().map(graph.outputs()::get).toList();
        int leaf = leafWith(numbers, graph, equal);
        if (leaf < 0) {
            return Optional.empty();
        }
        RelNode tested = tested(leaf, columns, numbers, graph, equal);
        List<RelNode> leaves = new ArrayList<>(graph.leaves());
        leaves.set(leaf, tested);
        JoinGraph earlier = new JoinGraph(leaves, graph.firstColumns(), graph.conjuncts(), graph.outputs());
        JoinTree last = JoinTreeSearch.search(new JoinCosts(graph, equal, cardinality));
        JoinTree first = JoinTreeSearch.search(new JoinCosts(earlier, equal, cardinality));
        double leafRows = cardinality.of(graph.leaves().get(leaf)).rows();
        return first.cost() + leafRows < last.cost() + last.rows()
                ? Optional.of(above(path, joined(earlier, node)))
                : Optional.empty();
    }

    private int leftWidth() {
        return test.getLeft().getRowType().getFieldCount();
    }

    /** Where the node's first input has the columns; {@code null} if the test may not go below the node. */
    private static List<Integer> below(RelNode node, List<Integer> columns) {
        if (node instanceof Filter) {
            return columns;
        }
        if (node instanceof Project project && !project.containsOver()) {
            List<RexNode> expressions = project.getProjects();
            return columns.stream().allMatch(column -> expressions.get(column) instanceof RexInputRef)
                    ? columns.stream()
                            .map(column -> ((RexInputRef) expressions.get(column)).getIndex())
                            .toList()
                    : null;
        }
        if (node instanceof Join join
                && (join.getJoinType() == JoinRelType.LEFT
                        || !join.getJoinType().projectsRight())) {
            int width = join.getLeft().getRowType().getFieldCount();
            return columns.stream().allMatch(column -> column < width) ? columns : null;
        }
        return null;
    }

    /** The relation with the fewest rows that has all of the columns, or equal ones; -1 if there is none. */
    private int leafWith(List<Integer> numbers, JoinGraph graph, EqualColumns equal) {
        int best = -1;
        for (int leaf = 0; leaf < graph.leaves().size(); leaf++) {
            int candidate = leaf;
            boolean hasAll = !numbers.isEmpty()
                    && numbers.stream().allMatch(number -> columnIn(candidate, number, graph, equal) >= 0);
            if (hasAll && (best < 0 || rows(graph, leaf) < rows(graph, best))) {
                best = leaf;
            }
        }
        return best;
    }

    private double rows(JoinGraph graph, int leaf) {
        return cardinality.of(graph.leaves().get(leaf)).rows();
    }

    /** The number of the leaf's column that is the same as another: equal values of some types may differ. */
    private static int columnIn(int leaf, int number, JoinGraph graph, EqualColumns equal) {
        if (graph.leafOf(number) == leaf) {
            return number;
        }
        int found = equal.classes().stream()
                .filter(same -> same.contains(number))
                .map(same -> EqualColumns.columnIn(same, 1L << leaf, graph))
                .findFirst()
                .orElse(-1);
        return found >= 0 && isExact(field(found, graph).getType().getSqlTypeName()) ? found : -1;
    }

    private static boolean isExact(SqlTypeName type) {
        return SqlTypeName.INT_TYPES.contains(type) || type == SqlTypeName.DATE || type == SqlTypeName.VARCHAR;
    }

    private static RelDataTypeField field(int number, JoinGraph graph) {
        int leaf = graph.leafOf(number);
        return graph.leaves()
                .get(leaf)
                .getRowType()
                .getFieldList()
                .get(number - graph.firstColumns().get(leaf));
    }

    private RelNode tested(
            int leaf, List<Integer> columns, List<Integer> numbers, JoinGraph graph, EqualColumns equal) {
        RelNode relation = graph.leaves().get(leaf);
        int shift = relation.getRowType().getFieldCount() - leftWidth();
        RexNode condition = test.getCondition().accept(new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef reference) {
                int place = columns.indexOf(reference.getIndex());
                if (place < 0) {
                    return new RexInputRef(reference.getIndex() + shift, reference.getType());
                }
                int number = columnIn(leaf, numbers.get(place), graph, equal);
                return new RexInputRef(
                        number - graph.firstColumns().get(leaf),
                        field(number, graph).getType());
            }
        });
        return builder.push(relation)
                .push(test.getRight())
                .join(test.getJoinType(), condition)
                .build();
    }

    /** The inner joins in any order, with the columns of the node that they stand for. */
    private RelNode joined(JoinGraph graph, RelNode node) {
        builder.push(graph.leaves().get(0));
        graph.leaves().stream().skip(1).forEach(leaf -> builder.push(leaf).join(JoinRelType.INNER));
        builder.filter(graph.conjuncts());
        return builder.project(
                        builder.fields(graph.outputs()), node.getRowType().getFieldNames(), true)
                .build();
    }

    private static RelNode above(List<RelNode> path, RelNode rows) {
        RelNode result = rows;
        for (int i = path.size() - 1; i >= 0; i--) {
            List<RelNode> inputs = new ArrayList<>(path.get(i).getInputs());
            inputs.set(0, result);
            result = path.get(i).copy(path.get(i).getTraitSet(), inputs);
        }
        return result;
    }
}
