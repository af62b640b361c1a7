package io.blink.sql.aggregate;

import io.blink.sql.join.Cardinality;
import io.blink.sql.join.Estimate;
import io.blink.sql.join.Estimate.ColumnEstimate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Finds the lowest place in a tree of joins where grouping leaves few rows, and puts a {@link LocalAggregate} there. All results have the columns that
 * are passed on, then one for each call.
 */
final class PartialPlacement {
    private static final double ROWS_MIN = 50_000;
    private static final double GROUPS_PER_ROW_MAX = 0.5;

    /** A join that leaves fewer of its rows is better done first. */
    private static final double JOIN_KEEPS_MIN = 0.5;

    private final RelBuilder builder;
    private final Cardinality cardinality;
    private final List<EagerCall> calls;

    PartialPlacement(RelBuilder builder, Cardinality cardinality, List<EagerCall> calls) {
        this.builder = builder;
        this.cardinality = cardinality;
        this.calls = calls;
    }

    /**
     * The node with grouping somewhere below its top.
     *
     * @param passed columns that are needed besides the calls' values
     * @param values of the calls, over the node's columns; {@code null} where rows are counted
     */
    Optional<RelNode> below(RelNode node, ImmutableBitSet passed, List<RexNode> values) {
        if (node instanceof Project project && !project.containsOver()) {
            return belowProject(project, passed, values);
        }
        if (!(node instanceof Join join) || join.getJoinType() != JoinRelType.INNER) {
            return Optional.empty();
        }
        int leftWidth = join.getLeft().getRowType().getFieldCount();
        ImmutableBitSet used = columnsOf(values);
        ImmutableBitSet all = passed.union(RelOptUtil.InputFinder.bits(join.getCondition()));
        ImmutableBitSet left = ImmutableBitSet.range(leftWidth);
        if (left.contains(used)) {
            Optional<RelNode> placed = belowSide(join, join.getLeft(), all.intersect(left), values, 0);
            if (placed.isPresent() || !used.isEmpty()) {
                return placed.map(side -> joined(join, side, true, passed, all.intersect(left)));
            }
        }
        if (used.intersects(left)) {
            return Optional.empty();
        }
        ImmutableBitSet passedRight = all.except(left).shift(-leftWidth);
        List<RexNode> shifted = values.stream()
                .map(value -> value == null ? null : RexUtil.shift(value, -leftWidth))
                .toList();
        return belowSide(join, join.getRight(), passedRight, shifted, leftWidth)
                .map(side -> joined(join, side, false, passed, passedRight));
    }

    private static ImmutableBitSet columnsOf(List<RexNode> expressions) {
        return RelOptUtil.InputFinder.bits(
                expressions.stream().filter(expression -> expression != null).toList(), null);
    }

    private Optional<RelNode> belowSide(
            Join join, RelNode side, ImmutableBitSet passed, List<RexNode> values, int firstColumn) {
        if (cardinality.of(join).rows() < JOIN_KEEPS_MIN * cardinality.of(side).rows()) {
            return Optional.empty();
        }
        Optional<RelNode> deeper = below(side, passed, values);
        return deeper.isPresent() ? deeper : at(side, passed, values);
    }

    private Optional<RelNode> belowProject(Project project, ImmutableBitSet passed, List<RexNode> values) {
        List<RexNode> columns =
                passed.asList().stream().map(project.getProjects()::get).toList();
        List<RexNode> inlined = new ArrayList<>();
        for (RexNode value : values) {
            inlined.add(value == null ? null : RelOptUtil.pushPastProject(value, project));
        }
        ImmutableBitSet passedBelow = RelOptUtil.InputFinder.bits(columns, null);
        return below(project.getInput(), passedBelow, inlined).map(input -> {
            builder.push(input);
            List<RexNode> outputs = new ArrayList<>();
            columns.forEach(column -> outputs.add(renumbered(column, passedBelow, 0)));
            addPartials(passedBelow.cardinality(), outputs);
            return builder.project(outputs).build();
        });
    }

    private Optional<RelNode> at(RelNode node, ImmutableBitSet passed, List<RexNode> values) {
        Estimate estimate = cardinality.of(node);
        if (passed.isEmpty() || estimate.rows() < ROWS_MIN || groups(node, estimate, passed) > GROUPS_PER_ROW_MAX) {
            return Optional.empty();
        }
        builder.push(node);
        List<RexNode> columns = new ArrayList<>(builder.fields(passed.asList()));
        values.stream().filter(value -> value != null).forEach(columns::add);
        builder.project(columns, List.of(), true);
        List<RelBuilder.AggCall> partials = new ArrayList<>();
        int column = passed.cardinality();
        for (int i = 0; i < calls.size(); i++) {
            List<RexNode> arguments = values.get(i) == null ? List.of() : List.of(builder.field(column++));
            partials.add(builder.aggregateCall(calls.get(i).first(), arguments).as("partial$" + i));
        }
        RelNode grouped = builder.aggregate(builder.groupKey(ImmutableBitSet.range(passed.cardinality())), partials)
                .build();
        boolean plain = grouped instanceof Aggregate
                && grouped.getRowType().getFieldCount() == passed.cardinality() + calls.size();
        return plain ? Optional.of(LocalAggregate.of((Aggregate) grouped)) : Optional.empty();
    }

    /** For each row; 1 where it is not known. */
    private static double groups(RelNode node, Estimate estimate, ImmutableBitSet keys) {
        double groups = 1;
        for (int key : keys) {
            groups *= distinct(node, estimate, key);
        }
        return Double.isNaN(groups) ? 1 : groups / estimate.rows();
    }

    /** Whole numbers have no more values than their range. */
    private static double distinct(RelNode node, Estimate estimate, int column) {
        ColumnEstimate known = estimate.columns().get(column);
        SqlTypeName type =
                node.getRowType().getFieldList().get(column).getType().getSqlTypeName();
        boolean whole = SqlTypeName.INT_TYPES.contains(type) || type == SqlTypeName.DATE;
        double width = whole && known.range().isKnown()
                ? known.range().greatest() - known.range().least() + 1
                : Double.NaN;
        double distinct = Double.isNaN(known.distinct()) || width < known.distinct() ? width : known.distinct();
        return Math.min(distinct, estimate.rows());
    }

    private RelNode joined(Join join, RelNode side, boolean left, ImmutableBitSet passed, ImmutableBitSet ofSide) {
        int leftWidth = join.getLeft().getRowType().getFieldCount();
        int newLeftWidth = left ? side.getRowType().getFieldCount() : leftWidth;
        int firstColumn = left ? 0 : leftWidth;
        RexShuttle renumber = new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef column) {
                boolean ofLeft = column.getIndex() < leftWidth;
                int place = ofLeft == left
                        ? firstColumn + ofSide.indexOf(column.getIndex() - firstColumn)
                        : column.getIndex() + (ofLeft ? 0 : newLeftWidth - leftWidth);
                return new RexInputRef(place, column.getType());
            }
        };
        builder.push(left ? side : join.getLeft()).push(left ? join.getRight() : side);
        builder.join(JoinRelType.INNER, join.getCondition().accept(renumber));
        List<RexNode> outputs = new ArrayList<>();
        RexBuilder rexBuilder = builder.getRexBuilder();
        for (int column : passed) {
            outputs.add(rexBuilder.makeInputRef(join, column).accept(renumber));
        }
        addPartials(firstColumn + ofSide.cardinality(), outputs);
        return builder.project(outputs).build();
    }

    private void addPartials(int firstPartial, List<RexNode> outputs) {
        for (int i = 0; i < calls.size(); i++) {
            outputs.add(builder.field(firstPartial + i));
        }
    }

    /** An expression over a node's columns, over those of them that are passed on. */
    static RexNode renumbered(RexNode expression, ImmutableBitSet passed, int firstColumn) {
        return expression.accept(new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef column) {
                return new RexInputRef(firstColumn + passed.indexOf(column.getIndex()), column.getType());
            }
        });
    }
}
