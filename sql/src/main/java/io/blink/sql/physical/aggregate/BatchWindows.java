package io.blink.sql.physical.aggregate;

import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.expression.Literal;
import io.blink.core.function.ScalarFunction;
import io.blink.core.plan.AggregateCall;
import io.blink.core.plan.TimeWindow;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.sql.logical.window.LogicalWindowAggregate;
import io.blink.sql.physical.node.Operations;
import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.Scanned;
import java.util.ArrayList;
import java.util.List;

/**
 * Aggregation by windows of rows that end: the windows are further group keys, and nothing is late. Of a TUMBLE the start alone is a key; where windows overlap, rows are given to each of theirs first.
 *
 * <pre>
 * WindowAggregate(by k, SUM(v), TUMBLE 1 min of ts)
 * =>
 * Project(k, SUM, start, start + 1 min)
 *   Aggregate(by k, start: SUM(v))
 *     Project(…, ts - floorMod(ts - offset, 1 min) AS start)
 * </pre>
 */
public final class BatchWindows {
    private static final DataType BIGINT = DataType.of(TypeKind.BIGINT);

    private BatchWindows() {}

    public static PhysicalNode plan(LogicalWindowAggregate window, Scanned rows, AggregatePlanning aggregates) {
        int timeColumn = rows.positions()[window.timeColumn()];
        List<Integer> keys = rows.over(window.groupSet().asList());
        List<AggregateCall> calls = window.calls().stream()
                .map(call -> AggregateCalls.overRows(call, rows))
                .toList();
        PhysicalNode groups = window.window().kind() == TimeWindow.Kind.TUMBLE
                        && window.window().clock() == null
                ? tumbling(window, rows.node(), timeColumn, keys, calls, aggregates)
                : overlapping(window, rows.node(), timeColumn, keys, calls, aggregates);
        return WindowNodes.declared(groups, window, keys.size());
    }

    /** The aggregate's columns by their names: keys, the windows' bounds, calls. */
    private static List<String> names(LogicalWindowAggregate window, int keys, int bounds) {
        List<String> names = window.getRowType().getFieldNames();
        int start = window.windowStartColumn();
        List<String> placed = new ArrayList<>(names.subList(0, keys));
        placed.addAll(names.subList(start, start + bounds));
        placed.addAll(names.subList(keys, start));
        return placed;
    }

    private static PhysicalNode overlapping(
            LogicalWindowAggregate window,
            PhysicalNode input,
            int timeColumn,
            List<Integer> keys,
            List<AggregateCall> calls,
            AggregatePlanning aggregates) {
        PhysicalNode assigned = WindowNodes.assign(input, window.window(), timeColumn, List.of());
        int start = input.output().size();
        List<Integer> allKeys = new ArrayList<>(keys);
        allKeys.addAll(List.of(start, start + 1));
        PhysicalNode groups = aggregates.aggregate(assigned, allKeys, calls, names(window, keys.size(), 2));
        List<Integer> columns = new ArrayList<>(AggregatePlanning.firstColumns(keys.size()));
        for (int i = 0; i < calls.size(); i++) {
            columns.add(keys.size() + 2 + i);
        }
        columns.addAll(List.of(keys.size(), keys.size() + 1));
        return Operations.select(groups, columns);
    }

    private static PhysicalNode tumbling(
            LogicalWindowAggregate window,
            PhysicalNode input,
            int timeColumn,
            List<Integer> keys,
            List<AggregateCall> calls,
            AggregatePlanning aggregates) {
        InputColumn time = Operations.columnOf(input, timeColumn);
        TimeWindow shape = window.window();
        Expression start = start(time, shape.sizeMicros(), shape.offsetMicros());
        PhysicalNode started = Operations.append(input, List.of(start), "window_start$");
        List<Integer> allKeys = new ArrayList<>(keys);
        allKeys.add(started.output().size() - 1);
        PhysicalNode groups = aggregates.aggregate(started, allKeys, calls, names(window, keys.size(), 1));
        return reordered(
                groups,
                keys.size(),
                calls.size(),
                shape.sizeMicros(),
                window.getRowType().getFieldNames());
    }

    private static Expression start(InputColumn time, long sizeMicros, long offsetMicros) {
        DataType bigint = BIGINT.withNullable(time.type().nullable());
        Literal epoch = new Literal("0", time.type().withNullable(false));
        Literal unit = new Literal("MICROSECOND", DataType.string().withNullable(false));
        Expression micros = new Call(ScalarFunction.TIMESTAMP_DIFF, List.of(unit, epoch, time), bigint);
        Expression shifted = offsetMicros == 0 ? micros : call(ScalarFunction.SUBTRACT, micros, offsetMicros, bigint);
        Expression remainder = call(ScalarFunction.MODULO, shifted, sizeMicros, bigint);
        Expression positive = call(ScalarFunction.ADD, remainder, sizeMicros, bigint);
        Expression into = call(ScalarFunction.MODULO, positive, sizeMicros, bigint);
        Expression begin = new Call(ScalarFunction.SUBTRACT, List.of(micros, into), bigint);
        return new Call(ScalarFunction.TIMESTAMP_ADD, List.of(unit, begin, epoch), time.type());
    }

    private static Expression call(ScalarFunction function, Expression left, long right, DataType type) {
        Literal constant = new Literal(Long.toString(right), BIGINT.withNullable(false));
        return new Call(function, List.of(left, constant), type);
    }

    /** Keys, start, aggregates become keys, aggregates, start, end. */
    private static PhysicalNode reordered(
            PhysicalNode groups, int keys, int calls, long sizeMicros, List<String> names) {
        List<Expression> expressions = new ArrayList<>();
        for (int i = 0; i < keys; i++) {
            expressions.add(Operations.columnOf(groups, i));
        }
        for (int i = 0; i < calls; i++) {
            expressions.add(Operations.columnOf(groups, keys + 1 + i));
        }
        InputColumn start = Operations.columnOf(groups, keys);
        DataType interval = DataType.of(TypeKind.INTERVAL_DAY_TIME).withNullable(false);
        Literal size = new Literal(Long.toString(sizeMicros), interval);
        expressions.add(start);
        expressions.add(new Call(ScalarFunction.ADD, List.of(start, size), start.type()));
        return Operations.project(groups, expressions, names);
    }
}
