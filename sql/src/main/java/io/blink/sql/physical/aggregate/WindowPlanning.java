package io.blink.sql.physical.aggregate;

import io.blink.core.expression.Expression;
import io.blink.core.plan.AggregateCall;
import io.blink.core.plan.AggregatePhase;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.sql.SqlOptions;
import io.blink.sql.SqlOptions.AggregatePhases;
import io.blink.sql.logical.window.LogicalWindowAggregate;
import io.blink.sql.physical.node.Distribution;
import io.blink.sql.physical.node.Estimate;
import io.blink.sql.physical.node.Exchanges;
import io.blink.sql.physical.node.Operations;
import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.PhysicalNode.Operation;
import io.blink.sql.physical.node.PlanErrors;
import io.blink.sql.physical.node.PlanningScope;
import io.blink.sql.physical.node.Scanned;
import io.blink.sql.type.TypeMapping;
import java.util.ArrayList;
import java.util.List;

/** Tumbling windows: in a stream by watermarks, in a batch as one more group key. */
public final class WindowPlanning {
    private final PlanningScope scope;
    private final AggregatePlanning aggregates;

    public WindowPlanning(PlanningScope scope, AggregatePlanning aggregates) {
        this.scope = scope;
        this.aggregates = aggregates;
    }

    public PhysicalNode assignWatermark(PhysicalNode input, int timeColumn, long delayMicros) {
        long idleMillis = scope.settings().get(SqlOptions.SOURCE_IDLE_TIMEOUT).toMillis();
        OperatorSpec spec = new OperatorSpec.AssignWatermark(timeColumn, delayMicros, idleMillis);
        return Operations.keeping(input, spec, "AssignWatermark", input.estimate());
    }

    public PhysicalNode plan(LogicalWindowAggregate window, Scanned rows) {
        List<Integer> keys = rows.over(window.groupSet().asList());
        int timeColumn = rows.positions()[window.timeColumn()];
        PhysicalNode input = rows.node();
        List<AggregateCall> calls = window.calls().stream()
                .map(call -> AggregateCalls.overRows(call, rows))
                .toList();
        PhysicalNode node = scope.isStream()
                ? streaming(window, input, timeColumn, keys, calls)
                : BatchWindows.plan(window, input, timeColumn, keys, calls, aggregates);
        List<Field> declared = TypeMapping.toFields(window.getRowType());
        return Operations.convert(withZeroes(node, window, keys.size()), declared);
    }

    /** A SUM0 of nothing is 0; windows have rows, but an argument may be NULL in all of them. */
    private static PhysicalNode withZeroes(PhysicalNode node, LogicalWindowAggregate window, int keys) {
        List<Expression> expressions = new ArrayList<>(Operations.allColumns(node));
        for (int i = 0; i < window.calls().size(); i++) {
            if (window.calls().get(i).getAggregation().getKind() == org.apache.calcite.sql.SqlKind.SUM0) {
                expressions.set(keys + i, AggregatePlanning.orZero(expressions.get(keys + i)));
            }
        }
        return Operations.project(
                node, expressions, node.output().stream().map(Field::name).toList());
    }

    private PhysicalNode streaming(
            LogicalWindowAggregate window,
            PhysicalNode input,
            int timeColumn,
            List<Integer> keys,
            List<AggregateCall> calls) {
        calls.stream().filter(call -> call.function().isHolistic()).findFirst().ifPresent(call -> {
            throw PlanErrors.unsupported(
                    call.function()
                            + " over a stream is not supported: it keeps all rows of a window until the end; aggregate in a batch, or use MIN_BY and MAX_BY");
        });
        calls.stream().filter(call -> call.user() != null).findFirst().ifPresent(call -> {
            throw PlanErrors.unsupported(
                    "the user's aggregate " + call.user().name()
                            + " over a stream is not supported: its accumulators are not kept in checkpoints; aggregate in a batch, or use built-in aggregates");
        });
        if (scope.unbounded()) {
            requireWatermark(input, timeColumn);
        }
        boolean distinct = calls.stream().anyMatch(AggregateCall::distinct);
        boolean inPlace = input.distribution().groups(keys);
        if (distinct || inPlace || scope.aggregatePhases() == AggregatePhases.ONE_PHASE) {
            PhysicalNode grouped = Exchanges.grouped(input, keys);
            return finished(window, AggregatePhase.SINGLE, grouped, keys, calls, timeColumn);
        }
        PhysicalNode partial = partial(window, input, timeColumn, keys, calls);
        List<Integer> partialKeys = AggregatePlanning.firstColumns(keys.size());
        List<AggregateCall> merged = AggregateCalls.overPartials(calls, keys.size() + 1);
        PhysicalNode exchanged = Exchanges.grouped(partial, partialKeys);
        return finished(window, AggregatePhase.FINAL, exchanged, partialKeys, merged, keys.size());
    }

    private static void requireWatermark(PhysicalNode input, int timeColumn) {
        if (!hasWatermark(input)) {
            String time = input.output().get(timeColumn).name();
            throw PlanErrors.unsupported("A window over '" + time
                    + "' in a streaming job needs to know when it is complete: declare WATERMARK FOR " + time
                    + " AS " + time + " - INTERVAL '5' SECOND in the table");
        }
    }

    /** On every way from a source. */
    private static boolean hasWatermark(PhysicalNode node) {
        if (node instanceof Operation operation && operation.spec() instanceof OperatorSpec.AssignWatermark) {
            return true;
        }
        return !node.inputs().isEmpty() && node.inputs().stream().allMatch(WindowPlanning::hasWatermark);
    }

    private static PhysicalNode partial(
            LogicalWindowAggregate window,
            PhysicalNode input,
            int timeColumn,
            List<Integer> keys,
            List<AggregateCall> calls) {
        List<Field> output = new ArrayList<>();
        keys.forEach(key -> output.add(input.output().get(key)));
        output.add(new Field("window_start", timeType(input, timeColumn)));
        output.addAll(AggregateCalls.partialFields(calls));
        OperatorSpec spec = new OperatorSpec.WindowAggregate(
                AggregatePhase.PARTIAL, timeColumn, window.sizeMicros(), window.offsetMicros(), keys, calls);
        return operation(window, "PartialWindowAggregate", spec, input, output, keys, calls, Distribution.ARBITRARY);
    }

    private static PhysicalNode finished(
            LogicalWindowAggregate window,
            AggregatePhase phase,
            PhysicalNode input,
            List<Integer> keys,
            List<AggregateCall> calls,
            int timeColumn) {
        List<String> names = window.getRowType().getFieldNames();
        List<Field> output = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            output.add(new Field(names.get(i), input.output().get(keys.get(i)).type()));
        }
        for (int i = 0; i < calls.size(); i++) {
            output.add(new Field(names.get(keys.size() + i), calls.get(i).type()));
        }
        DataType time = timeType(input, timeColumn);
        output.add(new Field(names.get(names.size() - 2), time));
        output.add(new Field(names.get(names.size() - 1), time));
        OperatorSpec spec = new OperatorSpec.WindowAggregate(
                phase, timeColumn, window.sizeMicros(), window.offsetMicros(), keys, calls);
        List<Integer> positions = new ArrayList<>();
        for (int column = 0; column < input.output().size(); column++) {
            positions.add(keys.indexOf(column));
        }
        Distribution distribution = input.distribution().mapped(positions);
        return operation(window, "WindowAggregate", spec, input, output, keys, calls, distribution);
    }

    private static PhysicalNode operation(
            LogicalWindowAggregate window,
            String name,
            OperatorSpec spec,
            PhysicalNode input,
            List<Field> output,
            List<Integer> keys,
            List<AggregateCall> calls,
            Distribution distribution) {
        String meaning = AggregatePlanning.meaning(spec, input.output(), keys, calls) + " " + name + " in "
                + window.sizeMicros() + "+" + window.offsetMicros();
        Estimate estimate = AggregatePlanning.groups(input.estimate(), keys, output);
        return Operations.operation(
                spec, name, meaning, List.of(input), output, distribution, List.of(), estimate, List.of());
    }

    private static DataType timeType(PhysicalNode input, int timeColumn) {
        return input.output().get(timeColumn).type().withNullable(false);
    }
}
