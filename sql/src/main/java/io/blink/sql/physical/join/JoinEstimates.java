package io.blink.sql.physical.join;

import io.blink.core.expression.Expression;
import io.blink.sql.join.KeyMatch;
import io.blink.sql.physical.node.Estimate;
import io.blink.sql.physical.node.Estimate.ColumnEstimate;
import io.blink.sql.physical.node.Operations;
import io.blink.sql.physical.node.PhysicalNode;
import io.blink.sql.physical.node.Selectivity;
import java.util.ArrayList;
import java.util.List;

/** How many rows a join emits: the keys of the table with fewer of them are taken to be among the other's, as a foreign key's are. */
public final class JoinEstimates {
    private static final double HALF = 0.5;

    private JoinEstimates() {}

    public static Estimate of(JoinSides sides) {
        Estimate left = sides.left().estimate();
        Estimate right = sides.right().estimate();
        double inner = left.rows() * right.rows() * selectivity(sides);
        if (!sides.residual().isEmpty()) {
            inner *= residualShare(sides, left, right);
        }
        return switch (sides.type()) {
            case INNER -> left.and(right, inner);
            case LEFT -> left.and(right.filledUp(left.rows(), inner), Math.max(inner, left.rows()));
            case RIGHT -> left.filledUp(right.rows(), inner).and(right, Math.max(inner, right.rows()));
            case FULL ->
                left.filledUp(right.rows(), inner)
                        .and(right.filledUp(left.rows(), inner), Math.max(inner, Math.max(left.rows(), right.rows())));
            case SEMI -> left.withRows(left.rows() * matchedShare(sides));
            case ANTI, NULL_AWARE_ANTI -> left.withRows(left.rows() * Math.max(0.1, 1 - matchedShare(sides)));
            case MARK -> marked(left);
        };
    }

    private static double residualShare(JoinSides sides, Estimate left, Estimate right) {
        Expression predicate = Operations.and(sides.residual());
        return Selectivity.of(predicate, left.and(right, Math.max(left.rows(), right.rows())));
    }

    private static Estimate marked(Estimate left) {
        List<ColumnEstimate> columns = new ArrayList<>(left.columns());
        columns.add(new ColumnEstimate(2, left.rows(), 1));
        return left.withColumns(columns);
    }

    /** Of all pairs; further keys count less, since the columns of a key of several columns depend on each other, and all let through what a key would. */
    private static double selectivity(JoinSides sides) {
        List<Double> shares = new ArrayList<>();
        for (int i = 0; i < sides.leftKeys().size(); i++) {
            shares.add(KeyMatch.selectivity(
                    side(sides.left(), sides.leftKeys().get(i)),
                    side(sides.right(), sides.rightKeys().get(i))));
        }
        shares.sort(Double::compare);
        double selectivity = 1;
        double least = shares.size() < 2
                ? 0
                : KeyMatch.leastOfKey(
                        side(sides.left(), sides.leftKeys().get(0)),
                        side(sides.right(), sides.rightKeys().get(0)));
        for (int i = 0; i < shares.size(); i++) {
            selectivity *= Math.pow(shares.get(i), 1.0 / (1 << Math.min(i, 10)));
        }
        return Math.max(selectivity, least);
    }

    private static KeyMatch.Side side(PhysicalNode node, int key) {
        Estimate estimate = node.estimate();
        return estimate.columns().get(key).in(estimate.rows());
    }

    private static double matchedShare(JoinSides sides) {
        if (sides.leftKeys().isEmpty()) {
            return HALF;
        }
        double share = 1;
        for (int i = 0; i < sides.leftKeys().size(); i++) {
            KeyMatch.Side right = side(sides.right(), sides.rightKeys().get(i));
            double rightValues = Math.min(right.rows(), right.distinct());
            double pairs =
                    KeyMatch.selectivity(side(sides.left(), sides.leftKeys().get(i)), right);
            share = Math.min(share, Double.isNaN(rightValues) ? HALF : pairs * rightValues);
        }
        return share;
    }
}
