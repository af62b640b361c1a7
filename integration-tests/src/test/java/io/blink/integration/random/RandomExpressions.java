package io.blink.integration.random;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Expressions of a wanted type over the columns of a scope. */
final class RandomExpressions {
    private static final int COLUMN_PERCENT = 75;
    private static final int OUTER_PERCENT = 25;
    private static final int NULL_PERCENT = 8;

    private final Choices choices;
    private final RandomPredicates predicates;

    RandomExpressions(Choices choices, SubQueries subQueries) {
        this.choices = choices;
        this.predicates = new RandomPredicates(choices, this, subQueries);
    }

    /** Queries within expressions. */
    interface SubQueries {
        /** One column of the type, any number of rows. */
        SqlText column(ValueType type, Scope around, int depth);

        /** One row and one column of the type. */
        SqlText scalar(ValueType type, Scope around, int depth);
    }

    ValueType anyType() {
        return choices.of(ValueType.values());
    }

    SqlText predicate(Scope scope, int depth) {
        return predicates.predicate(scope, depth);
    }

    SqlText expression(ValueType type, Scope scope, int depth) {
        if (depth <= 0 || choices.percent(30)) {
            return leaf(type, scope);
        }
        if (choices.percent(40)) {
            return choosing(type, scope, depth - 1);
        }
        return switch (type) {
            case INT -> integer(scope, depth - 1);
            case DEC -> decimal(scope, depth - 1);
            case DBL -> real(scope, depth - 1);
            case STR -> text(scope, depth - 1);
            case DATE -> date(scope, depth - 1);
            case TIME -> time(scope, depth - 1);
            case BOOL -> predicate(scope, depth - 1);
            case BIG, WIDE, FLT -> leaf(type, scope);
        };
    }

    SqlText leaf(ValueType type, Scope scope) {
        List<Scope.Column> outer = scope.outerOf(type);
        if (!outer.isEmpty() && choices.percent(OUTER_PERCENT)) {
            return choices.from(outer).text();
        }
        List<Scope.Column> columns = scope.of(type);
        if (!columns.isEmpty() && choices.percent(COLUMN_PERCENT)) {
            return choices.from(columns).text();
        }
        return choices.percent(NULL_PERCENT) ? type.nothing() : type.literal(choices);
    }

    private SqlText choosing(ValueType type, Scope scope, int depth) {
        SqlText first = expression(type, scope, depth);
        SqlText second = expression(type, scope, depth);
        return switch (choices.below(4)) {
            case 0 -> SqlText.format("COALESCE(%s, %s)", first, second);
            case 1 -> SqlText.format("NULLIF(%s, %s)", first, second);
            case 2 -> SqlText.format("CASE WHEN %s THEN %s ELSE %s END", predicate(scope, depth), first, second);
            default ->
                SqlText.format(
                        "CASE %s WHEN %s THEN %s WHEN %s THEN %s END",
                        leaf(ValueType.INT, scope),
                        ValueType.INT.literal(choices),
                        first,
                        leaf(ValueType.INT, scope),
                        second);
        };
    }

    private SqlText one(List<Supplier<SqlText>> forms) {
        return choices.from(forms).get();
    }

    private List<Supplier<SqlText>> arithmetic(ValueType type, Scope scope, int depth) {
        List<Supplier<SqlText>> forms = new ArrayList<>();
        forms.add(() -> SqlText.format("(%s + %s)", expression(type, scope, depth), expression(type, scope, depth)));
        forms.add(() -> SqlText.format("(%s - %s)", expression(type, scope, depth), expression(type, scope, depth)));
        forms.add(() -> SqlText.format("(%s * %d)", expression(type, scope, depth), 1 + choices.below(3)));
        forms.add(() -> SqlText.format("(- %s)", expression(type, scope, depth)));
        forms.add(() -> SqlText.format("ABS(%s)", expression(type, scope, depth)));
        return forms;
    }

    private SqlText integer(Scope scope, int depth) {
        List<Supplier<SqlText>> forms = arithmetic(ValueType.INT, scope, depth);
        forms.add(() -> SqlText.format("MOD(%s, %d)", expression(ValueType.INT, scope, depth), 2 + choices.below(5)));
        forms.add(() -> SqlText.format("CHAR_LENGTH(%s)", expression(ValueType.STR, scope, depth)));
        forms.add(() -> SqlText.format(
                "POSITION(%s IN %s)", expression(ValueType.STR, scope, 0), expression(ValueType.STR, scope, depth)));
        forms.add(() -> SqlText.format(
                "EXTRACT(%s FROM %s)",
                choices.of("YEAR", "MONTH", "DAY", "QUARTER", "DOY", "WEEK", "ISODOW"),
                expression(choices.of(ValueType.DATE, ValueType.TIME), scope, depth)));
        forms.add(() -> days(scope, depth));
        return one(forms);
    }

    private SqlText days(Scope scope, int depth) {
        SqlText end = expression(ValueType.DATE, scope, depth);
        SqlText start = expression(ValueType.DATE, scope, depth);
        return new SqlText(
                "DATEDIFF(" + end.blink() + ", " + start.blink() + ")",
                "DATE_DIFF('day', " + start.duckdb() + ", " + end.duckdb() + ")");
    }

    private SqlText decimal(Scope scope, int depth) {
        List<Supplier<SqlText>> forms = arithmetic(ValueType.DEC, scope, depth);
        forms.add(() -> SqlText.format("CAST(%s AS DECIMAL(12, 2))", expression(ValueType.INT, scope, depth)));
        forms.add(
                () -> SqlText.format("CAST(ROUND(%s, 1) AS DECIMAL(14, 2))", expression(ValueType.DEC, scope, depth)));
        forms.add(() -> SqlText.format("CAST(FLOOR(%s) AS DECIMAL(14, 2))", expression(ValueType.DEC, scope, depth)));
        return one(forms);
    }

    private SqlText real(Scope scope, int depth) {
        List<Supplier<SqlText>> forms = arithmetic(ValueType.DBL, scope, depth);
        forms.add(() -> SqlText.format("CAST(%s AS DOUBLE)", expression(ValueType.INT, scope, depth)));
        forms.add(() -> SqlText.format("CEIL(%s)", expression(ValueType.DBL, scope, depth)));
        return one(forms);
    }

    private SqlText text(Scope scope, int depth) {
        return one(List.of(
                () -> SqlText.format("UPPER(%s)", expression(ValueType.STR, scope, depth)),
                () -> SqlText.format("LOWER(%s)", expression(ValueType.STR, scope, depth)),
                () -> SqlText.format(
                        "SUBSTRING(%s, %d, %d)",
                        expression(ValueType.STR, scope, depth), 1 + choices.below(3), choices.below(4)),
                () -> SqlText.format(
                        "(%s || %s)", expression(ValueType.STR, scope, depth), expression(ValueType.STR, scope, depth)),
                () -> SqlText.format("REPLACE(%s, 'a', 'bc')", expression(ValueType.STR, scope, depth)),
                () -> SqlText.format(
                        "CAST(%s AS VARCHAR)",
                        expression(choices.of(ValueType.INT, ValueType.DATE, ValueType.BIG), scope, depth))));
    }

    private SqlText date(Scope scope, int depth) {
        return one(List.of(
                () -> SqlText.format(
                        "CAST(%s %s INTERVAL '%d' %s AS DATE)",
                        expression(ValueType.DATE, scope, depth),
                        choices.of("+", "-"),
                        choices.below(40),
                        choices.of("DAY", "MONTH", "YEAR")),
                () -> SqlText.format("CAST(%s AS DATE)", expression(ValueType.TIME, scope, depth)),
                () -> SqlText.format("LAST_DAY(%s)", expression(ValueType.DATE, scope, depth))));
    }

    private SqlText time(Scope scope, int depth) {
        return one(List.of(
                () -> SqlText.format(
                        "(%s %s INTERVAL '%d' %s)",
                        expression(ValueType.TIME, scope, depth),
                        choices.of("+", "-"),
                        choices.below(60),
                        choices.of("SECOND", "HOUR", "DAY", "MONTH")),
                () -> SqlText.format("CAST(%s AS TIMESTAMP)", expression(ValueType.DATE, scope, depth)),
                () -> SqlText.format(
                        "DATE_TRUNC('%s', %s)",
                        choices.of("year", "quarter", "month", "week", "day", "hour"),
                        expression(ValueType.TIME, scope, depth))));
    }
}
