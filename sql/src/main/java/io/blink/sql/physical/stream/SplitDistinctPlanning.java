package io.blink.sql.physical.stream;

import io.blink.core.expression.Expression;
import io.blink.core.expression.Literal;
import io.blink.core.plan.AggregateCall;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import io.blink.sql.SqlOptions;
import io.blink.sql.physical.aggregate.AggregateCalls;
import io.blink.sql.physical.aggregate.AggregatePlanning;
import io.blink.sql.physical.changelog.BeforeNeed;
import io.blink.sql.physical.changelog.Changes;
import io.blink.sql.physical.node.Distribution;
import io.blink.sql.physical.node.Exchanges;
import io.blink.sql.physical.node.Operations;
import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.PlanningScope;
import io.blink.sql.physical.node.Unions;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * DISTINCT aggregates of large groups, whose rows several tasks share: an argument of a group comes to one of them, and their partial results add up. Where calls have different arguments, there is a
 * part for each; the first one has the calls without DISTINCT, too.
 *
 * <pre>
 *   GroupAggregate(SINGLE; COUNT(DISTINCT a), COUNT(DISTINCT b), SUM(c)) <- Exchange by k
 *   =>
 *   GroupAggregate(FINAL)
 *     Exchange by k
 *       Union
 *         Project(k, partial of a, NULL, partial of c) <- SplitDistinct(a) <- Exchange by k, a
 *         Project(k, NULL, partial of b, NULL)         <- SplitDistinct(b) <- Exchange by k, b
 * </pre>
 */
final class SplitDistinctPlanning {
    static final DataType COUNT_TYPE = DataType.of(TypeKind.BIGINT).withNullable(false);

    private final PlanningScope scope;
    private final MiniBatches batches;

    SplitDistinctPlanning(PlanningScope scope) {
        this.scope = scope;
        this.batches = new MiniBatches(scope);
    }

    /** Whether the user wants it and all calls allow it. */
    boolean serves(List<Integer> keys, List<AggregateCall> calls, boolean retracts) {
        return scope.settings().get(SqlOptions.SPLIT_DISTINCT)
                && calls.stream().anyMatch(AggregateCall::distinct)
                && calls.stream().allMatch(call -> addsUp(call, retracts))
                && calls.stream().filter(AggregateCall::distinct).noneMatch(call -> keys.containsAll(call.arguments()));
    }

    private static boolean addsUp(AggregateCall call, boolean retracts) {
        return switch (call.function()) {
            case COUNT_ALL, COUNT, SUM, AVG -> true;
            case STDDEV_POP, STDDEV_SAMP, VAR_POP, VAR_SAMP -> !retracts;
            case MIN, MAX, BOOL_AND, BOOL_OR -> !retracts && !call.distinct();
            default -> false;
        };
    }

    /**
     * Keys and partial results.
     *
     * @param form the columns of a partial result
     */
    PhysicalNode partials(
            PhysicalNode input,
            List<Integer> keys,
            List<AggregateCall> calls,
            Function<AggregateCall, List<DataType>> form,
            boolean retracts) {
        List<List<Integer>> sets = calls.stream()
                .filter(AggregateCall::distinct)
                .map(AggregateCall::arguments)
                .distinct()
                .toList();
        List<PhysicalNode> parts = new ArrayList<>();
        for (List<Integer> arguments : sets) {
            boolean first = parts.isEmpty();
            List<AggregateCall> own = calls.stream()
                    .filter(call -> call.distinct() ? call.arguments().equals(arguments) : first)
                    .toList();
            PhysicalNode part = part(input, keys, arguments, own, form, retracts);
            parts.add(sets.size() == 1 ? part : widened(part, keys.size(), own, calls, form, retracts));
        }
        return Unions.of(parts, fields(input, keys, calls, form, retracts));
    }

    private static List<Field> fields(
            PhysicalNode input,
            List<Integer> keys,
            List<AggregateCall> calls,
            Function<AggregateCall, List<DataType>> form,
            boolean retracts) {
        List<Field> fields = new ArrayList<>();
        keys.forEach(key -> fields.add(input.output().get(key)));
        AggregateCalls.partialFields(calls, form)
                .forEach(
                        field -> fields.add(new Field(field.name(), field.type().withNullable(true))));
        if (retracts) {
            fields.add(new Field("rows$", COUNT_TYPE));
        }
        return fields;
    }

    private PhysicalNode part(
            PhysicalNode input,
            List<Integer> keys,
            List<Integer> arguments,
            List<AggregateCall> calls,
            Function<AggregateCall, List<DataType>> form,
            boolean retracts) {
        List<Integer> dealt = new ArrayList<>(keys);
        dealt.addAll(arguments);
        PhysicalNode shared = batches.held(Exchanges.hashed(input, dealt), keys, 2);
        List<Field> output = new ArrayList<>();
        keys.forEach(key -> output.add(input.output().get(key)));
        output.addAll(AggregateCalls.partialFields(calls, form));
        if (retracts) {
            output.add(new Field("rows$", COUNT_TYPE));
        }
        OperatorSpec spec = new OperatorSpec.SplitDistinct(
                keys,
                arguments,
                calls,
                retracts,
                scope.settings().get(SqlOptions.STATE_TTL).toMillis());
        return Operations.changing(
                spec,
                "SplitDistinctAggregate",
                AggregatePlanning.meaning(spec, input.output(), keys, calls),
                List.of(shared),
                output,
                Distribution.ARBITRARY,
                AggregatePlanning.groups(input.estimate(), keys, output),
                Changes.INSERT_ONLY,
                List.of(BeforeNeed.ALWAYS));
    }

    /** The columns of all calls, with NULL for the partial results of others. */
    private static PhysicalNode widened(
            PhysicalNode part,
            int keys,
            List<AggregateCall> own,
            List<AggregateCall> calls,
            Function<AggregateCall, List<DataType>> form,
            boolean retracts) {
        List<Field> fields = AggregateCalls.partialFields(calls, form);
        List<Expression> expressions = new ArrayList<>();
        List<String> names = new ArrayList<>();
        for (int key = 0; key < keys; key++) {
            expressions.add(Operations.columnOf(part, key));
            names.add(part.output().get(key).name());
        }
        int column = keys;
        for (AggregateCall call : calls) {
            boolean here = own.contains(call);
            for (int i = 0; i < form.apply(call).size(); i++) {
                Field field = fields.get(names.size() - keys);
                expressions.add(
                        here
                                ? Operations.columnOf(part, column++)
                                : new Literal(null, field.type().withNullable(true)));
                names.add(field.name());
            }
        }
        if (retracts) {
            expressions.add(Operations.columnOf(part, column));
            names.add("rows$");
        }
        return Operations.projection(part, expressions, names);
    }
}
