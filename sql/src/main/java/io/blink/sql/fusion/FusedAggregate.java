package io.blink.sql.fusion;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Aggregates without keys over the same leaves as one; in groups where each row belongs to one of them at most ({@link DisjointParts}).
 *
 * <pre>
 *   Aggregate(SUM(x))          Aggregate(SUM(x) FILTER a, COUNT(*) FILTER b)
 *     Filter(c AND a; t)   =>    Project(x, a, b)
 *   Aggregate(COUNT(*))            Filter(c AND (a OR b); t)
 *     Filter(c AND b; t)
 * </pre>
 */
final class FusedAggregate {
    private static final Set<SqlKind> ADDED_UP =
            EnumSet.of(SqlKind.COUNT, SqlKind.SUM, SqlKind.SUM0, SqlKind.AVG, SqlKind.MIN, SqlKind.MAX);

    private final RelBuilder builder;
    private final List<JoinedRows> inputs = new ArrayList<>();
    private final List<RexNode> common;

    private FusedAggregate(List<Aggregate> aggregates, RelBuilder builder) {
        this.builder = builder;
        aggregates.forEach(aggregate -> inputs.add(JoinedRows.of(aggregate.getInput())));
        this.common = inputs.get(0).conjuncts().stream()
                .filter(conjunct ->
                        inputs.stream().allMatch(input -> input.conjuncts().contains(conjunct)))
                .distinct()
                .toList();
    }

    /**
     * One row of the results of all.
     *
     * @param places for each aggregate where its results are
     */
    record Result(RelNode node, List<List<Integer>> places) {}

    /** Whether the aggregate may become a part of one, in which its calls have filters. */
    static boolean isCandidate(Aggregate aggregate) {
        return aggregate.getGroupSet().isEmpty()
                && aggregate.getGroupType() == Aggregate.Group.SIMPLE
                && !aggregate.getAggCallList().isEmpty()
                && aggregate.getAggCallList().stream()
                        .allMatch(call ->
                                call.rexList.isEmpty() && call.getAggregation().allowsFilter())
                && Determinism.holds(aggregate);
    }

    /** Empty where reading the rows of all together costs more than reading each one's. */
    static Optional<Result> of(List<Aggregate> aggregates, RelBuilder builder) {
        return new FusedAggregate(aggregates, builder).fused(aggregates);
    }

    private Optional<Result> fused(List<Aggregate> aggregates) {
        List<List<RexNode>> own = inputs.stream()
                .map(input -> input.conjuncts().stream()
                        .filter(conjunct -> !common.contains(conjunct))
                        .toList())
                .toList();
        Optional<List<RexNode>> union = new FilterUnion(rexBuilder()).of(inputs.get(0), own);
        if (union.isEmpty()) {
            return Optional.empty();
        }
        Optional<DisjointParts> parts = DisjointParts.of(own, builder);
        if (parts.isPresent()) {
            Optional<Result> grouped = grouped(aggregates, parts.get(), union.get());
            if (grouped.isPresent()) {
                return grouped;
            }
        }
        return filtered(aggregates, own, union.get());
    }

    /** Empty where not all parts have the same calls. */
    private Optional<Result> grouped(List<Aggregate> aggregates, DisjointParts parts, List<RexNode> union) {
        CallColumns columns = new CallColumns(rexBuilder());
        List<List<Integer>> places =
                places(aggregates, columns, i -> rexBuilder().makeLiteral(true));
        if (!parts.haveAll(places, columns.calls())) {
            return Optional.empty();
        }
        inputs.get(0).pushLeaves(builder);
        builder.filter(common).filter(union);
        RelNode fused = parts.aggregated(columns, union, builder);
        List<List<Integer>> inParts = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            int first = parts.partOf(i) * columns.calls().size();
            inParts.add(places.get(i).stream().map(place -> first + place).toList());
        }
        return Optional.of(new Result(fused, inParts));
    }

    private Optional<Result> filtered(List<Aggregate> aggregates, List<List<RexNode>> own, List<RexNode> union) {
        CallColumns columns = new CallColumns(rexBuilder());
        List<List<Integer>> places =
                places(aggregates, columns, i -> RexUtil.composeConjunction(rexBuilder(), own.get(i)));
        boolean distinct = columns.calls().stream().anyMatch(AggregateCall::isDistinct);
        if (distinct && !sharesRowsByArgument(columns.calls())) {
            return Optional.empty();
        }
        inputs.get(0).pushLeaves(builder);
        builder.filter(common).filter(union);
        if (distinct && own.stream().noneMatch(List::isEmpty)) {
            builder.filter(anyOf(own));
        }
        builder.project(columns.expressions(), columns.names(), true);
        RelNode fused = LogicalAggregate.create(
                builder.build(), List.of(), ImmutableBitSet.of(), List.of(ImmutableBitSet.of()), columns.calls());
        return Optional.of(new Result(fused, places));
    }

    /** Of each aggregate's calls. @param conditionOf the rows that an aggregate takes, by its number */
    private List<List<Integer>> places(
            List<Aggregate> aggregates, CallColumns columns, IntFunction<RexNode> conditionOf) {
        List<List<Integer>> places = new ArrayList<>();
        for (int i = 0; i < aggregates.size(); i++) {
            RexNode condition = conditionOf.apply(i);
            List<RexNode> inputColumns = inputs.get(i).columns();
            places.add(aggregates.get(i).getAggCallList().stream()
                    .map(call -> columns.placeOf(call, inputColumns, condition))
                    .toList());
        }
        return places;
    }

    /** Whether all calls can be made of groups by the one argument with DISTINCT: else one task sees all rows, where the aggregates alone have a task each. */
    private static boolean sharesRowsByArgument(List<AggregateCall> calls) {
        List<List<Integer>> arguments = calls.stream()
                .filter(AggregateCall::isDistinct)
                .map(AggregateCall::getArgList)
                .distinct()
                .toList();
        return arguments.size() == 1
                && arguments.get(0).size() == 1
                && calls.stream()
                        .allMatch(
                                call -> ADDED_UP.contains(call.getAggregation().getKind()));
    }

    /** Whether some filter as a whole lets a row through: groups are dearer than the condition. */
    private RexNode anyOf(List<List<RexNode>> own) {
        return RexUtil.composeDisjunction(
                rexBuilder(),
                own.stream()
                        .map(filter -> RexUtil.composeConjunction(rexBuilder(), filter))
                        .toList());
    }

    private RexBuilder rexBuilder() {
        return builder.getRexBuilder();
    }
}
