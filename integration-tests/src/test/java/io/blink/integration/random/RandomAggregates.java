package io.blink.integration.random;

import java.util.ArrayList;
import java.util.List;

/** Aggregates that do not depend on the order of rows. */
final class RandomAggregates {
    private static final int FILTER_PERCENT = 15;

    private final Choices choices;
    private final RandomExpressions plain;

    RandomAggregates(Choices choices) {
        this.choices = choices;
        this.plain = new RandomExpressions(choices, null);
    }

    SqlText aggregate(ValueType type, Scope around) {
        Scope scope = new Scope(around.columns(), List.of());
        SqlText call = call(type, scope);
        return choices.percent(FILTER_PERCENT)
                ? SqlText.format("%s FILTER (WHERE %s)", call, plain.predicate(scope, 1))
                : call;
    }

    private SqlText call(ValueType type, Scope scope) {
        List<SqlText> forms = new ArrayList<>();
        SqlText argument = plain.expression(type, scope, 1);
        if (type == ValueType.BOOL) {
            return SqlText.format("%s(%s)", choices.of("BOOL_AND", "BOOL_OR"), argument);
        }
        forms.add(SqlText.format("%s(%s)", choices.of("MIN", "MAX"), argument));
        if (ValueType.NUMBERS.contains(type)) {
            forms.add(SqlText.format("SUM(%s)", argument));
            forms.add(SqlText.format("SUM(DISTINCT %s)", argument));
        }
        if (type == ValueType.INT) {
            SqlText any = plain.expression(plain.anyType(), scope, 1);
            forms.add(SqlText.same("COUNT(*)"));
            forms.add(SqlText.format("COUNT(%s)", any));
            forms.add(SqlText.format("COUNT(DISTINCT %s)", any));
            forms.add(SqlText.format("%s(%s)", choices.of("BIT_AND", "BIT_OR", "BIT_XOR"), argument));
        }
        if (type == ValueType.STR) {
            forms.add(new SqlText(
                    "LISTAGG(" + argument.blink() + ", '|') WITHIN GROUP (ORDER BY " + argument.blink() + ")",
                    "STRING_AGG(" + argument.duckdb() + ", '|' ORDER BY " + argument.duckdb() + ")"));
        }
        return choices.from(forms);
    }
}
