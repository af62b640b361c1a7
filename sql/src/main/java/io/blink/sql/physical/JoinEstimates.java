package io.blink.sql.physical;

import io.blink.core.expression.Expression;
import io.blink.sql.physical.Estimate.ColumnEstimate;
import java.util.ArrayList;
import java.util.List;

/** How many rows a join emits: the keys of the table with fewer of them are taken to be among the other's, as a foreign key's are. */
final class JoinEstimates {
    private static final double HALF = 0.5;

    private JoinEstimates() {}

    static Estimate of(JoinSides sides) {
        Estimate left = sides.left().estimate();
        Estimate right = sides.right().estimate();
        double inner = left.rows() * right.rows() / keyCombinations(sides);
        if (!sides.residual().isEmpty()) {
            inner *= residualShare(sides, left, right);
        }
        return switch (sides.type()) {
            case INNER -> left.and(right, inner);
            case LEFT -> left.and(right, Math.max(inner, left.rows()));
            case RIGHT -> left.and(right, Math.max(inner, right.rows()));
            case FULL -> left.and(right, Math.max(inner, Math.max(left.rows(), right.rows())));
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

    /** Further keys count less, and never beyond the larger side. */
    private static double keyCombinations(JoinSides sides) {
        List<Double> distinct = new ArrayList<>();
        for (int i = 0; i < sides.leftKeys().size(); i++) {
            distinct.add(distinct(sides, i));
        }
        distinct.sort((first, second) -> Double.compare(second, first));
        double combinations = 1;
        for (int i = 0; i < distinct.size(); i++) {
            combinations *= Math.pow(distinct.get(i), 1.0 / (1 << Math.min(i, 10)));
        }
        double larger = Math.max(
                sides.left().estimate().rows(), sides.right().estimate().rows());
        double most = distinct.isEmpty() ? larger : Math.max(larger, distinct.get(0));
        return Math.max(1, Math.min(combinations, most));
    }

    private static double distinct(JoinSides sides, int key) {
        Estimate left = sides.left().estimate();
        Estimate right = sides.right().estimate();
        int leftKey = sides.leftKeys().get(key);
        int rightKey = sides.rightKeys().get(key);
        if (!left.knowsDistinct(leftKey) && !right.knowsDistinct(rightKey)) {
            return Math.min(
                    left.columns().get(leftKey).tableRows(),
                    right.columns().get(rightKey).tableRows());
        }
        double leftDistinct =
                left.knowsDistinct(leftKey) ? left.columns().get(leftKey).distinct() : 0;
        double rightDistinct =
                right.knowsDistinct(rightKey) ? right.columns().get(rightKey).distinct() : 0;
        return Math.max(leftDistinct, rightDistinct);
    }

    private static double matchedShare(JoinSides sides) {
        if (sides.leftKeys().isEmpty()) {
            return HALF;
        }
        Estimate left = sides.left().estimate();
        Estimate right = sides.right().estimate();
        int leftKey = sides.leftKeys().get(0);
        int rightKey = sides.rightKeys().get(0);
        return left.knowsDistinct(leftKey)
                ? Math.min(
                        1,
                        right.distinct(rightKey) / left.columns().get(leftKey).distinct())
                : HALF;
    }
}
