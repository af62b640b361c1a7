package io.blink.sql.physical.graph;

import io.blink.core.expression.InputColumn;
import io.blink.core.plan.JoinType;
import io.blink.core.plan.OperatorSpec;
import io.blink.sql.join.KeyMatch;
import io.blink.sql.physical.node.Estimate;
import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.PhysicalNode.Exchange;
import io.blink.sql.physical.node.PhysicalNode.Operation;

/**
 * Few rows, ready at an exchange, that have all values of some column further up: those rows themselves, or rows that others have been joined to since.
 *
 * @param operation what the exchange sends
 * @param column of the operation
 */
record KeySource(Operation operation, int column) {
    /** @param column of the rows @return {@code null} if there is none */
    static KeySource of(PhysicalNode rows, int column, double bytesMax) {
        if (rows instanceof Exchange exchange) {
            return exchange.input() instanceof Operation source && isSmall(source, bytesMax)
                    ? new KeySource(source, column)
                    : of(exchange.input(), column, bytesMax);
        }
        Operation operation = (Operation) rows;
        OperatorSpec spec = operation.spec();
        if (spec instanceof OperatorSpec.Filter || spec instanceof OperatorSpec.Sort) {
            return of(operation.onlyInput(), column, bytesMax);
        }
        if (spec instanceof OperatorSpec.Project project) {
            return project.expressions().get(column) instanceof InputColumn same
                    ? of(operation.onlyInput(), same.index(), bytesMax)
                    : null;
        }
        return spec instanceof OperatorSpec.HashJoin join ? ofJoin(operation, join, column, bytesMax) : null;
    }

    private static boolean isSmall(Operation operation, double bytesMax) {
        Estimate estimate = operation.estimate();
        return estimate.known() && estimate.bytes() <= bytesMax;
    }

    /** Values of a key are among those of the other side's key. */
    private static KeySource ofJoin(Operation operation, OperatorSpec.HashJoin join, int column, double bytesMax) {
        PhysicalNode left = operation.inputs().get(0);
        PhysicalNode right = operation.inputs().get(1);
        JoinType type = join.type();
        int leftWidth = left.output().size();
        boolean ofLeft = column < leftWidth;
        KeySource source = null;
        if (ofLeft && type != JoinType.RIGHT && type != JoinType.FULL) {
            source = of(left, column, bytesMax);
        } else if (!ofLeft && type == JoinType.INNER) {
            source = of(right, column - leftWidth, bytesMax);
        }
        int key = ofLeft ? join.leftKeys().indexOf(column) : join.rightKeys().indexOf(column - leftWidth);
        if (source != null || key < 0 || (type != JoinType.INNER && type != JoinType.SEMI)) {
            return source;
        }
        return ofLeft
                ? of(right, join.rightKeys().get(key), bytesMax)
                : of(left, join.leftKeys().get(key), bytesMax);
    }

    KeyMatch.Side side() {
        Estimate estimate = operation.estimate();
        return estimate.columns().get(column).in(estimate.rows());
    }
}
