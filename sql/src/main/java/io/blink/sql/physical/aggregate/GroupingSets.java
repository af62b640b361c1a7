package io.blink.sql.physical.aggregate;

import io.blink.core.expression.Expression;
import io.blink.core.plan.AggregateCall;
import io.blink.core.plan.AggregatePhase;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.sql.expression.Casts;
import io.blink.sql.expression.Literals;
import io.blink.sql.physical.node.Distribution;
import io.blink.sql.physical.node.Exchanges;
import io.blink.sql.physical.node.Operations;
import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.Unions;
import io.blink.sql.type.TypeMapping;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * GROUPING SETS, ROLLUP and CUBE level by level: the rows are grouped once, by all keys; each further set merges the partial results of the smallest set
 * that has its keys.
 *
 * <pre>
 *   ROLLUP(a, b)  =>  UnionAll(Final by a, b;  Final by a;  Final by nothing)
 *                              |               |            |
 *                     Partial by a, b  --> Merge by a --> Merge by nothing
 * </pre>
 */
public final class GroupingSets {
    private final AggregatePlanning aggregates;
    private final Aggregate aggregate;
    private final PhysicalNode input;
    private final List<Integer> inputKeys;
    private final List<AggregateCall> calls;
    private final Map<ImmutableBitSet, PhysicalNode> levels = new LinkedHashMap<>();

    /** @param calls without those of GROUPING */
    GroupingSets(
            AggregatePlanning aggregates,
            Aggregate aggregate,
            PhysicalNode input,
            List<Integer> inputKeys,
            List<AggregateCall> calls) {
        this.aggregates = aggregates;
        this.aggregate = aggregate;
        this.input = input;
        this.inputKeys = inputKeys;
        this.calls = calls;
    }

    static boolean isGrouping(org.apache.calcite.rel.core.AggregateCall call) {
        return call.getAggregation().getKind() == SqlKind.GROUPING;
    }

    PhysicalNode plan() {
        levels.put(aggregate.getGroupSet(), aggregates.partial(input, inputKeys, calls));
        aggregate.getGroupSets().stream()
                .sorted(Comparator.comparingInt(ImmutableBitSet::cardinality).reversed())
                .forEach(set -> levels.computeIfAbsent(set, this::merged));
        return union(aggregate, this::finished);
    }

    /**
     * The groups of all sets under the aggregate's columns.
     *
     * @param groups of a set: its keys, then the calls but those of GROUPING
     */
    public static PhysicalNode union(Aggregate aggregate, Function<ImmutableBitSet, PhysicalNode> groups) {
        List<Field> declared = TypeMapping.toFields(aggregate.getRowType());
        List<PhysicalNode> branches = aggregate.getGroupSets().stream()
                .map(set -> branch(aggregate, set, groups.apply(set), declared))
                .toList();
        return Unions.of(branches, declared);
    }

    /** Partial results by the keys of a set, of those of the smallest set that has them. */
    private PhysicalNode merged(ImmutableBitSet set) {
        ImmutableBitSet from = levels.keySet().stream()
                .filter(level -> level.contains(set))
                .min(Comparator.comparingInt(ImmutableBitSet::cardinality))
                .orElseThrow();
        PhysicalNode partials = exchanged(from);
        List<Integer> keys =
                set.asList().stream().map(key -> from.asList().indexOf(key)).toList();
        List<AggregateCall> merging = AggregateCalls.overPartials(calls, from.cardinality());
        OperatorSpec spec = new OperatorSpec.Aggregate(AggregatePhase.MERGE, keys, merging);
        List<Field> output = new ArrayList<>();
        keys.forEach(key -> output.add(partials.output().get(key)));
        output.addAll(AggregateCalls.partialFields(calls));
        return Operations.operation(
                spec,
                "MergeAggregate",
                AggregatePlanning.meaning(spec, partials.output(), keys, merging),
                List.of(partials),
                output,
                Distribution.ARBITRARY,
                List.of(),
                AggregatePlanning.groups(partials.estimate(), keys, output),
                List.of());
    }

    private PhysicalNode exchanged(ImmutableBitSet set) {
        return Exchanges.grouped(levels.get(set), AggregatePlanning.firstColumns(set.cardinality()));
    }

    /** The groups of a set under the aggregate's columns: NULL for other keys. */
    private static PhysicalNode branch(
            Aggregate aggregate, ImmutableBitSet set, PhysicalNode groups, List<Field> declared) {
        List<Integer> keys = set.asList();
        List<Expression> columns = new ArrayList<>();
        for (int key : aggregate.getGroupSet()) {
            DataType type = declared.get(columns.size()).type();
            columns.add(
                    set.get(key)
                            ? Casts.to(Operations.columnOf(groups, keys.indexOf(key)), type, null)
                            : Literals.nullOf(type));
        }
        int result = keys.size();
        for (org.apache.calcite.rel.core.AggregateCall call : aggregate.getAggCallList()) {
            DataType type = declared.get(columns.size()).type();
            if (isGrouping(call)) {
                columns.add(Casts.to(Literals.bigint(grouping(call, set)), type, null));
            } else {
                Expression value = Operations.columnOf(groups, result++);
                boolean zero = call.getAggregation().getKind() == SqlKind.SUM0;
                columns.add(Casts.to(zero ? AggregatePlanning.orZero(value) : value, type, null));
            }
        }
        return Operations.project(
                groups, columns, declared.stream().map(Field::name).toList());
    }

    private PhysicalNode finished(ImmutableBitSet set) {
        List<Integer> keys = AggregatePlanning.firstColumns(set.cardinality());
        List<String> names = new ArrayList<>();
        PhysicalNode level = levels.get(set);
        keys.forEach(key -> names.add(level.output().get(key).name()));
        IntStream.range(0, calls.size()).forEach(call -> names.add("result$" + call));
        return aggregates.finishedPartials(exchanged(set), keys, calls, names, level.estimate());
    }

    /** One bit for each argument, the last one the lowest: whether the set lacks it. */
    private static long grouping(org.apache.calcite.rel.core.AggregateCall call, ImmutableBitSet set) {
        long bits = 0;
        for (int argument : call.getArgList()) {
            bits = bits << 1 | (set.get(argument) ? 0 : 1);
        }
        return bits;
    }
}
