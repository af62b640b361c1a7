package io.blink.sql.over;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.plan.RelRule;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.rules.FilterMergeRule;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * A condition on keys by which all groups are partitioned drops whole partitions, before they are sorted.
 *
 * <pre>
 *   Filter(key = 1 AND rank = 1)  =>  Filter(rank = 1)
 *     Over(partition key, …)            Over(partition key, …)
 *                                         Filter(key = 1)
 * </pre>
 */
public final class FilterOverTranspose extends RelRule<RelRule.Config> {
    public static final FilterOverTranspose INSTANCE = new FilterOverTranspose();

    private FilterOverTranspose() {
        super(FilterMergeRule.Config.DEFAULT
                .withOperandSupplier(filter -> filter.operand(Filter.class)
                        .oneInput(over -> over.operand(LogicalOver.class).anyInputs()))
                .withDescription("FilterOverTranspose"));
    }

    @Override
    public void onMatch(RelOptRuleCall call) {
        Filter filter = call.rel(0);
        LogicalOver over = call.rel(1);
        ImmutableBitSet keys = over.commonPartitionKeys();
        List<RexNode> below = new ArrayList<>();
        List<RexNode> above = new ArrayList<>();
        for (RexNode conjunct : RelOptUtil.conjunctions(filter.getCondition())) {
            ImmutableBitSet used = RelOptUtil.InputFinder.bits(conjunct);
            boolean moves = !used.isEmpty() && keys.contains(used) && RexUtil.isDeterministic(conjunct);
            (moves ? below : above).add(conjunct);
        }
        if (below.isEmpty()) {
            return;
        }
        RelBuilder builder = call.builder();
        builder.push(over.getInput()).filter(below);
        builder.push(LogicalOver.create(builder.build(), over.groups())).filter(above);
        call.transformTo(builder.build());
    }
}
