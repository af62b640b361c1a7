package io.blink.sql.logical.simplify;

import org.apache.calcite.plan.RelOptPredicateList;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexSimplify;
import org.apache.calcite.rex.RexUtil;

/** Simplifies each expression of a tree by itself, types kept: one cheap pass before the rules, which look at predicates of whole inputs too. */
public final class Simplification extends RelHomogeneousShuttle {
    private final RexShuttle inLists;
    private final RexShuttle simplify;

    private Simplification(RexBuilder rexBuilder) {
        RexSimplify simplifier = new RexSimplify(rexBuilder, RelOptPredicateList.EMPTY, ConstantFolding.INSTANCE);
        this.inLists = new InLists(rexBuilder);
        this.simplify = new RexShuttle() {
            @Override
            public RexNode visitCall(RexCall call) {
                return simplifier.simplifyPreservingType(call);
            }
        };
    }

    public static RelNode simplify(RelNode tree, RexBuilder rexBuilder) {
        return tree.accept(new Simplification(rexBuilder));
    }

    @Override
    public RelNode visit(RelNode other) {
        RelNode lists = super.visit(other).accept(inLists);
        return lists instanceof Filter filter ? simplified(filter) : lists.accept(simplify);
    }

    /** A condition may be NULL or not, whatever it was before: a cast that only says so is refused in a filter. */
    private RelNode simplified(Filter filter) {
        RexNode condition = simplify.apply(filter.getCondition());
        RexNode bare = RexUtil.removeNullabilityCast(filter.getCluster().getTypeFactory(), condition);
        return filter.copy(
                filter.getTraitSet(),
                filter.getInput(),
                RexUtil.flatten(filter.getCluster().getRexBuilder(), bare));
    }
}
