package io.blink.sql.physical.aggregate;

import io.blink.core.expression.Expression;
import io.blink.core.function.AggregateFunction;
import io.blink.core.plan.AggregateCall;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.sql.expression.Casts;
import io.blink.sql.physical.node.Exchanges;
import io.blink.sql.physical.node.Operations;
import io.blink.sql.physical.node.PhysicalNode;
import java.util.ArrayList;
import java.util.List;

/**
 * An aggregate of few groups whose DISTINCT calls have one argument: rows are grouped by it too first, in many tasks, with what the other calls need of each
 * of these groups and which of the filters a row of it passed. Then what each call makes of its groups is added up.
 *
 * <pre>
 *   COUNT(DISTINCT x) FILTER f, AVG(y)   =>   Final: COUNT, AVG                                       one task
 *                                               Partial: COUNT(x) FILTER seen, SUM(s), SUM(c)         many tasks
 *                                                 GROUP BY x: BOOL_OR(f) seen, SUM(y) s, COUNT(y) c   many tasks
 * </pre>
 */
final class SplitDistinctAggregate {
    private static final DataType COUNT_TYPE = DataType.of(TypeKind.BIGINT).withNullable(false);

    private final AggregatePlanning aggregates;
    private final PhysicalNode input;
    private final List<Integer> keys;
    private final int argument;
    private final List<AggregateCall> calls;
    private final List<AggregateCall> ofGroups = new ArrayList<>();

    SplitDistinctAggregate(
            AggregatePlanning aggregates,
            PhysicalNode input,
            List<Integer> keys,
            int argument,
            List<AggregateCall> calls) {
        this.aggregates = aggregates;
        this.input = input;
        this.keys = keys;
        this.argument = argument;
        this.calls = calls;
    }

    /** Whether what the call gives of each group can be added up; sums of longs that an average adds up as DOUBLE might overflow before. */
    static boolean isSplittable(AggregateCall call) {
        if (call.distinct()) {
            return !call.function().isHolistic();
        }
        return switch (call.function()) {
            case COUNT_ALL, COUNT, SUM, MIN, MAX, BOOL_AND, BOOL_OR, ANY_VALUE -> true;
            case AVG -> call.argumentTypes().get(0).kind() != TypeKind.BIGINT;
            default -> false;
        };
    }

    PhysicalNode plan(List<String> names) {
        List<AggregateCall> overGroups = new ArrayList<>();
        calls.forEach(call -> addOverGroups(call, overGroups));
        List<Integer> groupKeys = new ArrayList<>(keys);
        groupKeys.add(argument);
        List<String> groupNames = new ArrayList<>();
        groupKeys.forEach(key -> groupNames.add(input.output().get(key).name()));
        ofGroups.forEach(call -> groupNames.add("group$" + (groupNames.size() - keys.size())));
        PhysicalNode groups = aggregates.aggregate(input, groupKeys, ofGroups, groupNames);
        List<Integer> first = AggregatePlanning.firstColumns(keys.size());
        PhysicalNode partials = asPartials(aggregates.partial(groups, first, overGroups));
        return aggregates.finishedPartials(
                Exchanges.grouped(partials, first), first, calls, names, partials.estimate());
    }

    /** Adds the calls whose partial results are, column for column, those of the call. */
    private void addOverGroups(AggregateCall call, List<AggregateCall> overGroups) {
        if (call.distinct()) {
            int seen = call.filterColumn() < 0 ? -1 : columnOf(anyRow(call.filterColumn()));
            overGroups.add(new AggregateCall(
                    call.function(),
                    List.of(keys.size()),
                    call.argumentTypes(),
                    false,
                    seen,
                    call.type(),
                    call.order(),
                    call.position(),
                    call.user()));
        } else if (call.function() == AggregateFunction.AVG) {
            overGroups.add(again(part(
                    call, AggregateFunction.SUM, sumType(call.argumentTypes().get(0)))));
            overGroups.add(again(part(call, AggregateFunction.COUNT, COUNT_TYPE)));
        } else {
            overGroups.add(again(call));
        }
    }

    /** Whether any row of a group has TRUE in a column. */
    private AggregateCall anyRow(int column) {
        DataType type = input.output().get(column).type();
        return new AggregateCall(
                AggregateFunction.BOOL_OR, List.of(column), List.of(type), false, -1, type.withNullable(true));
    }

    private static AggregateCall part(AggregateCall average, AggregateFunction function, DataType type) {
        return new AggregateCall(
                function,
                average.arguments(),
                average.argumentTypes(),
                false,
                average.filterColumn(),
                type,
                average.position());
    }

    private static DataType sumType(DataType argument) {
        DataType type =
                switch (argument.kind()) {
                    case DECIMAL -> DataType.decimal(DataType.MAX_DECIMAL_PRECISION, argument.scale());
                    case TINYINT, SMALLINT, INT -> DataType.of(TypeKind.BIGINT);
                    default -> DataType.of(TypeKind.DOUBLE);
                };
        return type.withNullable(true);
    }

    /** The call over its results of the groups. */
    private AggregateCall again(AggregateCall ofGroup) {
        boolean count =
                ofGroup.function() == AggregateFunction.COUNT || ofGroup.function() == AggregateFunction.COUNT_ALL;
        return new AggregateCall(
                count ? AggregateFunction.SUM : ofGroup.function(),
                List.of(columnOf(ofGroup)),
                List.of(ofGroup.type()),
                false,
                -1,
                ofGroup.type().withNullable(true),
                ofGroup.position());
    }

    /** Among the columns of the groups, of which keys and argument are the first; wherever a call was written. */
    private int columnOf(AggregateCall ofGroup) {
        for (int i = 0; i < ofGroups.size(); i++) {
            AggregateCall known = ofGroups.get(i);
            if (known.function() == ofGroup.function()
                    && known.filterColumn() == ofGroup.filterColumn()
                    && known.arguments().equals(ofGroup.arguments())) {
                return keys.size() + 1 + i;
            }
        }
        ofGroups.add(ofGroup);
        return keys.size() + ofGroups.size();
    }

    /** The sum of no counts is NULL and means 0, as does an average's sum of no values; one of integers travels as DOUBLE. */
    private PhysicalNode asPartials(PhysicalNode node) {
        List<String> names = new ArrayList<>();
        List<Expression> expressions = new ArrayList<>();
        for (int key = 0; key < keys.size(); key++) {
            names.add(node.output().get(key).name());
            expressions.add(Operations.columnOf(node, key));
        }
        AggregateCalls.partialFields(calls).forEach(field -> names.add(field.name()));
        for (AggregateCall call : calls) {
            for (DataType type : call.partialTypes()) {
                Expression value = Operations.columnOf(node, expressions.size());
                boolean zero = !type.nullable() || call.function() == AggregateFunction.AVG;
                boolean fills = zero && value.type().nullable();
                expressions.add(Casts.to(fills ? AggregatePlanning.orZero(value) : value, type, null));
            }
        }
        return Operations.project(node, expressions, names);
    }
}
