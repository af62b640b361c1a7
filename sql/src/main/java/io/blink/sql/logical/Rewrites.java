package io.blink.sql.logical;

import io.blink.sql.logical.rewrite.AggregateRemoval;
import io.blink.sql.logical.rewrite.GroupingSetExpansion;
import io.blink.sql.logical.rewrite.Rules;
import io.blink.sql.logical.subquery.FilterUnnestTranspose;
import io.blink.sql.logical.window.FilterWindowTranspose;
import io.blink.sql.over.FilterOverTranspose;
import java.util.List;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.rules.CoreRules;
import org.apache.calcite.rel.rules.FilterAggregateTransposeRule;
import org.apache.calcite.rel.rules.FilterProjectTransposeRule;
import org.apache.calcite.rel.rules.PruneEmptyRules;
import org.apache.calcite.rex.RexUtil;

/** The rule sets of the logical phase, each run to its fixed point. */
final class Rewrites {
    /** Not below a random value, which would be drawn once for the condition and once more for its readers. */
    private static final RelOptRule FILTER_BELOW_PROJECT = FilterProjectTransposeRule.Config.DEFAULT
            .withOperandFor(
                    Filter.class,
                    filter -> !RexUtil.containsCorrelation(filter.getCondition()),
                    Project.class,
                    project -> project.getProjects().stream().allMatch(RexUtil::isDeterministic))
            .toRule();

    /**
     * Not below an aggregate with a group of all rows, which is there without any: a condition that gets below it has no columns, and where it holds for no
     * row that group would be left.
     */
    private static final RelOptRule FILTER_BELOW_AGGREGATE = FilterAggregateTransposeRule.Config.DEFAULT
            .withOperandSupplier(filter -> filter.operand(Filter.class).oneInput(input -> input.operand(Aggregate.class)
                    .predicate(aggregate -> !aggregate.hasEmptyGroup())
                    .anyInputs()))
            .as(FilterAggregateTransposeRule.Config.class)
            .toRule();

    /** Set operations, grouping sets and the like in terms of what operators do. */
    private static final List<RelOptRule> TO_PLAIN_OPERATORS = List.of(
            GroupingSetExpansion.RULE,
            CoreRules.UNION_TO_DISTINCT,
            CoreRules.INTERSECT_TO_DISTINCT,
            CoreRules.MINUS_TO_DISTINCT,
            CoreRules.UNION_MERGE);

    /** Expressions simplified, filters as far down as they go, outer joins that filters make inner, empty branches gone. */
    private static final List<RelOptRule> PREDICATES = List.of(
            CoreRules.FILTER_REDUCE_EXPRESSIONS,
            CoreRules.FILTER_MERGE,
            CoreRules.FILTER_INTO_JOIN,
            CoreRules.JOIN_CONDITION_PUSH,
            FILTER_BELOW_PROJECT,
            FILTER_BELOW_AGGREGATE,
            CoreRules.FILTER_SET_OP_TRANSPOSE,
            FilterOverTranspose.INSTANCE,
            FilterUnnestTranspose.INSTANCE,
            FilterWindowTranspose.INSTANCE,
            CoreRules.JOIN_PUSH_EXPRESSIONS,
            CoreRules.PROJECT_MERGE,
            CoreRules.PROJECT_REMOVE,
            PruneEmptyRules.UNION_INSTANCE,
            PruneEmptyRules.PROJECT_INSTANCE,
            PruneEmptyRules.FILTER_INSTANCE,
            PruneEmptyRules.SORT_INSTANCE,
            GroupingSetExpansion.PRUNE_EMPTY,
            PruneEmptyRules.JOIN_LEFT_INSTANCE,
            PruneEmptyRules.JOIN_RIGHT_INSTANCE,
            PruneEmptyRules.SORT_FETCH_ZERO_INSTANCE);

    private static final List<RelOptRule> CLEANUP = List.of(
            CoreRules.PROJECT_MERGE,
            CoreRules.PROJECT_REMOVE,
            CoreRules.FILTER_MERGE,
            CoreRules.AGGREGATE_PROJECT_MERGE,
            AggregateRemoval.INSTANCE,
            CoreRules.SORT_REMOVE,
            CoreRules.SORT_REMOVE_CONSTANT_KEYS,
            CoreRules.LIMIT_MERGE,
            CoreRules.UNION_MERGE);

    private Rewrites() {}

    static RelNode toPlainOperators(RelNode tree) {
        return Rules.applyAll(tree, TO_PLAIN_OPERATORS);
    }

    static RelNode pushPredicates(RelNode tree) {
        return Rules.applyAll(tree, PREDICATES);
    }

    static RelNode cleanUp(RelNode tree) {
        return Rules.applyAll(tree, CLEANUP);
    }
}
