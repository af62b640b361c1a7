package io.blink.integration.random;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Conditions, with sub-queries among them. */
final class RandomPredicates {
    private static final List<String> COMPARISONS = List.of("=", "<>", "<", "<=", ">", ">=");
    private static final int SUB_QUERY_PERCENT = 25;

    private final Choices choices;
    private final RandomExpressions expressions;
    private final RandomExpressions.SubQueries subQueries;

    RandomPredicates(Choices choices, RandomExpressions expressions, RandomExpressions.SubQueries subQueries) {
        this.choices = choices;
        this.expressions = expressions;
        this.subQueries = subQueries;
    }

    SqlText predicate(Scope scope, int depth) {
        if (depth > 0 && subQueries != null && choices.percent(SUB_QUERY_PERCENT)) {
            return subQuery(scope, depth - 1);
        }
        return depth > 0 && choices.percent(45) ? combined(scope, depth - 1) : simple(scope, depth);
    }

    private SqlText combined(Scope scope, int depth) {
        return switch (choices.below(5)) {
            case 0, 1 -> SqlText.format("(%s AND %s)", predicate(scope, depth), predicate(scope, depth));
            case 2, 3 -> SqlText.format("(%s OR %s)", predicate(scope, depth), predicate(scope, depth));
            default -> SqlText.format("(NOT %s)", predicate(scope, depth));
        };
    }

    private SqlText simple(Scope scope, int depth) {
        ValueType type = expressions.anyType();
        SqlText left = expressions.expression(type, scope, depth);
        return switch (choices.below(8)) {
            case 0 -> SqlText.format("(%s IS %sNULL)", left, choices.of("", "NOT "));
            case 1 -> SqlText.format("(%s %sIN (%s))", left, choices.of("", "NOT "), list(type, scope));
            case 2 ->
                SqlText.format(
                        "(%s %sBETWEEN %s AND %s)",
                        left,
                        choices.of("", "NOT "),
                        expressions.expression(type, scope, 0),
                        expressions.expression(type, scope, 0));
            case 3 ->
                SqlText.format(
                        "(%s IS %sDISTINCT FROM %s)",
                        left, choices.of("", "NOT "), expressions.expression(type, scope, depth));
            case 4 ->
                SqlText.format(
                        "(%s %sLIKE '%s')",
                        expressions.expression(ValueType.STR, scope, depth),
                        choices.of("", "NOT "),
                        choices.of("a%", "%b", "_", "%", "%z%", "_%b", "ab"));
            case 5 ->
                SqlText.format(
                        "(%s IS %s)",
                        expressions.expression(ValueType.BOOL, scope, depth),
                        choices.of("TRUE", "NOT TRUE", "FALSE", "NOT FALSE"));
            default ->
                SqlText.format(
                        "(%s %s %s)", left, choices.from(COMPARISONS), expressions.expression(type, scope, depth));
        };
    }

    private SqlText list(ValueType type, Scope scope) {
        int count = 1 + choices.below(4);
        return SqlText.join(
                ", ",
                IntStream.range(0, count)
                        .mapToObj(i -> expressions.expression(type, scope, 0))
                        .collect(Collectors.toList()));
    }

    private SqlText subQuery(Scope scope, int depth) {
        ValueType type = expressions.anyType();
        SqlText left = expressions.expression(type, scope, 1);
        return switch (choices.below(6)) {
            case 0 -> SqlText.format("(%sEXISTS (%s))", choices.of("", "NOT "), subQueries.column(type, scope, depth));
            case 1, 2 ->
                SqlText.format("(%s %sIN (%s))", left, choices.of("", "NOT "), subQueries.column(type, scope, depth));
            case 3 ->
                SqlText.format(
                        "(%s %s %s (%s))",
                        left,
                        choices.from(COMPARISONS),
                        choices.of("ANY", "ALL"),
                        subQueries.column(type, scope, depth));
            default ->
                SqlText.format("(%s %s (%s))", left, choices.from(COMPARISONS), subQueries.scalar(type, scope, depth));
        };
    }
}
