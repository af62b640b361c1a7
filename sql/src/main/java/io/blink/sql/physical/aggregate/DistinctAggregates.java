package io.blink.sql.physical.aggregate;

import io.blink.core.plan.AggregateCall;
import io.blink.sql.physical.node.Estimate;
import io.blink.sql.physical.node.Exchanges;
import io.blink.sql.physical.node.PhysicalNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/**
 * Aggregates with DISTINCT. One task sees all rows of a group; where few groups would leave most tasks without work, aggregates over one argument are
 * {@link SplitDistinctAggregate}s.
 */
final class DistinctAggregates {
    private static final int FEW_GROUPS = 16;

    private final AggregatePlanning aggregates;

    DistinctAggregates(AggregatePlanning aggregates) {
        this.aggregates = aggregates;
    }

    PhysicalNode plan(PhysicalNode input, List<Integer> keys, List<AggregateCall> calls, List<String> names) {
        if (isSplit(input, keys, calls)) {
            int argument = distinctArguments(calls).iterator().next().get(0);
            return new SplitDistinctAggregate(aggregates, input, keys, argument, calls).plan(names);
        }
        if (calls.stream().allMatch(call -> call.distinct() && call.filterColumn() < 0)
                && hasOneDistinctArgument(calls)
                && !input.distribution().groups(keys)) {
            return deduplicatedFirst(input, keys, calls, names);
        }
        return aggregates.single(Exchanges.grouped(input, keys), keys, calls, names);
    }

    private static boolean isSplit(PhysicalNode input, List<Integer> keys, List<AggregateCall> calls) {
        return !input.distribution().groups(keys)
                && hasOneDistinctArgument(calls)
                && !keys.contains(distinctArguments(calls).iterator().next().get(0))
                && calls.stream().allMatch(SplitDistinctAggregate::isSplittable)
                && hasFewGroups(input.estimate(), keys);
    }

    private static boolean hasFewGroups(Estimate input, List<Integer> keys) {
        return keys.stream().allMatch(input::knowsDistinct)
                && keys.stream().mapToDouble(input::distinct).reduce(1, (left, right) -> left * right) <= FEW_GROUPS;
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
                .map(call -> withArgument(call, kept.indexOf(argument)))
                .toList();
        return aggregates.single(Exchanges.grouped(partial, newKeys), newKeys, moved, names);
    }

    private static AggregateCall withArgument(AggregateCall call, int argument) {
        return new AggregateCall(
                call.function(),
                List.of(argument),
                call.argumentTypes(),
                true,
                -1,
                call.type(),
                call.order(),
                call.position(),
                call.user());
    }
}
