package io.blink.sql.logical;

import io.blink.sql.aggregate.EagerAggregation;
import io.blink.sql.join.JoinOrdering;
import io.blink.sql.logical.pruning.ColumnPruning;
import io.blink.sql.logical.pruning.FieldPruning;
import io.blink.sql.logical.rewrite.DelayedOuterJoins;
import io.blink.sql.logical.rewrite.ExistenceJoins;
import io.blink.sql.logical.rewrite.InferredPredicates;
import io.blink.sql.logical.rewrite.JoinConditions;
import io.blink.sql.logical.rewrite.OuterJoins;
import io.blink.sql.logical.simplify.StringComparisons;
import io.blink.sql.logical.window.WindowAggregation;
import io.blink.sql.share.SubPlanSharing;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * The two halves of optimizing a tree of plain operators.
 *
 * @param reorders whether joins are put in order: streams keep the written order, since a plan that lives for months must not follow statistics that
 *     change
 * @param groupsEarly whether rows may be grouped before joins
 * @param lateColumns that rows keep to where they may be late, by their names in lower case
 */
record OptimizationPhases(RelBuilder builder, boolean reorders, boolean groupsEarly, Set<String> lateColumns)
        implements SubPlanSharing.Phases {
    @Override
    public RelNode push(RelNode tree) {
        RelNode pushed = Rewrites.pushPredicates(tree);
        RelNode simple = JoinConditions.simplify(OuterJoins.simplify(pushed, builder), builder);
        return Rewrites.pushPredicates(InferredPredicates.add(simple, builder));
    }

    @Override
    public RelNode finish(RelNode tree) {
        RexBuilder rexBuilder = builder.getRexBuilder();
        RelNode windowed = WindowAggregation.rewrite(tree, builder, lateColumns);
        RelNode ordered =
                reorders ? JoinOrdering.reorder(DelayedOuterJoins.delay(windowed, builder), builder) : windowed;
        RelNode pruned = ColumnPruning.prune(ordered, builder, lateColumns);
        RelNode existing = reorders ? ExistenceJoins.reduce(pruned, builder) : pruned;
        RelNode eager = groupsEarly ? EagerAggregation.push(existing, builder) : existing;
        RelNode clean = StringComparisons.withoutCasts(Rewrites.cleanUp(eager), rexBuilder);
        return FieldPruning.prune(clean);
    }

    @Override
    public Map<Integer, ImmutableBitSet> sharedColumns(RelNode tree) {
        return ColumnPruning.sharedColumns(tree, builder);
    }
}
