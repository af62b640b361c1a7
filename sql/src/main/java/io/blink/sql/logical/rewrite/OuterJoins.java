package io.blink.sql.logical.rewrite;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.Strong;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Sort;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeFactory;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Outer joins become inner ones where somebody above, however far, drops the rows that they fill up with NULL: a filter, the condition of another join.
 *
 * <pre>
 *   Join(inner, b.x = c.x)                 Join(inner, b.x = c.x)
 *     Join(left; a, b), c            =>      Join(inner; a, b), c
 * </pre>
 */
public final class OuterJoins {
    private final RelBuilder builder;

    private OuterJoins(RelBuilder builder) {
        this.builder = builder;
    }

    public static RelNode simplify(RelNode tree, RelBuilder builder) {
        return Trees.contains(tree, Join.class) ? new OuterJoins(builder).visit(tree, ImmutableBitSet.of()) : tree;
    }

    /** @param rejected columns of the node: rows that are NULL in one of them do not matter */
    private RelNode visit(RelNode node, ImmutableBitSet rejected) {
        if (node instanceof Join join) {
            return visitJoin(join, rejected);
        }
        List<RelNode> inputs = new ArrayList<>();
        for (RelNode input : node.getInputs()) {
            inputs.add(visit(input, below(node, rejected)));
        }
        return inputs.equals(node.getInputs()) ? node : node.copy(node.getTraitSet(), inputs);
    }

    private static ImmutableBitSet below(RelNode node, ImmutableBitSet rejected) {
        if (node instanceof Filter filter) {
            return rejected.union(rejectedBy(filter.getCondition()));
        }
        if (node instanceof Project project) {
            return belowProject(project, rejected);
        }
        if (node instanceof Aggregate aggregate && aggregate.getGroupType() == Aggregate.Group.SIMPLE) {
            int[] keys = aggregate.getGroupSet().toArray();
            return ImmutableBitSet.of(rejected.asList().stream()
                    .filter(column -> column < keys.length)
                    .map(column -> keys[column])
                    .toList());
        }
        boolean passes =
                node instanceof Union || node instanceof Sort sort && sort.fetch == null && sort.offset == null;
        return passes ? rejected : ImmutableBitSet.of();
    }

    private static ImmutableBitSet belowProject(Project project, ImmutableBitSet rejected) {
        ImmutableBitSet.Builder below = ImmutableBitSet.builder();
        for (int output : rejected) {
            RexNode expression = project.getProjects().get(output);
            for (int column : RelOptUtil.InputFinder.bits(expression)) {
                if (Strong.isNull(expression, ImmutableBitSet.of(column))) {
                    below.set(column);
                }
            }
        }
        return below.build();
    }

    /** Columns whose NULL makes the condition something else than TRUE. */
    private static ImmutableBitSet rejectedBy(RexNode condition) {
        ImmutableBitSet.Builder rejected = ImmutableBitSet.builder();
        for (RexNode conjunct : RelOptUtil.conjunctions(condition)) {
            for (int column : RelOptUtil.InputFinder.bits(conjunct)) {
                if (Strong.isNotTrue(conjunct, ImmutableBitSet.of(column))) {
                    rejected.set(column);
                }
            }
        }
        return rejected.build();
    }

    private RelNode visitJoin(Join join, ImmutableBitSet rejected) {
        int leftWidth = join.getLeft().getRowType().getFieldCount();
        int width = leftWidth + join.getRight().getRowType().getFieldCount();
        ImmutableBitSet leftColumns = ImmutableBitSet.range(leftWidth);
        ImmutableBitSet rightColumns = ImmutableBitSet.range(leftWidth, width);
        boolean emitsRight = join.getJoinType().projectsRight();
        ImmutableBitSet ofLeft = rejected.intersect(leftColumns);
        ImmutableBitSet ofRight = emitsRight ? rejected.intersect(rightColumns) : ImmutableBitSet.of();
        JoinRelType type = without(join.getJoinType(), !ofLeft.isEmpty(), !ofRight.isEmpty());
        ImmutableBitSet byCondition = rejectedBy(join.getCondition());
        if (type == JoinRelType.INNER || type == JoinRelType.SEMI || type == JoinRelType.RIGHT) {
            ofLeft = ofLeft.union(byCondition.intersect(leftColumns));
        }
        if (type != JoinRelType.RIGHT && type != JoinRelType.FULL && type != JoinRelType.LEFT_MARK) {
            ofRight = ofRight.union(byCondition.intersect(rightColumns));
        }
        RelNode left = visit(join.getLeft(), ofLeft);
        RelNode right = visit(join.getRight(), ofRight.shift(-leftWidth));
        if (type != join.getJoinType()) {
            // What was filled up with NULL keeps its type.
            left = withTypes(left, join.getRowType(), 0);
            right = withTypes(right, join.getRowType(), leftWidth);
        } else if (left == join.getLeft() && right == join.getRight()) {
            return join;
        }
        return join.copy(join.getTraitSet(), join.getCondition(), left, right, type, join.isSemiJoinDone());
    }

    /** The join's type where rows without a left, or without a right row, are dropped. */
    private static JoinRelType without(JoinRelType type, boolean leftMissing, boolean rightMissing) {
        JoinRelType withLeft = leftMissing && type.generatesNullsOnLeft() ? type.cancelNullsOnLeft() : type;
        return rightMissing && withLeft.generatesNullsOnRight() ? withLeft.cancelNullsOnRight() : withLeft;
    }

    private RelNode withTypes(RelNode side, RelDataType joined, int firstColumn) {
        RelDataTypeFactory.Builder row = builder.getTypeFactory().builder();
        side.getRowType()
                .getFieldList()
                .forEach(field -> row.add(
                        field.getName(),
                        joined.getFieldList()
                                .get(firstColumn + field.getIndex())
                                .getType()));
        return builder.push(side).convert(row.build(), true).build();
    }
}
