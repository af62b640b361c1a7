package io.blink.runtime.operator.aggregate.stream;

import io.blink.core.function.AggregateFunction;
import io.blink.core.plan.AggregateCall;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.TableSchema;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.runtime.function.FunctionSite;
import io.blink.runtime.operator.aggregate.Accumulators;
import java.util.ArrayList;
import java.util.List;

/**
 * Chooses for each aggregate where it keeps what it must know: with its group, in a sorted map {@code values-i}, or in a list {@code arguments-i}; and for DISTINCT ones over the same columns one table
 * {@code distinct-i}.
 */
final class CallTables {
    private static final DataType COUNT_TYPE = DataType.of(TypeKind.BIGINT).withNullable(true);

    private final OperatorSpec.GroupAggregate spec;
    private final List<DataType> keyTypes;
    private final KeyedStateStore store;
    private final FunctionSite functions;
    private final List<Placed> calls = new ArrayList<>();
    private final List<DistinctArguments> distinct = new ArrayList<>();
    private final List<String> tables = new ArrayList<>();

    /**
     * An aggregate in its place.
     *
     * @param arguments columns of the input
     * @param filter a column of the input; -1: none
     * @param distinct whether rows reach it by way of {@link DistinctArguments}
     */
    record Placed(GroupCall state, int[] arguments, int filter, boolean distinct) {}

    CallTables(
            OperatorSpec.GroupAggregate spec, List<DataType> keyTypes, KeyedStateStore store, FunctionSite functions) {
        this.spec = spec;
        this.keyTypes = keyTypes;
        this.store = store;
        this.functions = functions;
        spec.calls().forEach(this::place);
        openDistinct();
    }

    List<Placed> calls() {
        return calls;
    }

    List<DistinctArguments> distinct() {
        return distinct;
    }

    /** The names of their tables. */
    List<String> tables() {
        return tables;
    }

    private void place(AggregateCall plan) {
        GroupCall state = state(plan);
        boolean isDistinct = plan.distinct() && !ExtremeCall.computes(plan.function());
        if (isDistinct) {
            distinctOf(plan).feed(plan.filterColumn(), state);
        }
        int[] arguments = plan.arguments().stream().mapToInt(Integer::intValue).toArray();
        calls.add(new Placed(state, arguments, plan.filterColumn(), isDistinct));
    }

    private GroupCall state(AggregateCall plan) {
        int number = calls.size();
        if (spec.retracts() && ExtremeCall.computes(plan.function())) {
            TableSchema schema =
                    living(new TableSchema("values-" + number, keyTypes, List.of(plan.type()), List.of(COUNT_TYPE)));
            return new ExtremeCall(plan, namespace -> store.sortedMapTable(schema, namespace));
        }
        if (spec.retracts() && plan.function().isRetractable()) {
            return new AccumulatedCall(Accumulators.retractable(plan, true), plan.retractablePartialTypes());
        }
        AggregateFunction function = plan.function();
        if (spec.retracts() || function.isHolistic()) {
            TableSchema schema = living(TableSchema.of("arguments-" + number, keyTypes, plan.argumentTypes()));
            return new HeldCall(
                    Accumulators.create(plan, functions),
                    plan.argumentTypes(),
                    namespace -> store.listTable(schema, namespace));
        }
        return new AccumulatedCall(Accumulators.create(plan, functions), plan.partialTypes());
    }

    private TableSchema living(TableSchema schema) {
        tables.add(schema.name());
        return schema.withTimeToLive(spec.stateTtlMillis());
    }

    private DistinctArguments distinctOf(AggregateCall plan) {
        for (DistinctArguments known : distinct) {
            if (known.serves(plan.arguments())) {
                return known;
            }
        }
        DistinctArguments arguments = new DistinctArguments(plan.arguments(), spec.retracts(), false);
        distinct.add(arguments);
        return arguments;
    }

    private void openDistinct() {
        List<List<DataType>> argumentTypes = new ArrayList<>();
        for (DistinctArguments arguments : distinct) {
            argumentTypes.add(spec.calls().stream()
                    .filter(call -> arguments.serves(call.arguments()))
                    .findFirst()
                    .orElseThrow()
                    .argumentTypes());
        }
        for (int i = 0; i < distinct.size(); i++) {
            TableSchema schema = living(new TableSchema(
                    "distinct-" + i,
                    keyTypes,
                    argumentTypes.get(i),
                    distinct.get(i).storedTypes()));
            distinct.get(i).placeIn(namespace -> store.valueTable(schema, namespace));
        }
    }
}
