package io.blink.sql.share;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.util.ImmutableBitSet;

/** What the readers of shared sub-plans keep of their rows. */
final class ReaderFilters {
    private ReaderFilters() {}

    /** Adds for each place that reads a sub-plan the conjuncts right above it. */
    static void collect(RelNode tree, Map<SharedSubPlan, List<List<RexNode>>> into) {
        if (tree instanceof SharedRows rows) {
            into.computeIfAbsent(rows.plan(), plan -> new ArrayList<>()).add(List.of());
        } else if (tree instanceof Filter filter && filter.getInput() instanceof SharedRows rows) {
            into.computeIfAbsent(rows.plan(), plan -> new ArrayList<>())
                    .add(RelOptUtil.conjunctions(filter.getCondition()));
        } else {
            tree.getInputs().forEach(input -> collect(input, into));
        }
    }

    /**
     * Conditions that all rows fulfil which some reader keeps: for each column that every reader has conditions on, one of these. Being over a single
     * column each goes down as far as its column comes from.
     *
     * <pre>
     *   (a = 1 AND b > 2), (a = 3)  =>  a = 1 OR a = 3
     * </pre>
     */
    static List<RexNode> common(List<List<RexNode>> readers, RexBuilder rexBuilder) {
        List<Map<Integer, List<RexNode>>> byColumn =
                readers.stream().map(ReaderFilters::byColumn).toList();
        List<RexNode> common = new ArrayList<>();
        for (int column : byColumn.get(0).keySet()) {
            if (byColumn.stream().allMatch(reader -> reader.containsKey(column))) {
                List<RexNode> alternatives = byColumn.stream()
                        .map(reader -> RexUtil.composeConjunction(rexBuilder, reader.get(column)))
                        .distinct()
                        .toList();
                common.add(RexUtil.composeDisjunction(rexBuilder, alternatives));
            }
        }
        return common;
    }

    private static Map<Integer, List<RexNode>> byColumn(List<RexNode> conjuncts) {
        Map<Integer, List<RexNode>> byColumn = new LinkedHashMap<>();
        for (RexNode conjunct : conjuncts) {
            ImmutableBitSet columns = RelOptUtil.InputFinder.bits(conjunct);
            if (columns.cardinality() == 1) {
                byColumn.computeIfAbsent(columns.nth(0), column -> new ArrayList<>())
                        .add(conjunct);
            }
        }
        return byColumn;
    }
}
