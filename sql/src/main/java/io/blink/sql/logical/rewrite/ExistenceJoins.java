package io.blink.sql.logical.rewrite;

import io.blink.sql.join.Cardinality;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.util.ImmutableBitSet;
import org.apache.calcite.util.mapping.Mappings;

/**
 * Where nobody counts how often a row is there, as on the right of semi and anti joins and below DISTINCT, joins need not repeat rows.
 *
 * <pre>
 *   SemiJoin(a.x = b.x; a, Project(b.x; Join(b.x = c.x; b, c)))      =>   SemiJoin(a.x = b.x; a, SemiJoin(b.x = c.x; b, c))   rows of b that c repeats
 *   SemiJoin(a.x = b.x; a, Project(b.x; Join(left; b, c)))           =>   SemiJoin(a.x = b.x; a, b)
 *   SemiJoin(a.x = b.x; a, Aggregate(by b.x))                        =>   SemiJoin(a.x = b.x; a, b)
 * </pre>
 */
public final class ExistenceJoins {
    /** The tables of semi joins are built of their right side. */
    private static final double RIGHT_ROWS_MAX = 1.5;

    private final RelBuilder builder;
    private final Cardinality cardinality = new Cardinality();

    private ExistenceJoins(RelBuilder builder) {
        this.builder = builder;
    }

    public static RelNode reduce(RelNode tree, RelBuilder builder) {
        return Trees.contains(tree, Join.class) ? new ExistenceJoins(builder).visit(tree) : tree;
    }

    /**
     * Rows as a set.
     *
     * @param places where each column of the node before is now; -1: gone
     */
    private record Rows(RelNode node, List<Integer> places) {
        static Rows unchanged(RelNode node) {
            return new Rows(
                    node,
                    IntStream.range(0, node.getRowType().getFieldCount())
                            .boxed()
                            .toList());
        }

        RexNode over(RexNode expression) {
            return renumbered(expression, places);
        }
    }

    // ---- Where it counts

    private RelNode visit(RelNode node) {
        if (node instanceof Join join && isTest(join)) {
            return visitTest(join, Rows.unchanged(visit(join.getLeft())));
        }
        if (node instanceof Aggregate aggregate && ignoresRepetition(aggregate)) {
            return visitDistinct(aggregate);
        }
        List<RelNode> inputs = node.getInputs().stream().map(this::visit).toList();
        return inputs.equals(node.getInputs()) ? node : node.copy(node.getTraitSet(), inputs);
    }

    /** Whether a join looks only whether right rows are there. */
    private static boolean isTest(Join join) {
        JoinRelType type = join.getJoinType();
        return type == JoinRelType.SEMI || type == JoinRelType.ANTI || type == JoinRelType.LEFT_MARK;
    }

    private RelNode visitTest(Join join, Rows left) {
        int leftWidth = join.getLeft().getRowType().getFieldCount();
        ImmutableBitSet asked = RelOptUtil.InputFinder.bits(join.getCondition());
        Rows right = set(join.getRight(), after(asked, leftWidth));
        RexNode condition = overBoth(join.getCondition(), left, right);
        return left.node() == join.getLeft() && right.node() == join.getRight()
                ? join
                : join.copy(
                        join.getTraitSet(),
                        condition,
                        left.node(),
                        right.node(),
                        join.getJoinType(),
                        join.isSemiJoinDone());
    }

    private static boolean ignoresRepetition(Aggregate aggregate) {
        return aggregate.getGroupType() == Aggregate.Group.SIMPLE
                && aggregate.getAggCallList().stream().allMatch(ExistenceJoins::ignoresRepetition);
    }

    private static boolean ignoresRepetition(AggregateCall call) {
        SqlKind kind = call.getAggregation().getKind();
        boolean extreme = (kind == SqlKind.MIN || kind == SqlKind.MAX)
                && call.getAggregation().getName().equals(kind.name());
        return (extreme || call.isDistinct() && kind == SqlKind.COUNT) && call.rexList.isEmpty();
    }

    private RelNode visitDistinct(Aggregate aggregate) {
        ImmutableBitSet.Builder used = aggregate.getGroupSet().rebuild();
        for (AggregateCall call : aggregate.getAggCallList()) {
            used.addAll(call.getArgList());
            if (call.hasFilter()) {
                used.set(call.filterArg);
            }
        }
        ImmutableBitSet needed = used.build();
        Rows input = set(aggregate.getInput(), needed);
        if (input.node() == aggregate.getInput()) {
            return aggregate;
        }
        // The order of group keys must stay.
        List<Integer> kept = needed.asList();
        builder.push(input.node());
        builder.project(
                kept.stream().map(input.places()::get).map(builder::field).toList());
        Mappings.TargetMapping mapping =
                Mappings.target(kept::indexOf, aggregate.getInput().getRowType().getFieldCount(), kept.size());
        ImmutableBitSet groups = ImmutableBitSet.of(
                aggregate.getGroupSet().asList().stream().map(kept::indexOf).toList());
        List<AggregateCall> calls = aggregate.getAggCallList().stream()
                .map(call -> call.transform(mapping))
                .toList();
        return aggregate.copy(aggregate.getTraitSet(), builder.build(), groups, List.of(groups), calls);
    }

    // ---- Where it does not

    /** @param needed columns of the node that somebody reads */
    private Rows set(RelNode node, ImmutableBitSet needed) {
        if (node instanceof Filter filter && RexUtil.isDeterministic(filter.getCondition())) {
            Rows input = set(filter.getInput(), needed.union(RelOptUtil.InputFinder.bits(filter.getCondition())));
            return input.node() == filter.getInput()
                    ? Rows.unchanged(filter)
                    : new Rows(
                            filter.copy(filter.getTraitSet(), input.node(), input.over(filter.getCondition())),
                            input.places());
        }
        if (node instanceof Project project
                && !project.containsOver()
                && project.getProjects().stream().allMatch(RexUtil::isDeterministic)) {
            return setOfProject(project, needed);
        }
        if (node instanceof Join join) {
            return setOfJoin(join, needed);
        }
        if (node instanceof Aggregate aggregate
                && aggregate.getGroupType() == Aggregate.Group.SIMPLE
                && aggregate.getGroupCount() > 0
                && needed.nextSetBit(aggregate.getGroupCount()) < 0) {
            return setOfGroups(aggregate, needed);
        }
        return Rows.unchanged(visit(node));
    }

    private Rows setOfProject(Project project, ImmutableBitSet needed) {
        List<RexNode> expressions =
                needed.asList().stream().map(project.getProjects()::get).toList();
        Rows input = set(project.getInput(), RelOptUtil.InputFinder.bits(expressions, null));
        if (input.node() == project.getInput()) {
            return Rows.unchanged(project);
        }
        builder.push(input.node());
        builder.project(expressions.stream().map(input::over).toList(), List.of(), true);
        return new Rows(builder.build(), places(needed, project.getRowType().getFieldCount()));
    }

    /** The keys of a group by itself: whoever asks for them gets them as often as they are there. */
    private Rows setOfGroups(Aggregate aggregate, ImmutableBitSet needed) {
        List<Integer> keys = aggregate.getGroupSet().asList();
        ImmutableBitSet below =
                ImmutableBitSet.of(needed.asList().stream().map(keys::get).toList());
        Rows input = set(aggregate.getInput(), below);
        List<Integer> places = new ArrayList<>();
        for (int column = 0; column < aggregate.getRowType().getFieldCount(); column++) {
            places.add(needed.get(column) ? input.places().get(keys.get(column)) : -1);
        }
        return new Rows(input.node(), places);
    }

    private Rows setOfJoin(Join join, ImmutableBitSet needed) {
        int leftWidth = join.getLeft().getRowType().getFieldCount();
        ImmutableBitSet asked = RelOptUtil.InputFinder.bits(join.getCondition());
        boolean leftAlone = needed.nextSetBit(leftWidth) < 0;
        if (join.getJoinType() == JoinRelType.LEFT && leftAlone) {
            Rows left = set(join.getLeft(), needed);
            List<Integer> places = new ArrayList<>(left.places());
            places.addAll(Collections.nCopies(join.getRowType().getFieldCount() - leftWidth, -1));
            return new Rows(left.node(), places);
        }
        if (join.getJoinType() == JoinRelType.SEMI || join.getJoinType() == JoinRelType.ANTI) {
            Rows left = set(join.getLeft(), before(asked.union(needed), leftWidth));
            RelNode test = visitTest(join, left);
            return new Rows(test, test == join ? Rows.unchanged(join).places() : left.places());
        }
        if (join.getJoinType() != JoinRelType.INNER) {
            return Rows.unchanged(visit(join));
        }
        boolean leftKept = keeps(join, needed, true);
        boolean rightKept = keeps(join, needed, false);
        if (leftKept || rightKept) {
            boolean both = leftKept && rightKept;
            boolean keepsLeft = both ? rows(join.getLeft()) >= rows(join.getRight()) : leftKept;
            return halved(join, needed, keepsLeft);
        }
        Rows left = set(join.getLeft(), before(asked.union(needed), leftWidth));
        Rows right = set(join.getRight(), after(asked.union(needed), leftWidth));
        if (left.node() == join.getLeft() && right.node() == join.getRight()) {
            return Rows.unchanged(join);
        }
        RelNode joined = join.copy(
                join.getTraitSet(),
                overBoth(join.getCondition(), left, right),
                left.node(),
                right.node(),
                JoinRelType.INNER,
                false);
        List<Integer> places = new ArrayList<>(left.places());
        int newWidth = left.node().getRowType().getFieldCount();
        right.places().forEach(place -> places.add(place < 0 ? -1 : newWidth + place));
        return new Rows(joined, places);
    }

    private double rows(RelNode node) {
        return cardinality.of(node).rows();
    }

    /** Whether one side has all that is needed, the join repeats its rows, and a table of the other's keys is not dear. */
    private boolean keeps(Join join, ImmutableBitSet needed, boolean left) {
        RelNode kept = left ? join.getLeft() : join.getRight();
        RelNode other = left ? join.getRight() : join.getLeft();
        List<Integer> equal = equalColumns(join, left);
        boolean available = needed.asList().stream().allMatch(column -> equal.get(column) >= 0);
        boolean hasEquality = !join.analyzeCondition().leftKeys.isEmpty();
        return available && hasEquality && rows(other) <= RIGHT_ROWS_MAX * rows(kept) && rows(join) > rows(kept);
    }

    /** For each column of the join itself or an equal one, where one side has it; else -1. */
    private static List<Integer> equalColumns(Join join, boolean left) {
        int leftWidth = join.getLeft().getRowType().getFieldCount();
        List<Integer> equal = new ArrayList<>();
        for (int column = 0; column < join.getRowType().getFieldCount(); column++) {
            equal.add(column < leftWidth == left ? column : -1);
        }
        for (RexNode conjunct : RelOptUtil.conjunctions(join.getCondition())) {
            if (conjunct.isA(SqlKind.EQUALS)
                    && ((RexCall) conjunct).getOperands().get(0) instanceof RexInputRef one
                    && ((RexCall) conjunct).getOperands().get(1) instanceof RexInputRef other
                    && isSame(one, other)) {
                replace(equal, one.getIndex(), other.getIndex());
                replace(equal, other.getIndex(), one.getIndex());
            }
        }
        return equal;
    }

    private static void replace(List<Integer> equal, int column, int by) {
        if (equal.get(column) < 0 && equal.get(by) == by) {
            equal.set(column, by);
        }
    }

    /** Whether what compares equal is the same value: not so with the zeros of floating point, and the blanks of CHAR. */
    private static boolean isSame(RexInputRef one, RexInputRef other) {
        SqlTypeName type = one.getType().getSqlTypeName();
        boolean exact = SqlTypeName.INT_TYPES.contains(type) || type == SqlTypeName.DATE || type == SqlTypeName.VARCHAR;
        return exact && one.getType().equals(other.getType());
    }

    /** The rows of one side that have a match. */
    private Rows halved(Join join, ImmutableBitSet needed, boolean keepsLeft) {
        int leftWidth = join.getLeft().getRowType().getFieldCount();
        List<Integer> equal = equalColumns(join, keepsLeft);
        ImmutableBitSet asked = RelOptUtil.InputFinder.bits(join.getCondition());
        ImmutableBitSet all = asked.union(
                ImmutableBitSet.of(needed.asList().stream().map(equal::get).toList()));
        ImmutableBitSet ofLeft = before(keepsLeft ? all : asked, leftWidth);
        ImmutableBitSet ofRight = after(keepsLeft ? asked : all, leftWidth);
        Rows left = set(join.getLeft(), ofLeft);
        Rows right = set(join.getRight(), ofRight);
        Rows kept = keepsLeft ? left : right;
        Rows other = keepsLeft ? right : left;
        int keptWidth = kept.node().getRowType().getFieldCount();
        RexNode condition = join.getCondition().accept(new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef column) {
                boolean inLeft = column.getIndex() < leftWidth;
                int place = (inLeft ? left : right).places().get(column.getIndex() - (inLeft ? 0 : leftWidth));
                return new RexInputRef(inLeft == keepsLeft ? place : keptWidth + place, column.getType());
            }
        });
        RelNode semi = builder.push(kept.node())
                .push(other.node())
                .join(JoinRelType.SEMI, condition)
                .build();
        List<Integer> places = new ArrayList<>();
        for (int column : equal) {
            places.add(column < 0 ? -1 : kept.places().get(column - (keepsLeft ? 0 : leftWidth)));
        }
        return new Rows(semi, places);
    }

    // ---- Columns

    private static ImmutableBitSet before(ImmutableBitSet columns, int width) {
        return columns.intersect(ImmutableBitSet.range(width));
    }

    private static ImmutableBitSet after(ImmutableBitSet columns, int width) {
        return columns.except(ImmutableBitSet.range(width)).shift(-width);
    }

    private static List<Integer> places(ImmutableBitSet kept, int width) {
        return IntStream.range(0, width)
                .mapToObj(column -> kept.get(column) ? kept.indexOf(column) : -1)
                .toList();
    }

    private static RexNode overBoth(RexNode condition, Rows left, Rows right) {
        List<Integer> places = new ArrayList<>(left.places());
        int newWidth = left.node().getRowType().getFieldCount();
        right.places().forEach(place -> places.add(place < 0 ? -1 : newWidth + place));
        return renumbered(condition, places);
    }

    private static RexNode renumbered(RexNode expression, List<Integer> places) {
        return expression.accept(new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef column) {
                return new RexInputRef(places.get(column.getIndex()), column.getType());
            }
        });
    }
}
