package io.blink.sql.fusion;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Conditions that let all rows through which some of several filters over the same leaves keeps.
 *
 * <pre>
 *   (a = 1 AND b > 2), (a = 3 AND c)   =>   a = 1 OR a = 3             a column that all speak of
 *   (a = 1), (b = 2)                   =>   a = 1 OR b = 2             columns of one leaf
 *   (a = 1), (x = 2)                   =>   none: of different leaves, which each filter would narrow by itself
 * </pre>
 */
final class FilterUnion {
    private final RexBuilder rexBuilder;

    FilterUnion(RexBuilder rexBuilder) {
        this.rexBuilder = rexBuilder;
    }

    /** Empty if the union would keep rows that each filter by itself had no need to read. @param own conjuncts of each filter that not all have */
    Optional<List<RexNode>> of(JoinedRows rows, List<List<RexNode>> own) {
        if (own.stream().anyMatch(List::isEmpty)) {
            return Optional.of(List.of());
        }
        List<RexNode> ofColumns = alternatives(own, FilterUnion::onlyColumn);
        if (!ofColumns.isEmpty()) {
            return Optional.of(ofColumns);
        }
        List<RexNode> ofLeaves = alternatives(own, rows::leafOf);
        return ofLeaves.isEmpty() ? Optional.empty() : Optional.of(ofLeaves);
    }

    private static int onlyColumn(ImmutableBitSet columns) {
        return columns.cardinality() == 1 ? columns.nth(0) : -1;
    }

    /** @param placeOf where a condition on these columns belongs; -1: nowhere */
    private List<RexNode> alternatives(List<List<RexNode>> own, Function<ImmutableBitSet, Integer> placeOf) {
        List<Map<Integer, List<RexNode>>> byPlace =
                own.stream().map(conjuncts -> byPlace(conjuncts, placeOf)).toList();
        List<RexNode> alternatives = new ArrayList<>();
        for (int place : byPlace.get(0).keySet()) {
            if (byPlace.stream().allMatch(filter -> filter.containsKey(place))) {
                alternatives.add(RexUtil.composeDisjunction(
                        rexBuilder,
                        byPlace.stream()
                                .map(filter -> RexUtil.composeConjunction(rexBuilder, filter.get(place)))
                                .distinct()
                                .toList()));
            }
        }
        return alternatives;
    }

    private static Map<Integer, List<RexNode>> byPlace(
            List<RexNode> conjuncts, Function<ImmutableBitSet, Integer> placeOf) {
        Map<Integer, List<RexNode>> byPlace = new LinkedHashMap<>();
        for (RexNode conjunct : conjuncts) {
            int place = placeOf.apply(RelOptUtil.InputFinder.bits(conjunct));
            if (place >= 0) {
                byPlace.computeIfAbsent(place, unknown -> new ArrayList<>()).add(conjunct);
            }
        }
        return byPlace;
    }
}
