package io.blink.sql.physical.stream;

import io.blink.core.plan.AggregateCall;
import io.blink.core.plan.AggregatePhase;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.sql.SqlOptions;
import io.blink.sql.SqlOptions.AggregatePhases;
import io.blink.sql.physical.aggregate.AggregateCalls;
import io.blink.sql.physical.aggregate.AggregatePlanning;
import io.blink.sql.physical.aggregate.GroupingSets;
import io.blink.sql.physical.changelog.BeforeNeed;
import io.blink.sql.physical.changelog.Changes;
import io.blink.sql.physical.node.Distribution;
import io.blink.sql.physical.node.Estimate;
import io.blink.sql.physical.node.Exchanges;
import io.blink.sql.physical.node.Operations;
import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.PlanErrors;
import io.blink.sql.physical.node.PlanningScope;
import io.blink.sql.physical.node.Scanned;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.util.ImmutableBitSet;

/**
 * GROUP BY and DISTINCT of a stream: groups in state, whose rows are updated. Before the exchange each batch is shortened to its partial results, where these can be merged and, over rows that go too,
 * taken back; {@link SplitDistinctPlanning} has DISTINCT there, too.
 *
 * <pre>
 *   Aggregate  =>  GroupAggregate(FINAL) <- Exchange by the keys <- GroupAggregate(PARTIAL)
 *              or  GroupAggregate(SINGLE) <- Exchange by the keys
 * </pre>
 */
final class StreamAggregates {
    private final PlanningScope scope;
    private final AggregatePlanning batch;
    private final RemainingRows remaining;
    private final MiniBatches batches;
    private final SplitDistinctPlanning split;

    StreamAggregates(PlanningScope scope) {
        this.scope = scope;
        this.batch = new AggregatePlanning(scope);
        this.remaining = new RemainingRows(scope);
        this.batches = new MiniBatches(scope);
        this.split = new SplitDistinctPlanning(scope);
    }

    PhysicalNode plan(Aggregate aggregate, Scanned rows) {
        PhysicalNode input = rows.node();
        List<AggregateCall> calls = AggregatePlanning.calls(aggregate, rows);
        if (aggregate.getGroupType() != Aggregate.Group.SIMPLE) {
            return GroupingSets.union(aggregate, set -> groups(input, rows, set, calls));
        }
        List<Integer> keys = rows.over(aggregate.getGroupSet().asList());
        PhysicalNode groups = groups(input, keys, calls, AggregatePlanning.names(aggregate));
        return batch.asDeclared(groups, aggregate, keys.size());
    }

    private PhysicalNode groups(PhysicalNode input, Scanned rows, ImmutableBitSet set, List<AggregateCall> calls) {
        List<Integer> keys = rows.over(set.asList());
        List<String> names = new ArrayList<>();
        keys.forEach(key -> names.add(input.output().get(key).name()));
        IntStream.range(0, calls.size()).forEach(call -> names.add("result$" + call));
        return groups(input, keys, calls, names);
    }

    /** The different rows of a node. */
    PhysicalNode distinct(PhysicalNode input) {
        List<Integer> keys = AggregatePlanning.firstColumns(input.output().size());
        return groups(
                input, keys, List.of(), input.output().stream().map(Field::name).toList());
    }

    /** Group keys, then calls, under these names. */
    private PhysicalNode groups(PhysicalNode input, List<Integer> keys, List<AggregateCall> calls, List<String> names) {
        Optional<Field> unkeyed = unkeyed(input, keys, calls);
        if (unkeyed.isPresent()) {
            return atTheEnd(input, keys, calls, names, unkeyed.get());
        }
        boolean retracts = !input.changes().insertOnly();
        boolean inPlace = scope.aggregatePhases() == AggregatePhases.ONE_PHASE || Exchanges.isKeyed(input, keys);
        boolean shared = !inPlace && split.serves(keys, calls, retracts);
        if (inPlace || !shared && !calls.stream().allMatch(call -> travels(call, retracts))) {
            PhysicalNode grouped = batches.held(Exchanges.keyed(input, keys), keys, 1);
            return finished(grouped, AggregatePhase.SINGLE, keys, calls, names, retracts, input.estimate(), keys);
        }
        Function<AggregateCall, List<DataType>> form =
                retracts ? AggregateCall::retractablePartialTypes : AggregateCall::partialTypes;
        PhysicalNode partials = shared
                ? split.partials(input, keys, calls, form, retracts)
                : partials(batches.held(input, keys, 2), keys, calls, form, retracts);
        List<Integer> first = AggregatePlanning.firstColumns(keys.size());
        List<AggregateCall> merged = AggregateCalls.overPartials(calls, keys.size(), form);
        PhysicalNode grouped = batches.held(Exchanges.keyed(partials, first), first, 2);
        return finished(grouped, AggregatePhase.FINAL, first, merged, names, retracts, input.estimate(), keys);
    }

    /** A column by whose values state cannot be found. */
    static Optional<Field> unkeyed(PhysicalNode input, List<Integer> keys, List<AggregateCall> calls) {
        Stream<Integer> distinct =
                calls.stream().filter(AggregateCall::distinct).flatMap(call -> call.arguments().stream());
        return Stream.concat(keys.stream(), distinct)
                .map(input.output()::get)
                .filter(field -> switch (field.type().kind()) {
                    case ARRAY, MAP, ROW -> true;
                    default -> false;
                })
                .findFirst();
    }

    private PhysicalNode atTheEnd(
            PhysicalNode input, List<Integer> keys, List<AggregateCall> calls, List<String> names, Field unkeyed) {
        if (!remaining.isKnown()) {
            throw PlanErrors.unsupported("Groups of a stream are not kept by '" + unkeyed.name() + "', which is "
                    + unkeyed.type() + "; group by its parts, or by its text (CAST)");
        }
        return batch.aggregate(remaining.of(input), keys, calls, names);
    }

    /** Whether partial results of some rows can be merged, or taken away, wherever they come from. */
    private static boolean travels(AggregateCall call, boolean retracts) {
        if (call.distinct() || call.function().isHolistic()) {
            return false;
        }
        return !retracts
                || switch (call.function()) {
                    case COUNT_ALL, COUNT, SUM, AVG -> true;
                    default -> false;
                };
    }

    private PhysicalNode partials(
            PhysicalNode input,
            List<Integer> keys,
            List<AggregateCall> calls,
            Function<AggregateCall, List<DataType>> form,
            boolean retracts) {
        List<Field> output = new ArrayList<>();
        keys.forEach(key -> output.add(input.output().get(key)));
        output.addAll(AggregateCalls.partialFields(calls, form));
        if (retracts) {
            output.add(new Field("rows$", SplitDistinctPlanning.COUNT_TYPE));
        }
        OperatorSpec spec = spec(AggregatePhase.PARTIAL, keys, calls, retracts);
        return Operations.changing(
                spec,
                "LocalGroupAggregate",
                "Local" + AggregatePlanning.meaning(spec, input.output(), keys, calls),
                List.of(input),
                output,
                Distribution.ARBITRARY,
                AggregatePlanning.groups(input.estimate(), keys, output),
                Changes.INSERT_ONLY,
                List.of(BeforeNeed.ALWAYS));
    }

    private PhysicalNode finished(
            PhysicalNode input,
            AggregatePhase phase,
            List<Integer> keys,
            List<AggregateCall> calls,
            List<String> names,
            boolean retracts,
            Estimate rows,
            List<Integer> rowKeys) {
        List<Field> output = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            output.add(new Field(names.get(i), input.output().get(keys.get(i)).type()));
        }
        for (int i = 0; i < calls.size(); i++) {
            output.add(new Field(names.get(keys.size() + i), calls.get(i).type()));
        }
        List<Integer> positions = new ArrayList<>();
        for (int column = 0; column < input.output().size(); column++) {
            positions.add(keys.indexOf(column));
        }
        OperatorSpec spec = spec(phase, keys, calls, retracts);
        boolean deletes = retracts && !keys.isEmpty();
        Set<Integer> key = Set.copyOf(AggregatePlanning.firstColumns(keys.size()));
        return Operations.changing(
                spec,
                "GroupAggregate",
                AggregatePlanning.meaning(spec, input.output(), keys, calls),
                List.of(input),
                output,
                input.distribution().mapped(positions),
                AggregatePlanning.groups(rows, rowKeys, output),
                new Changes(!calls.isEmpty(), deletes, Set.of(key)),
                List.of(BeforeNeed.ALWAYS));
    }

    private OperatorSpec spec(AggregatePhase phase, List<Integer> keys, List<AggregateCall> calls, boolean retracts) {
        long ttlMillis = scope.settings().get(SqlOptions.STATE_TTL).toMillis();
        return new OperatorSpec.GroupAggregate(phase, keys, calls, retracts, true, ttlMillis);
    }
}
