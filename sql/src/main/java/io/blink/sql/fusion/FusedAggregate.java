package io.blink.sql.fusion;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.RelCollations;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.AggregateCall;
import org.apache.calcite.rel.logical.LogicalAggregate;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.tools.RelBuilder;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * Aggregates without keys over the same leaves as one.
 *
 * <pre>
 *   Aggregate(SUM(x))          Aggregate(SUM(x) FILTER a, COUNT(*) FILTER b)
 *     Filter(c AND a; t)   =>    Project(x, a, b)
 *   Aggregate(COUNT(*))            Filter(c AND (a OR b); t)
 *     Filter(c AND b; t)
 * </pre>
 */
final class FusedAggregate {
    private final RelBuilder builder;
    private final List<JoinedRows> inputs = new ArrayList<>();
    private final List<RexNode> common;
    private final List<RexNode> columns = new ArrayList<>();
    private final List<AggregateCall> calls = new ArrayList<>();
    private final List<List<Integer>> places = new ArrayList<>();

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

    /** Whether the aggregate may become a part of one: with DISTINCT it sees all its rows in one task, which several do side by side. */
    static boolean isCandidate(Aggregate aggregate) {
        return aggregate.getGroupSet().isEmpty()
                && aggregate.getGroupType() == Aggregate.Group.SIMPLE
                && !aggregate.getAggCallList().isEmpty()
                && aggregate.getAggCallList().stream().allMatch(call -> call.rexList.isEmpty() && !call.isDistinct())
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
        for (int i = 0; i < aggregates.size(); i++) {
            RexNode condition = RexUtil.composeConjunction(rexBuilder(), own.get(i));
            List<Integer> placesOfOne = new ArrayList<>();
            for (AggregateCall call : aggregates.get(i).getAggCallList()) {
                placesOfOne.add(placeOf(call, inputs.get(i).columns(), condition));
            }
            places.add(placesOfOne);
        }
        inputs.get(0).pushLeaves(builder);
        builder.filter(common).filter(union.get());
        builder.project(columns, names(), true);
        RelNode fused = LogicalAggregate.create(
                builder.build(), List.of(), ImmutableBitSet.of(), List.of(ImmutableBitSet.of()), calls);
        return Optional.of(new Result(fused, places));
    }

    private RexBuilder rexBuilder() {
        return builder.getRexBuilder();
    }

    private List<String> names() {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            int column = i;
            boolean filter = calls.stream().anyMatch(call -> call.filterArg == column);
            names.add(filter ? "filter$" + i : null);
        }
        return names;
    }

    /** @param inputColumns that the call's arguments are numbers of @param condition of the rows that it takes */
    private int placeOf(AggregateCall call, List<RexNode> inputColumns, RexNode condition) {
        List<Integer> arguments = call.getArgList().stream()
                .map(argument -> columnOf(inputColumns.get(argument)))
                .toList();
        RexNode filter = call.hasFilter()
                ? RexUtil.composeConjunction(rexBuilder(), List.of(condition, inputColumns.get(call.filterArg)))
                : condition;
        AggregateCall over = call.withArgList(arguments)
                .withFilter(filter.isAlwaysTrue() ? -1 : columnOf(neverNull(filter)))
                .withCollation(RelCollations.of(call.getCollation().getFieldCollations().stream()
                        .map(key -> key.withFieldIndex(columnOf(inputColumns.get(key.getFieldIndex()))))
                        .toList()))
                .withName(null);
        int place = calls.indexOf(over);
        if (place < 0) {
            calls.add(over);
            return calls.size() - 1;
        }
        return place;
    }

    private RexNode neverNull(RexNode condition) {
        return condition.getType().isNullable()
                ? rexBuilder().makeCall(SqlStdOperatorTable.IS_TRUE, condition)
                : condition;
    }

    private int columnOf(RexNode expression) {
        int column = columns.indexOf(expression);
        if (column < 0) {
            columns.add(expression);
            return columns.size() - 1;
        }
        return column;
    }
}
