package io.blink.sql.physical.aggregate;

import io.blink.core.expression.Expression;
import io.blink.core.expression.Literal;
import io.blink.core.function.ScalarFunction;
import io.blink.core.plan.AggregateCall;
import io.blink.core.plan.AggregatePhase;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import io.blink.sql.SqlOptions.AggregatePhases;
import io.blink.sql.aggregate.LocalAggregate;
import io.blink.sql.expression.CallTyping;
import io.blink.sql.expression.Casts;
import io.blink.sql.physical.node.Distribution;
import io.blink.sql.physical.node.Estimate;
import io.blink.sql.physical.node.Estimate.ColumnEstimate;
import io.blink.sql.physical.node.Exchanges;
import io.blink.sql.physical.node.Operations;
import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.PlanningScope;
import io.blink.sql.physical.node.Scanned;
import io.blink.sql.type.TypeMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.sql.SqlKind;

/**
 * GROUP BY and DISTINCT of a batch: in one phase where the rows of a group already lie in one task or a DISTINCT needs to see them all, else partial
 * results before the exchange and their sum after it.
 */
public final class AggregatePlanning {
    /** Of a key without statistics: many groups, so that nobody takes the result for small. */
    private static final double UNKNOWN_KEY_POWER = 0.9;

    private final PlanningScope scope;

    public AggregatePlanning(PlanningScope scope) {
        this.scope = scope;
    }

    public PhysicalNode plan(Aggregate aggregate, Scanned rows) {
        PhysicalNode input = rows.node();
        List<Integer> keys = rows.over(aggregate.getGroupSet().asList());
        List<AggregateCall> calls = calls(aggregate, rows);
        if (aggregate.getGroupType() != Aggregate.Group.SIMPLE) {
            return new GroupingSets(this, aggregate, input, keys, calls).plan();
        }
        PhysicalNode node = aggregate instanceof LocalAggregate
                ? local(input, keys, calls)
                : aggregate(input, keys, calls, names(aggregate));
        return asDeclared(node, aggregate, keys.size());
    }

    /** What is computed of groups. */
    public static List<AggregateCall> calls(Aggregate aggregate, Scanned rows) {
        return aggregate.getAggCallList().stream()
                .filter(call ->
                        call.getAggregation().getKind() != SqlKind.LITERAL_AGG && !GroupingSets.isGrouping(call))
                .map(call -> AggregateCalls.overRows(call, rows))
                .toList();
    }

    /** What the columns of groups are called before casts: keys, then calls that are computed. */
    public static List<String> names(Aggregate aggregate) {
        List<String> all = aggregate.getRowType().getFieldNames();
        int keys = aggregate.getGroupCount();
        Stream<String> calls = IntStream.range(0, aggregate.getAggCallList().size())
                .filter(i -> aggregate.getAggCallList().get(i).getAggregation().getKind() != SqlKind.LITERAL_AGG)
                .mapToObj(i -> all.get(keys + i));
        return Stream.concat(all.subList(0, keys).stream(), calls).toList();
    }

    /** Group keys, then calls, under these names. */
    public PhysicalNode aggregate(
            PhysicalNode input, List<Integer> keys, List<AggregateCall> calls, List<String> names) {
        boolean distinct = calls.stream().anyMatch(AggregateCall::distinct);
        if (distinct) {
            DistinctAggregates split = new DistinctAggregates(this);
            return split.plan(input, keys, calls, names);
        }
        boolean inPlace = input.distribution().groups(keys)
                || calls.stream().anyMatch(call -> call.function().isHolistic());
        if (inPlace || scope.aggregatePhases() == AggregatePhases.ONE_PHASE) {
            return single(Exchanges.grouped(input, keys), keys, calls, names);
        }
        return twoPhase(input, keys, calls, names);
    }

    PhysicalNode twoPhase(PhysicalNode input, List<Integer> keys, List<AggregateCall> calls, List<String> names) {
        PhysicalNode partial = partial(input, keys, calls);
        List<Integer> partialKeys = firstColumns(keys.size());
        PhysicalNode exchanged = Exchanges.grouped(partial, partialKeys);
        List<AggregateCall> merged = AggregateCalls.overPartials(calls, keys.size());
        return finished(
                exchanged, AggregatePhase.FINAL, "Aggregate", partialKeys, merged, names, input.estimate(), keys);
    }

    /** Results of partial results that lie where they must. */
    PhysicalNode finishedPartials(
            PhysicalNode partials, List<Integer> keys, List<AggregateCall> calls, List<String> names, Estimate groups) {
        List<AggregateCall> merged = AggregateCalls.overPartials(calls, keys.size());
        return finished(partials, AggregatePhase.FINAL, "Aggregate", keys, merged, names, groups, keys);
    }

    PhysicalNode single(PhysicalNode input, List<Integer> keys, List<AggregateCall> calls, List<String> names) {
        return finished(input, AggregatePhase.SINGLE, "Aggregate", keys, calls, names, input.estimate(), keys);
    }

    public static List<Integer> firstColumns(int count) {
        return IntStream.range(0, count).boxed().toList();
    }

    /** Partial results that stay in their task. */
    private PhysicalNode local(PhysicalNode input, List<Integer> keys, List<AggregateCall> calls) {
        List<Integer> positions = new ArrayList<>();
        for (int column = 0; column < input.output().size(); column++) {
            positions.add(keys.indexOf(column));
        }
        return partial(input, keys, calls, input.distribution().mapped(positions));
    }

    public PhysicalNode partial(PhysicalNode input, List<Integer> keys, List<AggregateCall> calls) {
        return partial(input, keys, calls, Distribution.ARBITRARY);
    }

    private PhysicalNode partial(
            PhysicalNode input, List<Integer> keys, List<AggregateCall> calls, Distribution distribution) {
        List<Field> output = new ArrayList<>();
        keys.forEach(key -> output.add(input.output().get(key)));
        output.addAll(AggregateCalls.partialFields(calls));
        OperatorSpec spec = new OperatorSpec.Aggregate(AggregatePhase.PARTIAL, keys, calls);
        return Operations.operation(
                spec,
                "PartialAggregate",
                meaning(spec, input.output(), keys, calls),
                List.of(input),
                output,
                distribution,
                List.of(),
                groups(input.estimate(), keys, output),
                List.of());
    }

    private static PhysicalNode finished(
            PhysicalNode input,
            AggregatePhase phase,
            String name,
            List<Integer> keys,
            List<AggregateCall> calls,
            List<String> names,
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
        OperatorSpec spec = new OperatorSpec.Aggregate(phase, keys, calls);
        return Operations.operation(
                spec,
                name,
                meaning(spec, input.output(), keys, calls),
                List.of(input),
                output,
                input.distribution().mapped(positions),
                List.of(),
                groups(rows, rowKeys, output),
                List.of());
    }

    public static String meaning(OperatorSpec spec, List<Field> input, List<Integer> keys, List<AggregateCall> calls) {
        List<String> names = keys.stream().map(key -> input.get(key).name()).toList();
        List<String> functions =
                calls.stream().map(call -> AggregateCalls.meaning(call, input)).toList();
        return spec.getClass().getSimpleName() + " by " + names + " of " + functions;
    }

    /** As many groups as combinations of key values, but not more than rows; each further key is taken to matter less, one of the same table as a key of it not at all. */
    public static Estimate groups(Estimate input, List<Integer> keys, List<Field> output) {
        double groups = 1;
        List<Double> distinct = independent(input, keys).stream()
                .map(key -> input.knowsDistinct(key) ? input.distinct(key) : Math.pow(input.rows(), UNKNOWN_KEY_POWER))
                .sorted((left, right) -> Double.compare(right, left))
                .toList();
        for (int i = 0; i < distinct.size(); i++) {
            groups *= Math.pow(distinct.get(i), 1.0 / (1 << Math.min(i, 10)));
        }
        double rows = keys.isEmpty() ? 1 : Math.min(groups, Math.max(1, input.rows()));
        List<ColumnEstimate> columns = new ArrayList<>();
        for (int i = 0; i < output.size(); i++) {
            double width = Estimate.width(output.get(i).type());
            boolean key = i < keys.size();
            columns.add(key ? input.columns().get(keys.get(i)) : new ColumnEstimate(Double.NaN, rows, width));
        }
        return new Estimate(rows, columns, input.known());
    }

    /** Without the columns that another key, which is one of the table that both are of, tells alone. */
    private static List<Integer> independent(Estimate input, List<Integer> keys) {
        List<Integer> independent = new ArrayList<>();
        List<ColumnEstimate> tableKeys = keys.stream()
                .map(input.columns()::get)
                .filter(ColumnEstimate::isTableKey)
                .toList();
        for (int key : keys) {
            ColumnEstimate column = input.columns().get(key);
            if (column.isTableKey()
                    || tableKeys.stream().noneMatch(tableKey -> tableKey.tableRows() == column.tableRows())) {
                independent.add(key);
            }
        }
        return independent;
    }

    /** Casts to the types that Calcite derived, puts literals in their places, and makes 0 of the NULL of an empty SUM0. */
    public PhysicalNode asDeclared(PhysicalNode node, Aggregate aggregate, int keys) {
        List<Field> declared = TypeMapping.toFields(aggregate.getRowType());
        List<Expression> expressions =
                new ArrayList<>(Operations.allColumns(node).subList(0, keys));
        int column = keys;
        for (int i = 0; i < aggregate.getAggCallList().size(); i++) {
            org.apache.calcite.rel.core.AggregateCall call =
                    aggregate.getAggCallList().get(i);
            DataType type = declared.get(keys + i).type();
            if (call.getAggregation().getKind() == SqlKind.LITERAL_AGG) {
                expressions.add(scope.expressions(List.of()).translate((RexLiteral) call.rexList.get(0)));
            } else {
                Expression value = Operations.columnOf(node, column++);
                boolean zero = call.getAggregation().getKind() == SqlKind.SUM0;
                expressions.add(Casts.to(zero ? orZero(value) : value, type, null));
            }
        }
        return Operations.project(
                node, expressions, declared.stream().map(Field::name).toList());
    }

    public static Expression orZero(Expression value) {
        Literal zero = new Literal("0", DataType.of(TypeKind.INT).withNullable(false));
        DataType type = value.type().withNullable(false);
        return CallTyping.call(ScalarFunction.COALESCE, List.of(value, zero), type, null);
    }
}
