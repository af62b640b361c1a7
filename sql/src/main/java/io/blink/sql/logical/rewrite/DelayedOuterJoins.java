package io.blink.sql.logical.rewrite;

import io.blink.sql.join.Cardinality;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.tools.RelBuilder;

/**
 * Inner joins that make rows fewer come before outer ones that they do not look at: the rest of the run of inner joins can then be ordered as one, and few
 * rows are filled up.
 *
 * <pre>
 *   Join(inner, a.x = c.x)                 Join(left, a.y = b.y)
 *     Join(left, a.y = b.y; a, b), c   =>    Join(inner, a.x = c.x; a, c), b
 * </pre>
 */
public final class DelayedOuterJoins extends RelHomogeneousShuttle {
    /** A join along a foreign key may be thought to give a few rows more. */
    private static final double ROWS_MAX = 1.2;

    private final RelBuilder builder;
    private final Cardinality cardinality = new Cardinality();

    private DelayedOuterJoins(RelBuilder builder) {
        this.builder = builder;
    }

    public static RelNode delay(RelNode tree, RelBuilder builder) {
        boolean outer = Trees.any(tree, node -> node instanceof Join join && join.getJoinType() == JoinRelType.LEFT);
        return outer ? tree.accept(new DelayedOuterJoins(builder)) : tree;
    }

    @Override
    public RelNode visit(RelNode other) {
        RelNode visited = super.visit(other);
        return visited instanceof Join join ? delayed(join) : visited;
    }

    private RelNode delayed(Join join) {
        if (join.getJoinType() != JoinRelType.INNER || join.getCondition().isAlwaysTrue()) {
            return join;
        }
        return delayed(join, true).or(() -> delayed(join, false)).orElse(join);
    }

    private Optional<RelNode> delayed(Join join, boolean outerIsLeft) {
        int leftWidth = join.getLeft().getRowType().getFieldCount();
        RelNode side = outerIsLeft ? join.getLeft() : join.getRight();
        RelNode other = outerIsLeft ? join.getRight() : join.getLeft();
        int sideStart = outerIsLeft ? 0 : leftWidth;
        int otherStart = outerIsLeft ? leftWidth : 0;
        List<Integer> columns =
                IntStream.range(0, side.getRowType().getFieldCount()).boxed().toList();
        if (side instanceof Project project && project.getProjects().stream().allMatch(RexInputRef.class::isInstance)) {
            columns = project.getProjects().stream()
                    .map(column -> ((RexInputRef) column).getIndex())
                    .toList();
            side = project.getInput();
        }
        if (!(side instanceof Join outer) || outer.getJoinType() != JoinRelType.LEFT) {
            return Optional.empty();
        }
        List<Integer> places = columns;
        int sideWidth = places.size();
        int keptWidth = outer.getLeft().getRowType().getFieldCount();
        int otherWidth = other.getRowType().getFieldCount();
        boolean ofKept = RelOptUtil.InputFinder.bits(join.getCondition()).asList().stream()
                .map(column -> column - sideStart)
                .filter(column -> column >= 0 && column < sideWidth)
                .allMatch(column -> places.get(column) < keptWidth);
        if (!ofKept) {
            return Optional.empty();
        }
        IntUnaryOperator placeOf = column -> {
            int inSide = column - sideStart;
            if (inSide < 0 || inSide >= sideWidth) {
                return keptWidth + column - otherStart;
            }
            int place = places.get(inSide);
            return place < keptWidth ? place : place + otherWidth;
        };
        RelNode inner = builder.push(outer.getLeft())
                .push(other)
                .join(JoinRelType.INNER, renumbered(join.getCondition(), placeOf))
                .build();
        if (!(inner instanceof Join innerJoin)
                || cardinality.of(inner).rows()
                        > ROWS_MAX * cardinality.of(outer.getLeft()).rows()) {
            return Optional.empty();
        }
        builder.push(delayed(innerJoin)).push(outer.getRight());
        builder.join(
                JoinRelType.LEFT,
                renumbered(outer.getCondition(), column -> column < keptWidth ? column : column + otherWidth));
        List<RexNode> outputs = new ArrayList<>();
        for (int column = 0; column < join.getRowType().getFieldCount(); column++) {
            outputs.add(builder.field(placeOf.applyAsInt(column)));
        }
        return Optional.of(builder.project(outputs, join.getRowType().getFieldNames(), true)
                .build());
    }

    private static RexNode renumbered(RexNode expression, IntUnaryOperator placeOf) {
        return expression.accept(new RexShuttle() {
            @Override
            public RexNode visitInputRef(RexInputRef column) {
                return new RexInputRef(placeOf.applyAsInt(column.getIndex()), column.getType());
            }
        });
    }
}
