package io.blink.sql.physical.aggregate;

import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.expression.Literal;
import io.blink.core.function.ScalarFunction;
import io.blink.core.plan.AggregateCall;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.sql.logical.window.LogicalWindowAggregate;
import io.blink.sql.physical.node.Operations;
import io.blink.sql.physical.node.PhysicalNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Tumbling windows over rows that end: the window's start is one more group key, and nothing is late.
 *
 * <pre>
 * WindowAggregate(by k, SUM(v), 1 min of ts)
 * =>
 * Project(k, SUM, start, start + 1 min)
 *   Aggregate(by k, start: SUM(v))
 *     Project(…, ts - floorMod(ts - offset, 1 min) AS start)
 * </pre>
 */
final class BatchWindows {
    private static final DataType BIGINT = DataType.of(TypeKind.BIGINT);

    private BatchWindows() {}

    static PhysicalNode plan(
            LogicalWindowAggregate window,
            PhysicalNode input,
            int timeColumn,
            List<Integer> keys,
            List<AggregateCall> calls,
            AggregatePlanning aggregates) {
        InputColumn time = Operations.columnOf(input, timeColumn);
        Expression start = start(time, window.sizeMicros(), window.offsetMicros());
        PhysicalNode started = Operations.append(input, List.of(start), "window_start$");
        List<Integer> allKeys = new ArrayList<>(keys);
        allKeys.add(started.output().size() - 1);
        List<String> names = window.getRowType().getFieldNames();
        List<String> aggregated = new ArrayList<>(names.subList(0, keys.size()));
        aggregated.add(names.get(window.windowStartColumn()));
        aggregated.addAll(names.subList(keys.size(), window.windowStartColumn()));
        PhysicalNode groups = aggregates.aggregate(started, allKeys, calls, aggregated);
        return reordered(groups, keys.size(), calls.size(), window.sizeMicros(), names);
    }

    private static Expression start(InputColumn time, long sizeMicros, long offsetMicros) {
        DataType bigint = BIGINT.withNullable(time.type().nullable());
        Literal epoch = new Literal("0", time.type().withNullable(false));
        Literal unit = new Literal("MICROSECOND", DataType.string().withNullable(false));
        Expression micros = new Call(ScalarFunction.TIMESTAMP_DIFF, List.of(unit, epoch, time), bigint);
        long offset = Math.floorMod(offsetMicros, sizeMicros);
        Expression shifted = offset == 0 ? micros : call(ScalarFunction.SUBTRACT, micros, offset, bigint);
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
