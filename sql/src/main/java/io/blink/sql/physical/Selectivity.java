package io.blink.sql.physical;

import io.blink.core.expression.Call;
import io.blink.core.expression.Expression;
import io.blink.core.expression.InputColumn;
import io.blink.core.expression.Literal;

/** Which share of the rows passes a predicate: by distinct values where they are known, else by the kind of the comparison. */
final class Selectivity {
    private static final double EQUALITY = 0.1;
    private static final double RANGE = 0.3;
    private static final double BETWEEN = 0.2;
    private static final double LIKE = 0.1;
    private static final double IS_NULL = 0.05;
    private static final double OTHER = 0.25;

    private Selectivity() {}

    static double of(Expression predicate, Estimate input) {
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
            case LESS_THAN, LESS_OR_EQUAL, GREATER_THAN, GREATER_OR_EQUAL -> RANGE;
            case BETWEEN -> BETWEEN;
            case LIKE, STARTS_WITH, ENDS_WITH, REGEXP -> LIKE;
            case IS_NULL -> IS_NULL;
            case IS_NOT_NULL -> 1 - IS_NULL;
            default -> OTHER;
        };
    }

    private static double and(Call call, Estimate input) {
        double share = 1;
        for (Expression argument : call.arguments()) {
            share *= of(argument, input);
        }
        return share;
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
