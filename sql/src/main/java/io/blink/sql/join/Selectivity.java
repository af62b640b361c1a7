package io.blink.sql.join;

import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.Sarg;

/** Which share of rows, or of pairs of rows, fulfils a condition. */
final class Selectivity {
    private static final double EQUALITY = 0.05;
    private static final double RANGE = 0.3;
    private static final double PATTERN = 0.1;
    private static final double OTHER = 0.25;

    private Selectivity() {}

    static double of(RexNode condition, Estimate input) {
        if (condition.isAlwaysTrue()) {
            return 1;
        }
        if (condition.isAlwaysFalse()) {
            return 0;
        }
        if (!(condition instanceof RexCall call)) {
            return OTHER;
        }
        return switch (call.getKind()) {
            case AND ->
                RelOptUtil.conjunctions(call).stream()
                        .mapToDouble(part -> of(part, input))
                        .reduce(1, (left, right) -> left * right);
            case OR ->
                1
                        - RelOptUtil.disjunctions(call).stream()
                                .mapToDouble(part -> 1 - of(part, input))
                                .reduce(1, (left, right) -> left * right);
            case NOT -> 1 - of(call.getOperands().get(0), input);
            case EQUALS, IS_NOT_DISTINCT_FROM -> equality(call, input);
            case NOT_EQUALS, IS_DISTINCT_FROM -> 1 - equality(call, input);
            case LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL -> RANGE;
            case IS_NULL -> PATTERN;
            case IS_NOT_NULL -> 1 - PATTERN;
            case LIKE -> PATTERN;
            case SEARCH -> search(call, input);
            default -> OTHER;
        };
    }

    /** @param both the columns of both sides */
    static double ofJoin(RexNode conjunct, Estimate both) {
        boolean equality = conjunct.isA(SqlKind.EQUALS) || conjunct.isA(SqlKind.IS_NOT_DISTINCT_FROM);
        return equality ? equality((RexCall) conjunct, both) : of(conjunct, both);
    }

    private static double equality(RexCall call, Estimate input) {
        RexNode left = call.getOperands().get(0);
        RexNode right = call.getOperands().get(1);
        double leftDistinct = distinct(left, input);
        double rightDistinct = distinct(right, input);
        if (left instanceof RexLiteral || right instanceof RexLiteral) {
            double distinct = left instanceof RexLiteral ? rightDistinct : leftDistinct;
            return Double.isNaN(distinct) ? EQUALITY : 1 / Math.max(1, distinct);
        }
        if (!Double.isNaN(leftDistinct) && !Double.isNaN(rightDistinct)) {
            return 1 / Math.max(1, Math.max(leftDistinct, rightDistinct));
        }
        return foreignKey(leftDistinct, rightDistinct, base(left, input), base(right, input));
    }

    /** The side with fewer rows before any filter is taken for the one with the primary key. */
    private static double foreignKey(double leftDistinct, double rightDistinct, double leftBase, double rightBase) {
        double keys = Math.min(orInfinite(leftBase), orInfinite(rightBase));
        if (!Double.isNaN(leftDistinct)) {
            keys = Math.max(leftDistinct, Math.min(keys, orInfinite(rightBase)));
        } else if (!Double.isNaN(rightDistinct)) {
            keys = Math.max(rightDistinct, Math.min(keys, orInfinite(leftBase)));
        }
        return Double.isInfinite(keys) ? EQUALITY : 1 / Math.max(1, keys);
    }

    private static double orInfinite(double value) {
        return Double.isNaN(value) ? Double.POSITIVE_INFINITY : value;
    }

    private static double distinct(RexNode node, Estimate input) {
        return node instanceof RexInputRef column ? input.distinct()[column.getIndex()] : Double.NaN;
    }

    private static double base(RexNode node, Estimate input) {
        return node instanceof RexInputRef column ? input.baseRows()[column.getIndex()] : Double.NaN;
    }

    private static double search(RexCall call, Estimate input) {
        Sarg<?> sarg = ((RexLiteral) call.getOperands().get(1)).getValueAs(Sarg.class);
        if (sarg == null) {
            return OTHER;
        }
        if (!sarg.isPoints()) {
            return sarg.isComplementedPoints() ? 1 - EQUALITY : RANGE / 2;
        }
        double distinct = distinct(call.getOperands().get(0), input);
        double one = Double.isNaN(distinct) ? EQUALITY : 1 / Math.max(1, distinct);
        return Math.min(0.5, sarg.pointCount * one);
    }
}
