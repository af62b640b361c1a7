package io.blink.sql.logical.rewrite;

import java.util.List;
import org.apache.calcite.plan.RelOptPredicateList;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.tools.RelBuilder;

/**
 * What one side of an equi-join promises holds for the other side too, once for each join and those below first. Repeated until nothing changes it need not
 * end: what is found may be said in other words by the simplification of all that holds below, and found again.
 *
 * <pre>
 *   Join(a.x = b.y)              Join(a.x = b.y)
 *     Filter(a.x > 3)      =>      Filter(a.x > 3)
 *     b                            Filter(b.y > 3)
 * </pre>
 */
public final class InferredPredicates extends RelHomogeneousShuttle {
    private final RelBuilder builder;

    private InferredPredicates(RelBuilder builder) {
        this.builder = builder;
    }

    public static RelNode add(RelNode tree, RelBuilder builder) {
        return Trees.contains(tree, Join.class) ? tree.accept(new InferredPredicates(builder)) : tree;
    }

    @Override
    public RelNode visit(RelNode other) {
        RelNode visited = super.visit(other);
        return visited instanceof Join join ? inferred(join) : visited;
    }

    private RelNode inferred(Join join) {
        RelOptPredicateList predicates = join.getCluster().getMetadataQuery().getPulledUpPredicates(join);
        if (predicates.leftInferredPredicates.isEmpty() && predicates.rightInferredPredicates.isEmpty()) {
            return join;
        }
        RelNode left = filtered(join.getLeft(), predicates.leftInferredPredicates);
        RelNode right = filtered(join.getRight(), predicates.rightInferredPredicates);
        return join.copy(
                join.getTraitSet(), join.getCondition(), left, right, join.getJoinType(), join.isSemiJoinDone());
    }

    /** Other columns may have NULLs where those had none of which the predicates spoke. */
    private RelNode filtered(RelNode input, List<RexNode> predicates) {
        if (predicates.isEmpty()) {
            return input;
        }
        List<RelDataType> types = RelOptUtil.getFieldTypeList(input.getRowType());
        List<RexNode> typed = RexUtil.fixUp(builder.getRexBuilder(), predicates, types);
        return builder.push(input).filter(typed).build();
    }
}
