package io.blink.sql.logical.rewrite;

import java.util.List;
import org.apache.calcite.plan.RelOptRuleCall;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.rules.AggregateRemoveRule;
import org.apache.calcite.rel.type.RelDataTypeField;

/**
 * Calcite's rule that makes an aggregate over unique keys a projection, only where the results keep their types: a branch of GROUPING SETS has nullable
 * ones also for arguments that are never NULL, and a tree must not change its type.
 */
public final class AggregateRemoval extends AggregateRemoveRule {
    public static final AggregateRemoval INSTANCE = new AggregateRemoval();

    private AggregateRemoval() {
        super(Config.DEFAULT);
    }

    @Override
    public boolean matches(RelOptRuleCall call) {
        Aggregate aggregate = call.rel(0);
        List<RelDataTypeField> input = aggregate.getInput().getRowType().getFieldList();
        return aggregate.getAggCallList().stream().allMatch(result -> keepsType(result, input));
    }

    private static boolean keepsType(AggregateCall call, List<RelDataTypeField> input) {
        boolean nullable = call.getArgList().stream()
                .anyMatch(argument -> input.get(argument).getType().isNullable());
        return !call.getType().isNullable() || nullable;
    }
}
