package io.blink.sql.metadata;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.calcite.plan.RelOptPredicateList;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.metadata.RelMdPredicates;
import org.apache.calcite.rel.metadata.RelMetadataQuery;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;

/**
 * What holds for each row of a relation, as Calcite knows it, but for two things. A comparison with NULL, which never holds and with which Calcite makes no
 * list, is left out. And there is an end to it: of many or long predicates the first ones are kept, and a predicate is not spelled in all ways in which
 * equal columns can be named where there are too many. To know less is never wrong.
 */
public final class BoundedPredicates extends RelMdPredicates {
    private static final int PREDICATES_MAX = 200;
    private static final int NODES_MAX = 4_000;
    private static final int SPELLINGS_MAX = 500;

    @Override
    public RelOptPredicateList getPredicates(Filter filter, RelMetadataQuery query) {
        RexBuilder rexBuilder = filter.getCluster().getRexBuilder();
        List<RexNode> own = RexUtil.retainDeterministic(possible(filter.getCondition()));
        RelOptPredicateList input = query.getPulledUpPredicates(filter.getInput());
        return bounded(filter, input.union(rexBuilder, RelOptPredicateList.of(rexBuilder, own)));
    }

    @Override
    public RelOptPredicateList getPredicates(Join join, RelMetadataQuery query) {
        RexBuilder rexBuilder = join.getCluster().getRexBuilder();
        List<RexNode> possible = possible(join.getCondition());
        if (tooManySpellings(inputs(join, query), equalColumns(possible))) {
            return RelOptPredicateList.EMPTY;
        }
        if (possible.size() == RelOptUtil.conjunctions(join.getCondition()).size()) {
            return bounded(join, super.getPredicates(join, query));
        }
        RelNode wider = join.copy(
                join.getTraitSet(),
                RexUtil.composeConjunction(rexBuilder, possible),
                join.getLeft(),
                join.getRight(),
                join.getJoinType(),
                join.isSemiJoinDone());
        return bounded(join, super.getPredicates((Join) wider, query));
    }

    @Override
    public RelOptPredicateList getPredicates(Project project, RelMetadataQuery query) {
        Map<Integer, Integer> copies = new HashMap<>();
        for (RexNode expression : project.getProjects()) {
            if (expression instanceof RexInputRef column) {
                copies.merge(column.getIndex(), 1, Integer::sum);
            }
        }
        List<RexNode> input = query.getPulledUpPredicates(project.getInput()).pulledUpPredicates;
        return tooManySpellings(input, copies)
                ? RelOptPredicateList.EMPTY
                : bounded(project, super.getPredicates(project, query));
    }

    @Override
    public RelOptPredicateList getPredicates(Union union, RelMetadataQuery query) {
        return bounded(union, super.getPredicates(union, query));
    }

    private static List<RexNode> possible(RexNode condition) {
        return RelOptUtil.conjunctions(condition).stream()
                .filter(conjunct -> !isComparisonWithNull(conjunct))
                .toList();
    }

    private static boolean isComparisonWithNull(RexNode conjunct) {
        return conjunct.isA(SqlKind.COMPARISON)
                && conjunct.getKind() != SqlKind.IS_DISTINCT_FROM
                && conjunct.getKind() != SqlKind.IS_NOT_DISTINCT_FROM
                && ((RexCall) conjunct).getOperands().stream().anyMatch(RexLiteral::isNullLiteral);
    }

    private static List<RexNode> inputs(Join join, RelMetadataQuery query) {
        List<RexNode> both = new ArrayList<>(query.getPulledUpPredicates(join.getLeft()).pulledUpPredicates);
        int shift = join.getLeft().getRowType().getFieldCount();
        both.addAll(RexUtil.shift(query.getPulledUpPredicates(join.getRight()).pulledUpPredicates, shift));
        return both;
    }

    /** How many columns the conjuncts make equal to each column, itself included, at most. */
    private static Map<Integer, Integer> equalColumns(List<RexNode> conjuncts) {
        Map<Integer, List<Integer>> classes = new HashMap<>();
        for (RexNode conjunct : conjuncts) {
            if (conjunct.getKind() == SqlKind.EQUALS
                    && ((RexCall) conjunct).getOperands().get(0) instanceof RexInputRef left
                    && ((RexCall) conjunct).getOperands().get(1) instanceof RexInputRef right) {
                List<Integer> together = new ArrayList<>(membersOf(classes, left.getIndex()));
                if (!together.contains(right.getIndex())) {
                    together.addAll(membersOf(classes, right.getIndex()));
                }
                together.forEach(column -> classes.put(column, together));
            }
        }
        Map<Integer, Integer> sizes = new HashMap<>();
        classes.forEach((column, members) -> sizes.put(column, members.size()));
        return sizes;
    }

    private static List<Integer> membersOf(Map<Integer, List<Integer>> classes, int column) {
        return classes.getOrDefault(column, List.of(column));
    }

    private static boolean tooManySpellings(List<RexNode> predicates, Map<Integer, Integer> names) {
        long all = 0;
        for (RexNode predicate : predicates) {
            long ways = 1;
            for (int column : RelOptUtil.InputFinder.bits(predicate)) {
                ways = Math.min(ways * names.getOrDefault(column, 1), SPELLINGS_MAX);
            }
            all += ways > 1 ? ways : 0;
        }
        return all >= SPELLINGS_MAX;
    }

    private static RelOptPredicateList bounded(RelNode relation, RelOptPredicateList list) {
        List<RexNode> kept = first(list.pulledUpPredicates);
        return kept.size() == list.pulledUpPredicates.size()
                ? list
                : RelOptPredicateList.of(
                        relation.getCluster().getRexBuilder(),
                        kept,
                        list.leftInferredPredicates,
                        list.rightInferredPredicates);
    }

    private static List<RexNode> first(ImmutableList<RexNode> predicates) {
        List<RexNode> kept = new ArrayList<>();
        int nodes = 0;
        for (RexNode predicate : predicates) {
            int size = predicate.nodeCount();
            if (kept.size() < PREDICATES_MAX && nodes + size <= NODES_MAX) {
                kept.add(predicate);
                nodes += size;
            }
        }
        return kept;
    }
}
