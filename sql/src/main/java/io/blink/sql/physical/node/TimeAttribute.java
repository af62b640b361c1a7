package io.blink.sql.physical.node;

import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.expression.Literal;
import io.blink.core.plan.OperatorSpec;
import io.blink.sql.physical.node.PhysicalNode.Operation;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What a column of a stream says about time. */
public enum TimeAttribute {
    /** Its rows have a watermark: none comes whose value lies behind it, but late ones. */
    EVENT,
    /** The moment at which the row is processed. */
    PROCESSING,
    NONE;

    private static final String MILLISECOND_MICROS = "1000";

    /**
     * Of an output column: followed down to a watermark, a window's time or PROCTIME(). What emits a row long after it came, as a join without an interval does, leaves its time behind the watermark, so
     * that it is a value like others from there on.
     */
    public static TimeAttribute of(PhysicalNode node, int column) {
        if (!(node instanceof Operation operation)) {
            return of(node.inputs().get(0), column);
        }
        OperatorSpec spec = operation.spec();
        if (spec instanceof OperatorSpec.Project project) {
            return ofExpression(project.expressions().get(column), operation.onlyInput());
        }
        if (spec instanceof OperatorSpec.AssignWatermark watermark && watermark.timeColumn() == column) {
            return EVENT;
        }
        if (spec instanceof OperatorSpec.AssignProcessingTime clock) {
            return clock.timeColumn() == column ? EVENT : besideClock(operation, column);
        }
        if (isOfWindows(spec)) {
            return ofWindow(operation, column);
        }
        if (spec instanceof OperatorSpec.WindowAssign
                && column >= operation.onlyInput().output().size()) {
            return ofWindow(operation, column);
        }
        if (spec instanceof OperatorSpec.GroupAggregate groups) {
            boolean key =
                    column < groups.groupKeys().size() && operation.changes().insertOnly();
            return key ? of(operation.onlyInput(), groups.groupKeys().get(column)) : NONE;
        }
        if (spec instanceof OperatorSpec.StreamJoin) {
            return NONE;
        }
        if (spec instanceof OperatorSpec.Unnest unnest) {
            List<Integer> kept = unnest.keptColumns();
            return column < kept.size() ? of(operation.onlyInput(), kept.get(column)) : NONE;
        }
        return operation.inputs().isEmpty() ? NONE : ofInputs(operation, column);
    }

    /** The watermark is the clock's from here on. */
    private static TimeAttribute besideClock(Operation clock, int column) {
        return of(clock.onlyInput(), column) == PROCESSING ? PROCESSING : NONE;
    }

    /** Of the column of an operator that hands on the columns of its inputs, one behind the other or, of several alike, each in its place. */
    private static TimeAttribute ofInputs(Operation operation, int column) {
        if (operation.spec() instanceof OperatorSpec.Union) {
            Set<TimeAttribute> all = operation.inputs().stream()
                    .filter(input -> !Watermarks.isConstant(input))
                    .map(input -> of(input, column))
                    .collect(Collectors.toSet());
            return all.size() == 1 ? all.iterator().next() : NONE;
        }
        int before = 0;
        for (PhysicalNode input : operation.inputs()) {
            int width = input.output().size();
            if (column < before + width) {
                boolean handedOn = input.output()
                        .get(column - before)
                        .name()
                        .equals(operation.output().get(column).name());
                return handedOn ? of(input, column - before) : NONE;
            }
            before += width;
        }
        return NONE;
    }

    /** A window's time is its end less a millisecond. */
    private static TimeAttribute ofExpression(Expression expression, PhysicalNode input) {
        if (expression instanceof InputColumn column) {
            return of(input, column.index());
        }
        if (!(expression instanceof Call call)) {
            return NONE;
        }
        return switch (call.function()) {
            case PROCTIME -> PROCESSING;
            case CAST -> ofExpression(call.arguments().get(0), input);
            case SUBTRACT -> ofWindowTime(call, input);
            default -> NONE;
        };
    }

    private static TimeAttribute ofWindowTime(Call call, PhysicalNode input) {
        return call.arguments().get(0) instanceof InputColumn column
                        && call.arguments().get(1) instanceof Literal less
                        && MILLISECOND_MICROS.equals(less.value())
                ? ofWindow(input, column.index())
                : NONE;
    }

    /** Rows of a window come no later than its end; when it is emitted, the watermark has long passed its start and the times of its rows. */
    private static TimeAttribute ofWindow(PhysicalNode node, int column) {
        boolean end = WindowEnds.of(node).contains(column) || isChangingEnd(node, column);
        return end && Watermarks.follow(node) ? EVENT : NONE;
    }

    private static boolean isOfWindows(OperatorSpec spec) {
        return spec instanceof OperatorSpec.WindowAggregate
                || spec instanceof OperatorSpec.WindowScope
                || spec instanceof OperatorSpec.FiringWindowAggregate;
    }

    /** Of windows whose results change: the watermark behind them is delayed by the lateness that they allow. */
    private static boolean isChangingEnd(PhysicalNode node, int column) {
        if (!(node instanceof Operation operation)) {
            return isChangingEnd(node.inputs().get(0), column);
        }
        if (operation.spec() instanceof OperatorSpec.Project project) {
            return project.expressions().get(column) instanceof InputColumn below
                    && isChangingEnd(operation.onlyInput(), below.index());
        }
        if (operation.spec() instanceof OperatorSpec.Filter) {
            return isChangingEnd(operation.onlyInput(), column);
        }
        return operation.spec() instanceof OperatorSpec.FiringWindowAggregate
                && column == operation.output().size() - 1;
    }
}
