package io.blink.integration.random;

import java.util.ArrayList;
import java.util.List;

/** Functions over windows; where the order of rows counts it is total. */
final class RandomWindows {
    private final Choices choices;
    private final RandomExpressions plain;

    RandomWindows(Choices choices) {
        this.choices = choices;
        this.plain = new RandomExpressions(choices, null);
    }

    /** @param identity columns in which rows that differ at all differ */
    SqlText function(ValueType type, Scope scope, List<Scope.Column> identity) {
        return switch (choices.below(3)) {
            case 0 -> aggregate(type, scope, identity);
            case 1 -> type == ValueType.INT ? rank(scope, identity) : neighbour(type, scope, identity);
            default -> neighbour(type, scope, identity);
        };
    }

    private SqlText rank(Scope scope, List<Scope.Column> identity) {
        if (choices.percent(50)) {
            return SqlText.format(
                    "%s() OVER (%sORDER BY %s)", choices.of("RANK", "DENSE_RANK"), partition(scope), key(scope));
        }
        return SqlText.format(
                "%s OVER (%s%s)",
                choices.of("ROW_NUMBER()", "NTILE(3)"), partition(scope), totalOrder(scope, identity));
    }

    private SqlText neighbour(ValueType type, Scope scope, List<Scope.Column> identity) {
        SqlText value = plain.expression(type, scope, 1);
        SqlText window = partition(scope).and(totalOrder(scope, identity));
        if (choices.percent(40)) {
            SqlText otherwise = choices.percent(50) ? SqlText.same("") : SqlText.format(", %s", type.literal(choices));
            return SqlText.format(
                    "%s(%s, %d%s) OVER (%s)",
                    choices.of("LAG", "LEAD"), value, 1 + choices.below(3), otherwise, window);
        }
        String name = choices.of("FIRST_VALUE", "LAST_VALUE", "NTH_VALUE");
        SqlText arguments = name.equals("NTH_VALUE") ? SqlText.format("%s, 2", value) : value;
        boolean ignores = !name.equals("NTH_VALUE") && choices.percent(40);
        SqlText call = new SqlText(
                name + "(" + arguments.blink() + ")" + (ignores ? " IGNORE NULLS" : ""),
                name + "(" + arguments.duckdb() + (ignores ? " IGNORE NULLS" : "") + ")");
        return SqlText.format("%s OVER (%s%s)", call, window, SqlText.same(rows()));
    }

    private SqlText aggregate(ValueType type, Scope scope, List<Scope.Column> identity) {
        SqlText value = plain.expression(type, scope, 1);
        List<SqlText> calls = new ArrayList<>();
        calls.add(SqlText.format("%s(%s)", choices.of("MIN", "MAX"), value));
        if (type == ValueType.BOOL) {
            calls.set(0, SqlText.format("%s(%s)", choices.of("BOOL_AND", "BOOL_OR"), value));
        }
        if (ValueType.NUMBERS.contains(type)) {
            calls.add(SqlText.format("SUM(%s)", value));
        }
        if (type == ValueType.INT) {
            calls.add(SqlText.same("COUNT(*)"));
            calls.add(SqlText.format("COUNT(%s)", plain.expression(plain.anyType(), scope, 1)));
        }
        SqlText call = choices.from(calls);
        return switch (choices.below(4)) {
            case 0 -> SqlText.format("%s OVER (%s)", call, partition(scope));
            case 1 -> SqlText.format("%s OVER (%sORDER BY %s)", call, partition(scope), key(scope));
            case 2 -> SqlText.format("%s OVER (%sORDER BY %s)", call, partition(scope), range(scope));
            default ->
                SqlText.format(
                        "%s OVER (%s%s%s)", call, partition(scope), totalOrder(scope, identity), SqlText.same(rows()));
        };
    }

    private SqlText partition(Scope scope) {
        int count = choices.below(3);
        List<SqlText> keys = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            keys.add(choices.from(scope.columns()).text());
        }
        return keys.isEmpty() ? SqlText.same("") : SqlText.format("PARTITION BY %s ", SqlText.join(", ", keys));
    }

    private SqlText key(Scope scope) {
        return SqlText.format(
                "%s%s%s",
                choices.from(scope.columns()).text(),
                choices.of("", " DESC"),
                choices.of("", "", " NULLS FIRST", " NULLS LAST"));
    }

    private SqlText totalOrder(Scope scope, List<Scope.Column> identity) {
        List<SqlText> keys = new ArrayList<>();
        keys.add(key(scope));
        identity.forEach(column -> keys.add(column.text()));
        return SqlText.format("ORDER BY %s", SqlText.join(", ", keys));
    }

    private String rows() {
        return switch (choices.below(4)) {
            case 0 -> "";
            case 1 -> " ROWS BETWEEN UNBOUNDED PRECEDING AND " + choices.below(3) + " FOLLOWING" + excluded();
            case 2 -> " ROWS BETWEEN " + (1 + choices.below(3)) + " PRECEDING AND CURRENT ROW" + excluded();
            default -> " ROWS BETWEEN " + choices.below(2) + " FOLLOWING AND UNBOUNDED FOLLOWING" + excluded();
        };
    }

    private String excluded() {
        return choices.of("", "", "", " EXCLUDE CURRENT ROW", " EXCLUDE GROUP", " EXCLUDE TIES");
    }

    /** An order and a RANGE over its only key. */
    private SqlText range(Scope scope) {
        ValueType type = choices.of(ValueType.INT, ValueType.DEC, ValueType.DBL, ValueType.DATE, ValueType.TIME);
        List<Scope.Column> columns = scope.of(type);
        if (columns.isEmpty()) {
            return key(scope);
        }
        String distance =
                switch (type) {
                    case DATE, TIME -> "INTERVAL '" + (1 + choices.below(50)) + "' DAY";
                    case INT -> String.valueOf(choices.below(4));
                    default -> choices.of("0.5", "1.5", "2");
                };
        return SqlText.format(
                "%s%s RANGE BETWEEN %s AND %s%s",
                choices.from(columns).text(),
                choices.of("", " DESC"),
                choices.of(distance + " PRECEDING", "UNBOUNDED PRECEDING", "CURRENT ROW"),
                choices.of(distance + " FOLLOWING", "UNBOUNDED FOLLOWING", "CURRENT ROW"),
                excluded());
    }
}
