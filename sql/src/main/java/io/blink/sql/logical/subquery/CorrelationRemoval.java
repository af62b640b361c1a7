package io.blink.sql.logical.subquery;

import io.blink.core.error.BlinkException;
import io.blink.sql.SqlErrorCode;
import io.blink.sql.logical.rewrite.Rules;
import io.blink.sql.logical.rewrite.Trees;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.rules.CoreRules;
import org.apache.calcite.rel.rules.FilterProjectTransposeRule;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql2rel.TopDownGeneralDecorrelator;
import org.apache.calcite.tools.RelBuilder;

/**
 * Removes correlation top-down. Calcite's class keeps one set of outer columns for all that it goes through, so that it does not get past a node with Correlates below
 * several of its inputs: these inputs are done one by one before.
 */
final class CorrelationRemoval {
    private final RelBuilder builder;

    private CorrelationRemoval(RelBuilder builder) {
        this.builder = builder;
    }

    static RelNode of(RelNode tree, RelBuilder builder) {
        try {
            return removed(tree, builder);
        } catch (NullPointerException unknownColumn) {
            // Calcite's class looks an outer column up where it did not bring it to: a tree that it cannot do.
            throw new BlinkException(
                    SqlErrorCode.QUERY_NOT_SUPPORTED,
                    "Sub-queries or LATERALs within each other refer to outer queries in a way that is not supported; write one of them as a join",
                    unknownColumn);
        }
    }

    private static RelNode removed(RelNode tree, RelBuilder builder) {
        RelNode guarded = CorrelationGuards.put(tree);
        if (!branches(guarded)) {
            return TopDownGeneralDecorrelator.decorrelateQuery(UnsharedNodes.of(guarded), builder);
        }
        // Conditions go down first, as they would with all of the tree in hand.
        RelNode lowered =
                Rules.applyAll(guarded, filterBelowProject(), CoreRules.FILTER_INTO_JOIN, CoreRules.FILTER_CORRELATE);
        RelNode apart = new CorrelationRemoval(builder).oneByOne(lowered);
        return TopDownGeneralDecorrelator.decorrelateQuery(UnsharedNodes.of(apart), builder);
    }

    private static RelOptRule filterBelowProject() {
        return CoreRules.FILTER_PROJECT_TRANSPOSE
                .config
                .withOperandSupplier(filter -> filter.operand(Filter.class)
                        .predicate(node -> !RexUtil.containsCorrelation(node.getCondition()))
                        .oneInput(project -> project.operand(Project.class).anyInputs()))
                .as(FilterProjectTransposeRule.Config.class)
                .toRule();
    }

    private static boolean branches(RelNode node) {
        return isBranch(node) || node.getInputs().stream().anyMatch(CorrelationRemoval::branches);
    }

    /** A Correlate begins anew on its left and takes over its own columns on its right. */
    private static boolean isBranch(RelNode node) {
        if (node instanceof Correlate) {
            return false;
        }
        long correlated = node.getInputs().stream()
                .filter(input -> Trees.contains(input, Correlate.class))
                .count();
        return correlated > 1;
    }

    private RelNode oneByOne(RelNode node) {
        boolean branch = isBranch(node);
        List<RelNode> inputs = new ArrayList<>();
        for (RelNode input : node.getInputs()) {
            RelNode done = oneByOne(input);
            boolean closed = RelOptUtil.getVariablesUsed(done).isEmpty();
            inputs.add(
                    branch && closed && Trees.contains(done, Correlate.class)
                            ? TopDownGeneralDecorrelator.decorrelateQuery(UnsharedNodes.of(done), builder)
                            : done);
        }
        return inputs.equals(node.getInputs()) ? node : node.copy(node.getTraitSet(), inputs);
    }
}
