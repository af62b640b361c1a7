package io.blink.sql.physical.aggregate;

import io.blink.core.expression.Expression;
import io.blink.core.function.AggregateFunction;
import io.blink.core.plan.AggregateCall;
import io.blink.core.type.Field;
import io.blink.sql.physical.node.Exchanges;
import io.blink.sql.physical.node.Operations;
import io.blink.sql.physical.node.PhysicalNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Aggregates with DISTINCT. Grouped ones see all rows of a group in one task. Global ones over one argument would run in a single task that way, so
 * they first group by the argument, in parallel:
 *
 * <pre>
 * COUNT(DISTINCT x), SUM(y)          COUNT(x), SUM(s)          one task
 *                            becomes   GROUP BY x: SUM(y) AS s   many tasks
 * </pre>
 */
final class DistinctAggregates {
    private final AggregatePlanning aggregates;

    DistinctAggregates(AggregatePlanning aggregates) {
        this.aggregates = aggregates;
    }

    PhysicalNode plan(PhysicalNode input, List<Integer> keys, List<AggregateCall> calls, List<String> names) {
        boolean splits = keys.isEmpty()
                && !input.distribution().isSingle()
                && hasOneDistinctArgument(calls)
                && calls.stream().allMatch(DistinctAggregates::isSplittable);
        if (splits) {
            return split(input, calls, names);
        }
        if (calls.stream().allMatch(call -> call.distinct() && call.filterColumn() < 0)
                && hasOneDistinctArgument(calls)
                && !input.distribution().groups(keys)) {
            return deduplicatedFirst(input, keys, calls, names);
        }
        return aggregates.single(Exchanges.grouped(input, keys), keys, calls, names);
    }

    private static LinkedHashSet<List<Integer>> distinctArguments(List<AggregateCall> calls) {
        LinkedHashSet<List<Integer>> arguments = new LinkedHashSet<>();
        calls.stream().filter(AggregateCall::distinct).forEach(call -> arguments.add(call.arguments()));
        return arguments;
    }

    private static boolean hasOneDistinctArgument(List<AggregateCall> calls) {
        LinkedHashSet<List<Integer>> arguments = distinctArguments(calls);
        return arguments.size() == 1 && arguments.iterator().next().size() == 1;
    }

    private static boolean isSplittable(AggregateCall call) {
        return call.distinct()
                ? call.filterColumn() < 0 && !call.function().isHolistic()
                : AggregatePlanning.reaggregates(call.function());
    }

    /** Each task drops the repetitions that it sees before rows travel. */
    private PhysicalNode deduplicatedFirst(
            PhysicalNode input, List<Integer> keys, List<AggregateCall> calls, List<String> names) {
        int argument = distinctArguments(calls).iterator().next().get(0);
        List<Integer> kept = new ArrayList<>(keys);
        if (!kept.contains(argument)) {
            kept.add(argument);
        }
        PhysicalNode partial = aggregates.partial(input, kept, List.of());
        List<Integer> newKeys = AggregatePlanning.firstColumns(keys.size());
        List<AggregateCall> moved = calls.stream()
                .map(call -> withArgument(call, kept.indexOf(argument), true))
                .toList();
        return aggregates.single(Exchanges.grouped(partial, newKeys), newKeys, moved, names);
    }

    private PhysicalNode split(PhysicalNode input, List<AggregateCall> calls, List<String> names) {
        int argument = distinctArguments(calls).iterator().next().get(0);
        List<AggregateCall> others =
                calls.stream().filter(call -> !call.distinct()).toList();
        List<String> innerNames = new ArrayList<>();
        innerNames.add(input.output().get(argument).name());
        IntStream.range(0, others.size()).forEach(i -> innerNames.add("inner$" + i));
        PhysicalNode inner = aggregates.aggregate(input, List.of(argument), others, innerNames);
        List<AggregateCall> outer = new ArrayList<>();
        int column = 1;
        for (AggregateCall call : calls) {
            outer.add(call.distinct() ? withArgument(call, 0, false) : again(call, column++));
        }
        PhysicalNode result = aggregates.twoPhase(inner, List.of(), outer, names);
        return countsFromZero(result, calls);
    }

    private static AggregateCall withArgument(AggregateCall call, int argument, boolean distinct) {
        return new AggregateCall(
                call.function(),
                List.of(argument),
                call.argumentTypes(),
                distinct,
                -1,
                call.type(),
                call.order(),
                call.position(),
                call.user());
    }

    /** The call over results of itself. */
    private static AggregateCall again(AggregateCall call, int column) {
        boolean count = call.function() == AggregateFunction.COUNT || call.function() == AggregateFunction.COUNT_ALL;
        AggregateFunction function = count ? AggregateFunction.SUM : call.function();
        return new AggregateCall(
                function,
                List.of(column),
                List.of(call.type()),
                false,
                -1,
                call.type().withNullable(true),
                call.position());
    }

    /** The sum of no counts is NULL and means 0. */
    private static PhysicalNode countsFromZero(PhysicalNode node, List<AggregateCall> calls) {
        List<Expression> expressions = new ArrayList<>();
        for (int i = 0; i < calls.size(); i++) {
            boolean count = !calls.get(i).distinct()
                    && (calls.get(i).function() == AggregateFunction.COUNT
                            || calls.get(i).function() == AggregateFunction.COUNT_ALL);
            Expression value = Operations.columnOf(node, i);
            expressions.add(count ? AggregatePlanning.orZero(value) : value);
        }
        return Operations.project(
                node, expressions, node.output().stream().map(Field::name).toList());
    }
}
