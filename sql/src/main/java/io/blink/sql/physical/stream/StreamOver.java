package io.blink.sql.physical.stream;

import io.blink.core.expression.Expression;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.WindowCall;
import io.blink.core.type.Field;
import io.blink.core.type.PhysicalType;
import io.blink.sql.SqlOptions;
import io.blink.sql.expression.Casts;
import io.blink.sql.over.OverCall;
import io.blink.sql.over.OverGroup;
import io.blink.sql.physical.node.Estimate;
import io.blink.sql.physical.node.Estimate.ColumnEstimate;
import io.blink.sql.physical.node.Exchanges;
import io.blink.sql.physical.node.Operations;
import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.PlanErrors;
import io.blink.sql.physical.node.PlanningScope;
import io.blink.sql.physical.node.TimeAttribute;
import io.blink.sql.physical.over.OverCalls;
import io.blink.sql.physical.over.OverPlanning;
import io.blink.sql.type.TypeMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.RelFieldCollation;

/** OVER in a stream: group by group in the order of time, where each can be answered from rows before the current one; else of rows that end, once they have. */
final class StreamOver {
    private final PlanningScope scope;
    private final RemainingRows remaining;

    StreamOver(PlanningScope scope) {
        this.scope = scope;
        this.remaining = new RemainingRows(scope);
    }

    PhysicalNode plan(PhysicalNode input, List<OverGroup> groups) {
        Optional<String> hindrance = hindrance(input, groups);
        if (hindrance.isPresent() && remaining.isKnown()) {
            return OverPlanning.plan(remaining.of(input), groups, null, null);
        }
        if (hindrance.isPresent()) {
            throw PlanErrors.unsupportedInStream("OVER", hindrance.get());
        }
        PhysicalNode node = input;
        List<OverCall> calls = new ArrayList<>();
        for (OverGroup group : groups) {
            node = over(node, group);
            calls.addAll(group.calls());
        }
        return typed(node, input.output().size(), calls);
    }

    /** Why rows cannot be answered as time goes on. */
    private static Optional<String> hindrance(PhysicalNode input, List<OverGroup> groups) {
        if (!input.changes().insertOnly()) {
            return Optional.of("its input updates or deletes rows, whose places in the order are taken already.");
        }
        for (OverGroup group : groups) {
            if (!isByTime(input, group)) {
                return Optional.of(
                        "its rows must be in the order of time: ORDER BY one column with a watermark, or PROCTIME(), ascending.");
            }
            Optional<String> call = group.calls().stream()
                    .map(each ->
                            StreamOverCalls.of(OverCalls.of(each, input), timeColumn(group), eventTime(input, group)))
                    .filter(StreamOverCalls.Answer::isHindered)
                    .map(StreamOverCalls.Answer::hindrance)
                    .findFirst();
            if (call.isPresent()) {
                return call;
            }
        }
        return Optional.empty();
    }

    private static boolean isByTime(PhysicalNode input, OverGroup group) {
        List<RelFieldCollation> order = group.order().getFieldCollations();
        if (order.size() != 1 || order.get(0).getDirection().isDescending()) {
            return false;
        }
        int column = order.get(0).getFieldIndex();
        return TimeAttribute.of(input, column) != TimeAttribute.NONE
                && input.output().get(column).type().physicalType() == PhysicalType.LONG;
    }

    private static int timeColumn(OverGroup group) {
        return group.order().getFieldCollations().get(0).getFieldIndex();
    }

    private static boolean eventTime(PhysicalNode input, OverGroup group) {
        return TimeAttribute.of(input, timeColumn(group)) == TimeAttribute.EVENT;
    }

    private PhysicalNode over(PhysicalNode input, OverGroup group) {
        boolean eventTime = eventTime(input, group);
        List<WindowCall> calls = group.calls().stream()
                .map(call -> StreamOverCalls.of(OverCalls.of(call, input), timeColumn(group), eventTime)
                        .call())
                .toList();
        List<Integer> keys = group.partitionKeys().asList();
        PhysicalNode grouped = Exchanges.keyed(input, keys);
        List<Field> output = new ArrayList<>(input.output());
        List<ColumnEstimate> columns = new ArrayList<>(input.estimate().columns());
        for (WindowCall call : calls) {
            output.add(new Field("over$" + output.size(), call.type()));
            columns.add(new ColumnEstimate(Double.NaN, input.estimate().rows(), Estimate.width(call.type())));
        }
        long ttlMillis = scope.settings().get(SqlOptions.STATE_TTL).toMillis();
        return Operations.operation(
                new OperatorSpec.StreamOver(keys, timeColumn(group), eventTime, calls, ttlMillis),
                "StreamOver",
                meaning(input, group),
                List.of(grouped),
                output,
                grouped.distribution(),
                List.of(),
                input.estimate().withColumns(columns),
                List.of());
    }

    private static String meaning(PhysicalNode input, OverGroup group) {
        List<String> keys = group.partitionKeys().asList().stream()
                .map(key -> input.output().get(key).name())
                .toList();
        List<String> calls = group.calls().stream()
                .map(call -> call.function().getName()
                        + call.arguments().stream()
                                .map(column -> input.output().get(column).name())
                                .toList())
                .toList();
        return "over " + calls + " by " + keys + " in the order of "
                + input.output().get(timeColumn(group)).name();
    }

    /** The calls' columns in the types that were derived for them. */
    private static PhysicalNode typed(PhysicalNode node, int width, List<OverCall> calls) {
        List<Expression> expressions =
                new ArrayList<>(Operations.allColumns(node).subList(0, width));
        for (int i = 0; i < calls.size(); i++) {
            expressions.add(Casts.to(
                    Operations.columnOf(node, width + i),
                    TypeMapping.toCore(calls.get(i).type()),
                    null));
        }
        return Operations.project(
                node, expressions, node.output().stream().map(Field::name).toList());
    }
}
