package io.blink.sql.physical.join;

import io.blink.core.expression.Expression;
import io.blink.core.plan.JoinType;
import io.blink.sql.physical.join.JoinCondition.Key;
import io.blink.sql.physical.node.ExpressionRewriter;
import io.blink.sql.physical.node.Operations;
import io.blink.sql.physical.node.PhysicalNode;
import java.util.ArrayList;
import java.util.List;

/**
 * A join before its strategy is chosen; the right side will be the build side.
 *
 * @param leftKeys columns of left, equal to {@code rightKeys} pair by pair
 * @param residual conjuncts over left columns followed by right columns
 */
public record JoinSides(
        JoinType type,
        PhysicalNode left,
        PhysicalNode right,
        List<Integer> leftKeys,
        List<Integer> rightKeys,
        List<Boolean> nullsEqual,
        List<Expression> residual) {

    /** Appends a column for each key that is computed. */
    public static JoinSides of(
            JoinType type, PhysicalNode left, PhysicalNode right, List<Key> keys, List<Expression> residual) {
        List<Integer> leftKeys = new ArrayList<>();
        List<Integer> rightKeys = new ArrayList<>();
        PhysicalNode newLeft = withKeys(left, keys.stream().map(Key::left).toList(), leftKeys);
        PhysicalNode newRight = withKeys(right, keys.stream().map(Key::right).toList(), rightKeys);
        int added = newLeft.output().size() - left.output().size();
        int leftWidth = left.output().size();
        List<Expression> moved = residual.stream()
                .map(conjunct ->
                        ExpressionRewriter.renumber(conjunct, column -> column < leftWidth ? column : column + added))
                .toList();
        List<Boolean> nullsEqual = keys.stream().map(Key::nullsEqual).toList();
        return new JoinSides(type, newLeft, newRight, leftKeys, rightKeys, nullsEqual, moved);
    }

    private static PhysicalNode withKeys(PhysicalNode side, List<Expression> keys, List<Integer> positions) {
        List<Expression> appended = new ArrayList<>();
        for (Expression key : keys) {
            if (key instanceof io.blink.core.expression.InputColumn column) {
                positions.add(column.index());
            } else {
                int known = appended.indexOf(key);
                positions.add(side.output().size() + (known < 0 ? appended.size() : known));
                if (known < 0) {
                    appended.add(key);
                }
            }
        }
        return Operations.append(side, appended, "key$");
    }

    boolean isSwappable() {
        return switch (type) {
            case INNER, LEFT, RIGHT, FULL -> true;
            default -> false;
        };
    }

    JoinSides swapped() {
        JoinType mirrored =
                switch (type) {
                    case LEFT -> JoinType.RIGHT;
                    case RIGHT -> JoinType.LEFT;
                    default -> type;
                };
        int leftWidth = left.output().size();
        int rightWidth = right.output().size();
        List<Expression> turned = residual.stream()
                .map(conjunct -> ExpressionRewriter.renumber(
                        conjunct, column -> column < leftWidth ? column + rightWidth : column - leftWidth))
                .toList();
        return new JoinSides(mirrored, right, left, rightKeys, leftKeys, nullsEqual, turned);
    }

    public JoinSides with(PhysicalNode newLeft, PhysicalNode newRight) {
        return new JoinSides(type, newLeft, newRight, leftKeys, rightKeys, nullsEqual, residual);
    }

    /** Whether every task may have a copy of the build side: its rows without a match must not be emitted. */
    boolean buildMayBeReplicated() {
        return type != JoinType.RIGHT && type != JoinType.FULL;
    }

    public Expression residualOrNull() {
        return residual.isEmpty() ? null : Operations.and(residual);
    }
}
