package io.blink.sql.physical.stream;

import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.function.ScalarFunction;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.TimeWindow;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import io.blink.sql.SqlOptions;
import io.blink.sql.physical.node.Estimate.ColumnEstimate;
import io.blink.sql.physical.node.Operations;
import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.PhysicalNode.Exchange;
import io.blink.sql.physical.node.PhysicalNode.Operation;
import io.blink.sql.physical.node.PlanErrors;
import io.blink.sql.physical.node.Watermarks;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Takes the rows aside that windows, OVER or MATCH_RECOGNIZE would drop because they are late: those of the first such operator on each way from a source, since the results of one come in time for the
 * next. Which rows are late is said once, where the operator runs, so that each row goes one way.
 *
 * <pre>
 *   WindowAggregate(Exchange(x))
 *   =>
 *   WindowAggregate(Filter(NOT late, m))   aside: Filter(late, m)   m = MarkLate(Exchange(x)), once
 * </pre>
 */
public final class LateRows {
    private static final String MARK = "late$";

    private final Map<PhysicalNode, PhysicalNode> rebuilt = new IdentityHashMap<>();
    private final List<PhysicalNode> aside = new ArrayList<>();

    private LateRows() {}

    /**
     * @param roots sinks, which get only what is in time
     * @param aside late rows, with the columns of the inputs of each operator that would drop them
     */
    public record Parted(List<PhysicalNode> roots, List<PhysicalNode> aside) {}

    public static Parted part(List<PhysicalNode> roots) {
        LateRows pass = new LateRows();
        List<PhysicalNode> inTime = roots.stream().map(pass::rebuild).toList();
        if (pass.aside.isEmpty()) {
            throw PlanErrors.unsupported(
                    "'" + SqlOptions.LATE_ROWS_TABLE.key()
                            + "' is set, but no operator of the statement drops late rows: those are windows, OVER in the order of event time and MATCH_RECOGNIZE over rows with a watermark. RESET it for this statement");
        }
        return new Parted(inTime, pass.aside);
    }

    private PhysicalNode rebuild(PhysicalNode node) {
        PhysicalNode known = rebuilt.get(node);
        if (known == null) {
            List<PhysicalNode> inputs =
                    node.inputs().stream().map(this::rebuild).toList();
            known = node instanceof Exchange exchange
                    ? new Exchange(inputs.get(0), exchange.partitioning())
                    : ((Operation) node).withInputs(isFirst(node) ? parted((Operation) node) : inputs);
            rebuilt.put(node, known);
        }
        return known;
    }

    private static boolean isFirst(PhysicalNode node) {
        return node instanceof Operation operation
                && dropsLate(operation)
                && Watermarks.follow(node)
                && operation.inputs().stream().noneMatch(LateRows::hasDropping);
    }

    private static boolean hasDropping(PhysicalNode node) {
        return node instanceof Operation operation && dropsLate(operation)
                || node.inputs().stream().anyMatch(LateRows::hasDropping);
    }

    private static boolean dropsLate(Operation operation) {
        OperatorSpec spec = operation.spec();
        return spec instanceof OperatorSpec.WindowAggregate
                || spec instanceof OperatorSpec.FiringWindowAggregate
                || spec instanceof OperatorSpec.WindowScope
                || spec instanceof OperatorSpec.WindowAssign assign
                        && assign.window().kind() == TimeWindow.Kind.SESSION
                || spec instanceof OperatorSpec.StreamOver over && over.eventTime()
                || spec instanceof OperatorSpec.Match match && match.stream();
    }

    private List<PhysicalNode> parted(Operation operation) {
        if (operation.inputs().stream().anyMatch(input -> !input.changes().insertOnly())) {
            throw PlanErrors.unsupported("'" + SqlOptions.LATE_ROWS_TABLE.key() + "' takes new rows, and those of "
                    + operation.name() + " change: RESET it for this statement");
        }
        List<PhysicalNode> inTime = new ArrayList<>();
        for (int input = 0; input < operation.inputs().size(); input++) {
            inTime.add(parted(operation.inputs().get(input), late(operation.spec(), input)));
        }
        return inTime;
    }

    /** What is late at the operator, as it decides itself. */
    private static OperatorSpec.MarkLate late(OperatorSpec spec, int input) {
        if (spec instanceof OperatorSpec.WindowAggregate window) {
            return windows(window.timeColumn(), window.window(), window.groupKeys(), 0);
        }
        if (spec instanceof OperatorSpec.WindowAssign sessions) {
            return windows(sessions.timeColumn(), sessions.window(), sessions.partitionKeys(), 0);
        }
        if (spec instanceof OperatorSpec.FiringWindowAggregate window) {
            long lateness = window.firing().allowedLatenessMillis() * 1000;
            return windows(window.timeColumn(), window.window(), window.groupKeys(), lateness);
        }
        if (spec instanceof OperatorSpec.WindowScope scope) {
            return new OperatorSpec.MarkLate(scope.endColumns().get(input), null, 0);
        }
        if (spec instanceof OperatorSpec.StreamOver over) {
            // A row at the watermark still has its place.
            return new OperatorSpec.MarkLate(over.timeColumn(), null, 1);
        }
        int time = ((OperatorSpec.Match) spec).order().get(0).column();
        return new OperatorSpec.MarkLate(time, null, 0);
    }

    private static OperatorSpec.MarkLate windows(int timeColumn, TimeWindow window, List<Integer> keys, long grace) {
        boolean session = window.kind() == TimeWindow.Kind.SESSION;
        return new OperatorSpec.MarkLate(timeColumn, window, session ? keys : List.of(), grace);
    }

    private PhysicalNode parted(PhysicalNode input, OperatorSpec.MarkLate spec) {
        List<Field> output = new ArrayList<>(input.output());
        output.add(new Field(MARK, DataType.of(TypeKind.BOOLEAN).withNullable(false)));
        List<ColumnEstimate> columns = new ArrayList<>(input.estimate().columns());
        columns.add(new ColumnEstimate(2, input.estimate().rows(), 1));
        PhysicalNode marked = Operations.operation(
                spec,
                "MarkLate",
                "late rows by " + input.output().get(spec.timeColumn()).name(),
                List.of(input),
                output,
                input.distribution(),
                List.of(),
                input.estimate().withColumns(columns),
                List.of());
        InputColumn late = Operations.columnOf(marked, output.size() - 1);
        aside.add(columnsOf(Operations.filter(marked, List.of(late)), input));
        Expression inTime = new Call(ScalarFunction.NOT, List.of(late), late.type());
        return columnsOf(Operations.filter(marked, List.of(inTime)), input);
    }

    private static PhysicalNode columnsOf(PhysicalNode rows, PhysicalNode input) {
        return Operations.select(
                rows, IntStream.range(0, input.output().size()).boxed().toList());
    }
}
