package io.blink.sql.logical.rewrite;

import io.blink.core.function.AggregateFunction;
import io.blink.sql.function.AggregateOperators;
import java.util.Optional;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rel.rules.AggregateGroupingSetsToUnionRule;
import org.apache.calcite.rel.rules.PruneEmptyRules;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * GROUPING SETS, ROLLUP and CUBE as a union of aggregates, each over all rows, where the results of one set cannot be made of those of another: with
 * DISTINCT and the like. Others stay as they are, and the physical phase makes each set of the next larger one.
 */
public final class GroupingSetExpansion {
    public static final RelOptRule RULE = AggregateGroupingSetsToUnionRule.Config.DEFAULT
            .withOperandSupplier(operand -> operand.operand(LogicalAggregate.class)
                    .predicate(GroupingSetExpansion::expands)
                    .anyInputs())
            .as(AggregateGroupingSetsToUnionRule.Config.class)
            .toRule();

    /** An aggregate of no rows is empty, unless one of its sets is the whole: that has one row. */
    public static final RelOptRule PRUNE_EMPTY =
            PruneEmptyRules.RemoveEmptySingleRule.RemoveEmptySingleRuleConfig.AGGREGATE
                    .withOperandSupplier(aggregate -> aggregate
                            .operand(Aggregate.class)
                            .predicate(node -> !node.getGroupSets().contains(ImmutableBitSet.of()))
                            .oneInput(values -> values.operand(Values.class)
                                    .predicate(Values::isEmpty)
                                    .noInputs()))
                    .as(PruneEmptyRules.RemoveEmptySingleRule.RemoveEmptySingleRuleConfig.class)
                    .toRule();

    private GroupingSetExpansion() {}

    private static boolean expands(Aggregate aggregate) {
        return aggregate.getGroupType() != Aggregate.Group.SIMPLE
                && !aggregate.getAggCallList().stream().allMatch(GroupingSetExpansion::merges);
    }

    /** Whether GROUPING, or a function of which two sets' partial results make that of their union. */
    private static boolean merges(AggregateCall call) {
        SqlKind kind = call.getAggregation().getKind();
        if (isGrouping(call)) {
            return true;
        }
        Optional<AggregateFunction> function =
                kind == SqlKind.SUM0 ? Optional.of(AggregateFunction.SUM) : AggregateOperators.functionOf(call);
        return !call.isDistinct()
                && call.getCollation().getFieldCollations().isEmpty()
                && function.map(GroupingSetExpansion::merges).orElse(false);
    }

    private static boolean merges(AggregateFunction function) {
        return switch (function) {
            case COUNT_ALL, COUNT, SUM, MIN, MAX, AVG, STDDEV_SAMP, STDDEV_POP, VAR_SAMP, VAR_POP -> true;
            case ANY_VALUE, BOOL_AND, BOOL_OR -> true;
            default -> false;
        };
    }

    public static boolean isGrouping(AggregateCall call) {
        return call.getAggregation().getKind() == SqlKind.GROUPING;
    }
}
