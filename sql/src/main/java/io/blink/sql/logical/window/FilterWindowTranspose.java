package io.blink.sql.logical.window;

import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.tools.RelBuilder;

/**
 * What a filter says of the rows and not of their windows is asked before they have some; of the rows of a SESSION only what it says of the partition, since every row may hold one together.
 *
 * <pre>
 *   Filter(a AND b(window_start); WindowAssign(X))  =>  Filter(b(window_start); WindowAssign(Filter(a; X)))
 * </pre>
 */
public final class FilterWindowTranspose extends RelOptRule {
    public static final FilterWindowTranspose INSTANCE = new FilterWindowTranspose();

    @SuppressWarnings("deprecation") // The constructor's successor generates its configuration class from an annotation
    // processor.
    private FilterWindowTranspose() {
        super(operand(Filter.class, operand(LogicalWindowAssign.class, any())), "FilterWindowTranspose");
    }

    @Override
    public void onMatch(RelOptRuleCall call) {
        Filter filter = call.rel(0);
        LogicalWindowAssign assign = call.rel(1);
        List<RexNode> below = new ArrayList<>();
        List<RexNode> above = new ArrayList<>();
        for (RexNode conjunct : RelOptUtil.conjunctions(filter.getCondition())) {
            (assign.commutesWithFilterOn(RelOptUtil.InputFinder.bits(conjunct)) ? below : above).add(conjunct);
        }
        if (below.isEmpty()) {
            return;
        }
        RelBuilder builder = call.builder();
        RelNode filtered = builder.push(assign.getInput()).filter(below).build();
        call.transformTo(builder.push(assign.copy(assign.getTraitSet(), List.of(filtered)))
                .filter(above)
                .build());
    }
}
