package io.blink.sql.physical.node;

import io.blink.core.plan.OperatorSpec;
import io.blink.sql.physical.node.PhysicalNode.Operation;

/** Whether the rows of a node are followed by watermarks; {@link TimeAttribute} says which of their columns these are about. */
public final class Watermarks {
    private Watermarks() {}

    /** Whether every way from a source has one. Constant rows need none: they end at once. */
    public static boolean follow(PhysicalNode node) {
        if (node instanceof Operation operation
                && (operation.spec() instanceof OperatorSpec.AssignWatermark
                        || operation.spec() instanceof OperatorSpec.AssignProcessingTime
                        || operation.spec() instanceof OperatorSpec.Values)) {
            return true;
        }
        return !node.inputs().isEmpty() && node.inputs().stream().allMatch(Watermarks::follow);
    }

    /** Whether the watermark is the clock's, so that event times are moments at which rows were processed. */
    public static boolean followClock(PhysicalNode node) {
        if (node instanceof Operation operation && operation.spec() instanceof OperatorSpec.AssignProcessingTime) {
            return true;
        }
        boolean other = node instanceof Operation operation && operation.spec() instanceof OperatorSpec.AssignWatermark;
        return !other && !node.inputs().isEmpty() && node.inputs().stream().allMatch(Watermarks::followClock);
    }

    /** Whether no source is read: watermarks hold nothing of such rows back, whatever their times. */
    public static boolean isConstant(PhysicalNode node) {
        if (node instanceof Operation operation && operation.spec() instanceof OperatorSpec.Values) {
            return true;
        }
        return !node.inputs().isEmpty() && node.inputs().stream().allMatch(Watermarks::isConstant);
    }
}
