package io.blink.sql.physical.node;

import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.expression.Literal;
import io.blink.core.plan.OperatorSpec;
import io.blink.sql.physical.node.PhysicalNode.Operation;
import java.util.List;

/** What a column of a stream says about time. */
public enum TimeAttribute {
    /** Its rows have a watermark: none comes whose value lies behind it, but late ones. */
    EVENT,
    /** The moment at which the row is processed. */
    PROCESSING,
    NONE;

    private static final String MILLISECOND_MICROS = "1000";

    /** Of an output column: followed down to a watermark, a window's time or PROCTIME(). */
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
        if (spec instanceof OperatorSpec.AssignProcessingTime clock && clock.timeColumn() == column) {
            return EVENT;
        }
        if (spec instanceof OperatorSpec.WindowAggregate window
                && column >= operation.output().size() - 2) {
            return isWindowEnd(operation, column) ? of(operation.onlyInput(), window.timeColumn()) : NONE;
        }
        if (spec instanceof OperatorSpec.WindowAssign window
                && column >= operation.onlyInput().output().size()) {
            boolean start = column == operation.onlyInput().output().size();
            return start ? NONE : of(operation.onlyInput(), window.timeColumn());
        }
        if (spec instanceof OperatorSpec.Unnest unnest) {
            List<Integer> kept = unnest.keptColumns();
            return column < kept.size() ? of(operation.onlyInput(), kept.get(column)) : NONE;
        }
        return operation.inputs().isEmpty() ? NONE : ofInputs(operation, column);
    }

    /** Of the column of an operator that hands on the columns of its inputs, one behind the other or, of several alike, each in its place. */
    private static TimeAttribute ofInputs(Operation operation, int column) {
        if (operation.spec() instanceof OperatorSpec.Union) {
            TimeAttribute first = of(operation.inputs().get(0), column);
            return operation.inputs().stream().allMatch(input -> of(input, column) == first) ? first : NONE;
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
                        && isWindowEnd(input, column.index())
                ? of(input, column.index())
                : NONE;
    }

    /** Its rows come no later than that; when a window is emitted, the watermark has long passed its start. */
    private static boolean isWindowEnd(PhysicalNode node, int column) {
        if (!(node instanceof Operation operation)) {
            return isWindowEnd(node.inputs().get(0), column);
        }
        if (operation.spec() instanceof OperatorSpec.Project project) {
            return project.expressions().get(column) instanceof InputColumn below
                    && isWindowEnd(operation.onlyInput(), below.index());
        }
        if (operation.spec() instanceof OperatorSpec.Filter) {
            return isWindowEnd(operation.onlyInput(), column);
        }
        return operation.spec() instanceof OperatorSpec.WindowAggregate
                && column == operation.output().size() - 1;
    }
}
