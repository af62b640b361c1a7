package io.blink.sql.logical.simplify;

import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;

/** Takes out of disjunctions what all their branches demand: {@code (a = b AND c) OR (a = b AND d)} becomes {@code a = b AND (c OR d)}, a join key. */
public final class CommonFactors extends RelHomogeneousShuttle {
    private final RexBuilder rexBuilder;

    private CommonFactors(RexBuilder rexBuilder) {
        this.rexBuilder = rexBuilder;
    }

    public static RelNode pull(RelNode tree, RexBuilder rexBuilder) {
        return tree.accept(new CommonFactors(rexBuilder));
    }

    @Override
    public RelNode visit(RelNode other) {
        RelNode visited = super.visit(other);
        if (visited instanceof Filter filter) {
            RexNode condition = RexUtil.pullFactors(rexBuilder, filter.getCondition());
            return filter.copy(filter.getTraitSet(), filter.getInput(), condition);
        }
        if (visited instanceof Join join) {
            RexNode condition = RexUtil.pullFactors(rexBuilder, join.getCondition());
            return condition.getType().equals(join.getCondition().getType())
                    ? join.copy(
                            join.getTraitSet(),
                            condition,
                            join.getLeft(),
                            join.getRight(),
                            join.getJoinType(),
                            join.isSemiJoinDone())
                    : join;
        }
        return visited;
    }
}
