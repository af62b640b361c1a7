package io.blink.runtime.operator.match;

import io.blink.core.column.Column;
import io.blink.core.function.AggregateFunction;
import io.blink.core.plan.MatchExpression;
import io.blink.core.plan.MatchExpression.Source;
import io.blink.core.type.TypeKind;
import io.blink.runtime.operator.aggregate.Accumulator;
import io.blink.runtime.operator.aggregate.Accumulators;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * An aggregate of the rows of one search's way that count, known for each length of the way that the search may come back to: a test adds one row to what is known of the rows before, however many
 * these are. What is known of a length is a group of the accumulator, which is never changed; groups that nothing refers to any more go with all others when they are as many as these.
 */
final class RunningAggregate {
    /** Those whose value is the same, to the last digit, whether rows are added one by one to all before or to their partial result; but sums of FLOAT, whose partial results are rounded. */
    private static final Set<AggregateFunction> FUNCTIONS = EnumSet.of(
            AggregateFunction.COUNT_ALL,
            AggregateFunction.COUNT,
            AggregateFunction.SUM,
            AggregateFunction.AVG,
            AggregateFunction.MIN,
            AggregateFunction.MAX);

    private static final int EMPTY = 0;
    private static final int SPARE_GROUPS = 1024;

    private final boolean[] counts;
    private final int[] arguments;
    private final Accumulator accumulator;
    private final int[] group = new int[1];
    /** The group of each length of the way. */
    private int[] groups = new int[16];

    /** Up to which length groups are right. */
    private int known;

    private int nextGroup = 1;

    /** @param counts of each variable whether its rows count */
    RunningAggregate(MatchExpression.Value value, boolean[] counts) {
        this.counts = counts;
        arguments = value.aggregate().arguments().stream()
                .mapToInt(Integer::intValue)
                .toArray();
        accumulator = Accumulators.create(value.aggregate());
        accumulator.ensure(nextGroup);
    }

    /** Whether a value is an aggregate that can be continued. */
    static boolean continues(MatchExpression.Value value) {
        return value.source() == Source.AGGREGATE
                && FUNCTIONS.contains(value.aggregate().function())
                && value.aggregate().type().kind() != TypeKind.FLOAT
                && !value.aggregate().distinct()
                && value.aggregate().filterColumn() < 0;
    }

    /** The way may be another one from that length on. */
    void cut(int length) {
        known = Math.min(known, length);
    }

    /** The value, one row, of a way that goes on from the one that is known. */
    Column of(PartitionRows rows, MatchedRows way) {
        int length = way.end() - way.start();
        if (nextGroup > 2 * length + SPARE_GROUPS) {
            forget();
        }
        if (groups.length <= length) {
            groups = Arrays.copyOf(groups, 2 * length);
        }
        for (; known < length; known++) {
            groups[known + 1] = counts[way.variables()[known]]
                    ? continued(groups[known], rows, way.start() + known)
                    : groups[known];
        }
        return accumulator.result(groups[length], 1);
    }

    private void forget() {
        accumulator.clear();
        nextGroup = 1;
        accumulator.ensure(nextGroup);
        known = 0;
    }

    /** A group with one row more. */
    private int continued(int before, PartitionRows rows, int row) {
        List<Column> values = new ArrayList<>(arguments.length);
        for (int argument : arguments) {
            Column value = rows.value(argument, row).flat();
            if (value.isNull(0)) {
                return before;
            }
            values.add(value);
        }
        group[0] = nextGroup++;
        accumulator.ensure(nextGroup);
        if (before != EMPTY) {
            accumulator.merge(group, 1, accumulator.partial(before, 1));
        }
        accumulator.add(group, 1, values);
        return group[0];
    }

    long bytes() {
        return accumulator.retainedBytes() + (long) groups.length * Integer.BYTES;
    }
}
