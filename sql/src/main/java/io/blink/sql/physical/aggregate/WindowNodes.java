package io.blink.sql.physical.aggregate;

import io.blink.core.expression.Expression;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.SortKey;
import io.blink.core.plan.TimeWindow;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.sql.logical.window.LogicalWindowAggregate;
import io.blink.sql.physical.changelog.BeforeNeed;
import io.blink.sql.physical.changelog.Changes;
import io.blink.sql.physical.node.Estimate;
import io.blink.sql.physical.node.Estimate.ColumnEstimate;
import io.blink.sql.physical.node.Operations;
import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.type.TypeMapping;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.calcite.sql.SqlKind;

/** Nodes that windows of batches and of streams have in common. */
public final class WindowNodes {
    private WindowNodes() {}

    /** The input's rows with the bounds of their windows and the windows' time behind their columns; those of a SESSION change no more. */
    public static PhysicalNode assign(
            PhysicalNode input, TimeWindow window, int timeColumn, List<Integer> partitionKeys) {
        DataType time = input.output().get(timeColumn).type();
        List<Field> output = new ArrayList<>(input.output());
        Stream.of("window_start", "window_end", "window_time").forEach(name -> output.add(new Field(name, time)));
        double rows = input.estimate().rows() * Math.max(1, (double) window.sizeMicros() / window.stepMicros());
        List<ColumnEstimate> columns = new ArrayList<>(input.estimate().columns());
        for (int i = 0; i < 3; i++) {
            columns.add(new ColumnEstimate(Double.NaN, rows, Estimate.width(time)));
        }
        List<String> keys = partitionKeys.stream()
                .map(key -> input.output().get(key).name())
                .toList();
        boolean session = window.kind() == TimeWindow.Kind.SESSION;
        String meaning =
                "windows " + window + " of " + input.output().get(timeColumn).name() + " by " + keys;
        Estimate estimate = input.estimate().withColumns(columns).withRows(rows);
        if (session && !input.changes().insertOnly()) {
            return Operations.changing(
                    new OperatorSpec.WindowAssign(window, timeColumn, partitionKeys, true),
                    "SessionAssign",
                    meaning,
                    List.of(input),
                    output,
                    input.distribution(),
                    estimate,
                    Changes.INSERT_ONLY,
                    List.of(BeforeNeed.ALWAYS));
        }
        return Operations.operation(
                new OperatorSpec.WindowAssign(window, timeColumn, partitionKeys),
                session ? "SessionAssign" : "WindowAssign",
                meaning,
                List.of(input),
                output,
                input.distribution(),
                session ? List.<SortKey>of() : input.ordering(),
                estimate,
                List.of());
    }

    /** Keys, results and bounds in the types that were derived for them; a SUM0 of nothing is 0: windows have rows, but an argument may be NULL in all of them. */
    public static PhysicalNode declared(PhysicalNode node, LogicalWindowAggregate window, int keys) {
        List<Expression> expressions = new ArrayList<>(Operations.allColumns(node));
        for (int i = 0; i < window.calls().size(); i++) {
            if (window.calls().get(i).getAggregation().getKind() == SqlKind.SUM0) {
                expressions.set(keys + i, AggregatePlanning.orZero(expressions.get(keys + i)));
            }
        }
        PhysicalNode zeroed = Operations.project(
                node, expressions, node.output().stream().map(Field::name).toList());
        return Operations.convert(zeroed, TypeMapping.toFields(window.getRowType()));
    }
}
