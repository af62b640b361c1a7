package io.blink.sql.logical.subquery;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * What a filter says of the rows and not of their elements is asked once a row.
 *
 * <pre>
 *   Filter(a AND b(element); Unnest(X))  =>  Filter(b(element); Unnest(Filter(a; X)))
 * </pre>
 */
public final class FilterUnnestTranspose extends RelOptRule {
    public static final FilterUnnestTranspose INSTANCE = new FilterUnnestTranspose();

    @SuppressWarnings("deprecation") // The constructor's successor generates its configuration class from an annotation
    // processor.
    private FilterUnnestTranspose() {
        super(operand(Filter.class, operand(LogicalUnnest.class, any())), "FilterUnnestTranspose");
    }

    @Override
    public void onMatch(RelOptRuleCall call) {
        Filter filter = call.rel(0);
        LogicalUnnest unnest = call.rel(1);
        ImmutableBitSet input =
                ImmutableBitSet.range(unnest.getInput().getRowType().getFieldCount());
        List<RexNode> below = new ArrayList<>();
        List<RexNode> above = new ArrayList<>();
        for (RexNode conjunct : RelOptUtil.conjunctions(filter.getCondition())) {
            (input.contains(RelOptUtil.InputFinder.bits(conjunct)) ? below : above).add(conjunct);
        }
        if (below.isEmpty()) {
            return;
        }
        RelBuilder builder = call.builder();
        RelNode filtered = builder.push(unnest.getInput()).filter(below).build();
        call.transformTo(builder.push(unnest.over(filtered, unnest.collection()))
                .filter(above)
                .build());
    }
}
