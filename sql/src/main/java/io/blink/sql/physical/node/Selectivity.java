package io.blink.sql.physical.node;

import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.expression.Literal;
import io.blink.core.function.ScalarFunction;
import io.blink.sql.join.ValueRange;
import java.util.Map;
import java.util.TreeMap;

/** Which share of the rows passes a predicate: by distinct values and ranges where they are known, else by the kind of the comparison. */
public final class Selectivity {
    private static final double EQUALITY = 0.1;
    private static final double RANGE = 0.3;
    private static final double BETWEEN = 0.2;
    private static final double LIKE = 0.1;
    private static final double IS_NULL = 0.05;
    private static final double OTHER = 0.25;

    private Selectivity() {}

    public static double of(Expression predicate, Estimate input) {
        if (predicate instanceof Literal literal) {
            return "true".equals(literal.value()) ? 1 : 0;
        }
        return predicate instanceof Call call ? ofCall(call, input) : 0.5;
    }

    private static double ofCall(Call call, Estimate input) {
        return switch (call.function()) {
            case AND -> and(call, input);
            case OR -> or(call, input);
            case NOT, IS_NOT_TRUE, IS_FALSE -> 1 - of(call.arguments().get(0), input);
            case IS_TRUE, IS_NOT_FALSE -> of(call.arguments().get(0), input);
            case EQUALS, IS_NOT_DISTINCT_FROM -> equality(call, input);
            case NOT_EQUALS, IS_DISTINCT_FROM -> 1 - equality(call, input);
            case IN -> Math.min(0.9, (call.arguments().size() - 1) * equality(call, input));
            case NOT_IN -> 1 - Math.min(0.9, (call.arguments().size() - 1) * equality(call, input));
            case LESS_THAN, LESS_OR_EQUAL, GREATER_THAN, GREATER_OR_EQUAL, BETWEEN -> within(call, input);
            case LIKE, STARTS_WITH, ENDS_WITH, REGEXP -> LIKE;
            case IS_NULL -> nulls(call, input);
            case IS_NOT_NULL -> 1 - nulls(call, input);
            default -> OTHER;
        };
    }

    /** Bounds on one column that stand side by side are one range. */
    private static double and(Call call, Estimate input) {
        double share = 1;
        Map<Integer, ValueRange> ranges = new TreeMap<>();
        for (Expression argument : call.arguments()) {
            ValueRange range = argument instanceof Call comparison ? range(comparison, input) : ValueRange.UNKNOWN;
            if (range.isKnown()) {
                ranges.merge(column((Call) argument).index(), range, ValueRange::and);
            } else {
                share *= of(argument, input);
            }
        }
        for (Map.Entry<Integer, ValueRange> range : ranges.entrySet()) {
            share *= covered(range.getKey(), range.getValue(), input);
        }
        return share;
    }

    private static double within(Call call, Estimate input) {
        ValueRange range = range(call, input);
        if (range.isKnown()) {
            return covered(column(call).index(), range, input);
        }
        return call.function() == ScalarFunction.BETWEEN ? BETWEEN : RANGE;
    }

    private static double covered(int column, ValueRange range, Estimate input) {
        double least = 1 / input.distinct(column);
        return Math.max(least, input.columns().get(column).range().shareOf(range));
    }

    /** Where a comparison with literals holds; unknown of other calls and of columns without a known range. */
    private static ValueRange range(Call call, Estimate input) {
        InputColumn column = column(call);
        return column == null || !input.columns().get(column.index()).range().isKnown()
                ? ValueRange.UNKNOWN
                : range(call, column);
    }

    /** Where a comparison of the column with literals holds; unknown of other calls. */
    static ValueRange range(Call call, InputColumn column) {
        if (call.arguments().size() < 2) {
            return ValueRange.UNKNOWN;
        }
        boolean reversed = call.arguments().get(0) instanceof Literal;
        double value = number(call.arguments().get(reversed ? 0 : 1), column);
        if (Double.isNaN(value)) {
            return ValueRange.UNKNOWN;
        }
        return switch (call.function()) {
            case LESS_THAN, LESS_OR_EQUAL -> half(value, reversed);
            case GREATER_THAN, GREATER_OR_EQUAL -> half(value, !reversed);
            case BETWEEN -> new ValueRange(value, number(call.arguments().get(2), column));
            default -> ValueRange.UNKNOWN;
        };
    }

    private static ValueRange half(double value, boolean above) {
        return above
                ? new ValueRange(value, Double.POSITIVE_INFINITY)
                : new ValueRange(Double.NEGATIVE_INFINITY, value);
    }

    /** What a call compares, if that is a column and the rest are literals; else {@code null}. */
    static InputColumn column(Call call) {
        InputColumn column = null;
        for (Expression argument : call.arguments()) {
            if (argument instanceof InputColumn input && column == null) {
                column = input;
            } else if (!(argument instanceof Literal)) {
                return null;
            }
        }
        return call.arguments().size() < 2 ? null : column;
    }

    private static double number(Expression expression, InputColumn column) {
        if (!(expression instanceof Literal literal) || literal.isNull()) {
            return Double.NaN;
        }
        return ValueRange.onScale(literal.value(), column.type());
    }

    private static double nulls(Call call, Estimate input) {
        return call.arguments().get(0) instanceof InputColumn column && input.knowsDistinct(column.index())
                ? input.columns().get(column.index()).nulls()
                : IS_NULL;
    }

    private static double or(Call call, Estimate input) {
        double fails = 1;
        for (Expression argument : call.arguments()) {
            fails *= 1 - of(argument, input);
        }
        return 1 - fails;
    }

    private static double equality(Call call, Estimate input) {
        double distinct = 0;
        for (Expression argument : call.arguments()) {
            if (argument instanceof InputColumn column && input.knowsDistinct(column.index())) {
                distinct = Math.max(distinct, input.distinct(column.index()));
            }
        }
        return distinct > 0 ? 1 / distinct : EQUALITY;
    }
}
