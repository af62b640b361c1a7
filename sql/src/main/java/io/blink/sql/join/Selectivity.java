package io.blink.sql.join;

import com.google.common.collect.Range;
import io.blink.sql.join.Estimate.ColumnEstimate;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.util.DateString;
import org.apache.calcite.util.Sarg;

/** Which share of rows, or of pairs of rows, fulfils a condition: by distinct values and ranges where they are known, else by the kind of the comparison. */
final class Selectivity {
    private static final double EQUALITY = 0.05;
    private static final double RANGE = 0.3;
    private static final double PATTERN = 0.1;
    private static final double OTHER = 0.25;
    private static final double LEAST = 1e-9;

    private Selectivity() {}

    /** Bounds on one column that stand side by side are one range. */
    static double of(RexNode condition, Estimate input) {
        double share = 1;
        Map<Integer, ValueRange> ranges = new TreeMap<>();
        for (RexNode conjunct : RelOptUtil.conjunctions(condition)) {
            Bound bound = Bound.of(conjunct);
            if (bound != null && input.columns().get(bound.column()).range().isKnown()) {
                ranges.merge(bound.column(), bound.range(), ValueRange::and);
            } else {
                share *= ofConjunct(conjunct, input);
            }
        }
        for (Map.Entry<Integer, ValueRange> range : ranges.entrySet()) {
            share *= between(input.columns().get(range.getKey()), range.getValue());
        }
        return Math.max(LEAST, share);
    }

    private static double between(ColumnEstimate column, ValueRange range) {
        double least = column.knowsDistinct() ? 1 / Math.max(1, column.distinct()) : 0;
        return range.least() > range.greatest()
                ? LEAST
                : (1 - column.nulls()) * Math.max(least, column.range().shareOf(range));
    }

    private static double ofConjunct(RexNode condition, Estimate input) {
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
            case AND -> of(call, input);
            case OR ->
                1
                        - RelOptUtil.disjunctions(call).stream()
                                .mapToDouble(part -> 1 - of(part, input))
                                .reduce(1, (left, right) -> left * right);
            case NOT -> 1 - of(call.getOperands().get(0), input);
            case EQUALS, IS_NOT_DISTINCT_FROM -> equality(call, input);
            case NOT_EQUALS, IS_DISTINCT_FROM -> 1 - equality(call, input);
            case LESS_THAN, LESS_THAN_OR_EQUAL, GREATER_THAN, GREATER_THAN_OR_EQUAL -> RANGE;
            case IS_NULL -> nulls(call, input, PATTERN);
            case IS_NOT_NULL -> 1 - nulls(call, input, 0);
            case LIKE -> PATTERN;
            case SEARCH -> search(call, input);
            default -> OTHER;
        };
    }

    private static double nulls(RexCall call, Estimate input, double otherwise) {
        return call.getOperands().get(0) instanceof RexInputRef column
                ? input.columns().get(column.getIndex()).nulls()
                : otherwise;
    }

    private static double equality(RexCall call, Estimate input) {
        RexNode left = call.getOperands().get(0);
        RexNode right = call.getOperands().get(1);
        if (left instanceof RexLiteral || right instanceof RexLiteral) {
            return point(column(left instanceof RexLiteral ? right : left, input));
        }
        ColumnEstimate leftColumn = column(left, input);
        ColumnEstimate rightColumn = column(right, input);
        return KeyMatch.selectivity(leftColumn.in(input.rows()), rightColumn.in(input.rows()));
    }

    /** @param both the columns of both sides, left ones first */
    static double ofJoin(RexNode conjunct, Estimate both, int leftWidth, double leftRows, double rightRows) {
        boolean equality = conjunct.isA(SqlKind.EQUALS) || conjunct.isA(SqlKind.IS_NOT_DISTINCT_FROM);
        if (!equality) {
            return of(conjunct, both);
        }
        RexCall call = (RexCall) conjunct;
        return KeyMatch.selectivity(
                side(call.getOperands().get(0), both, leftWidth, leftRows, rightRows),
                side(call.getOperands().get(1), both, leftWidth, leftRows, rightRows));
    }

    private static KeyMatch.Side side(
            RexNode operand, Estimate both, int leftWidth, double leftRows, double rightRows) {
        boolean left = RelOptUtil.InputFinder.bits(operand).nextSetBit(0) < leftWidth;
        return column(operand, both).in(left ? leftRows : rightRows);
    }

    private static double point(ColumnEstimate column) {
        return column.knowsDistinct() ? (1 - column.nulls()) / Math.max(1, column.distinct()) : EQUALITY;
    }

    private static ColumnEstimate column(RexNode node, Estimate input) {
        return RexUtil.removeCast(node) instanceof RexInputRef column
                ? input.columns().get(column.getIndex())
                : ColumnEstimate.UNKNOWN;
    }

    private static double search(RexCall call, Estimate input) {
        Sarg<?> sarg = ((RexLiteral) call.getOperands().get(1)).getValueAs(Sarg.class);
        if (sarg == null) {
            return OTHER;
        }
        ColumnEstimate column = column(call.getOperands().get(0), input);
        if (sarg.isPoints()) {
            return Math.min(0.9, sarg.pointCount * point(column));
        }
        if (sarg.isComplementedPoints()) {
            return 1 - Math.min(0.9, (sarg.complexity() - 1) * point(column));
        }
        double share = 0;
        for (Range<?> range : sarg.rangeSet.asRanges()) {
            ValueRange values = Bound.range(range);
            share += values != null && column.range().isKnown() ? between(column, values) : RANGE / 2;
        }
        return Math.min(1, share);
    }

    /** What is left of the columns that the condition compares with values. */
    static ColumnEstimate narrowed(int index, ColumnEstimate column, RexNode condition) {
        ColumnEstimate narrow = column;
        for (RexNode conjunct : RelOptUtil.conjunctions(condition)) {
            narrow = narrowedBy(conjunct, index, narrow);
        }
        return narrow;
    }

    private static ColumnEstimate narrowedBy(RexNode conjunct, int index, ColumnEstimate column) {
        if (conjunct.isA(SqlKind.SEARCH)
                && RexUtil.removeCast(((RexCall) conjunct).getOperands().get(0)) instanceof RexInputRef input
                && input.getIndex() == index) {
            Sarg<?> sarg = ((RexLiteral) ((RexCall) conjunct).getOperands().get(1)).getValueAs(Sarg.class);
            boolean points = sarg != null && sarg.isPoints();
            return points ? withDistinct(column, sarg.pointCount, column.range()) : column;
        }
        Bound bound = Bound.of(conjunct);
        if (bound != null && bound.column() == index) {
            double share = column.range().shareOf(bound.range());
            double distinct = Double.isNaN(share) ? column.distinct() : column.distinct() * share;
            return withDistinct(column, distinct, column.range().and(bound.range()));
        }
        if (conjunct.isA(SqlKind.OR)) {
            List<RexNode> alternatives = RelOptUtil.disjunctions(conjunct);
            boolean equalities = alternatives.stream().allMatch(alternative -> isEqualToConstant(alternative, index));
            return equalities ? withDistinct(column, alternatives.size(), column.range()) : column;
        }
        return isEqualToConstant(conjunct, index) ? withDistinct(column, 1, column.range()) : column;
    }

    private static boolean isEqualToConstant(RexNode conjunct, int index) {
        if (!conjunct.isA(SqlKind.EQUALS)) {
            return false;
        }
        RexNode left = ((RexCall) conjunct).getOperands().get(0);
        RexNode right = ((RexCall) conjunct).getOperands().get(1);
        RexNode other = RexUtil.isConstant(left) ? right : left;
        return (RexUtil.isConstant(left) || RexUtil.isConstant(right))
                && RexUtil.removeCast(other) instanceof RexInputRef input
                && input.getIndex() == index;
    }

    private static ColumnEstimate withDistinct(ColumnEstimate column, double distinct, ValueRange range) {
        double fewer = column.knowsDistinct() ? Math.max(1, Math.min(column.distinct(), distinct)) : distinct;
        ValueRange possible = range.isKnown() && range.least() > range.greatest() ? ValueRange.UNKNOWN : range;
        return new ColumnEstimate(fewer, column.tableRows(), possible, 0);
    }

    /** A comparison of a column with a number or a date. */
    private record Bound(int column, ValueRange range) {
        /** {@code null} if the conjunct is none. */
        static Bound of(RexNode conjunct) {
            if (!(conjunct instanceof RexCall call) || call.getOperands().size() != 2) {
                return null;
            }
            RexNode left = RexUtil.removeCast(call.getOperands().get(0));
            RexNode right = RexUtil.removeCast(call.getOperands().get(1));
            if (left instanceof RexInputRef column && right instanceof RexLiteral literal) {
                return of(call.getKind(), column, literal);
            }
            return left instanceof RexLiteral literal && right instanceof RexInputRef column
                    ? of(call.getKind().reverse(), column, literal)
                    : null;
        }

        private static Bound of(SqlKind kind, RexInputRef column, RexLiteral literal) {
            double value = onScale(literal.getValue());
            if (Double.isNaN(value)) {
                return null;
            }
            return switch (kind) {
                case LESS_THAN, LESS_THAN_OR_EQUAL ->
                    new Bound(column.getIndex(), new ValueRange(Double.NEGATIVE_INFINITY, value));
                case GREATER_THAN, GREATER_THAN_OR_EQUAL ->
                    new Bound(column.getIndex(), new ValueRange(value, Double.POSITIVE_INFINITY));
                default -> null;
            };
        }

        static ValueRange range(Range<?> range) {
            double least = range.hasLowerBound() ? onScale(range.lowerEndpoint()) : Double.NEGATIVE_INFINITY;
            double greatest = range.hasUpperBound() ? onScale(range.upperEndpoint()) : Double.POSITIVE_INFINITY;
            return Double.isNaN(least) || Double.isNaN(greatest) ? null : new ValueRange(least, greatest);
        }

        /** NaN for values of other types. */
        private static double onScale(Object value) {
            if (value instanceof BigDecimal number) {
                return number.doubleValue();
            }
            if (value instanceof DateString date) {
                return date.getDaysSinceEpoch();
            }
            return value instanceof java.util.Calendar calendar
                    ? Math.floorDiv(calendar.getTimeInMillis(), 86_400_000L)
                    : Double.NaN;
        }
    }
}
