package io.blink.integration.random;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The FROM clause: tables, derived tables and laterals, joined in all ways. */
final class RandomRelations {
    private static final int DERIVED_PERCENT = 30;
    private static final int LATERAL_PERCENT = 15;

    private final Choices choices;
    private final RandomQuery queries;
    private final RandomExpressions plain;
    private int count;

    RandomRelations(Choices choices, RandomQuery queries) {
        this.choices = choices;
        this.queries = queries;
        this.plain = new RandomExpressions(choices, null);
    }

    /** @param most how many relations at most */
    Relation from(List<Scope.Column> outer, int most, int depth) {
        Relation left = item(List.of(), depth);
        int joins = choices.below(most);
        for (int i = 0; i < joins; i++) {
            left = depth > 0 && choices.percent(LATERAL_PERCENT) ? lateral(left, depth) : joined(left, outer, depth);
        }
        return left;
    }

    private Relation item(List<Scope.Column> outer, int depth) {
        String name = "r" + ++count;
        if (depth > 0 && (!outer.isEmpty() || choices.percent(DERIVED_PERCENT))) {
            List<ValueType> types = queries.types();
            SqlText query = queries.query(types, outer, depth - 1);
            List<Scope.Column> columns = new ArrayList<>();
            types.forEach(type -> columns.add(new Scope.Column(name + ".c" + columns.size(), type)));
            return new Relation(SqlText.format("(%s) %s", query, name), columns, columns);
        }
        int rows = choices.percent(60) ? choices.of(8, 20) : choices.from(RandomTables.ROWS);
        List<Scope.Column> columns = RandomTables.columns(name);
        return new Relation(SqlText.same("t" + rows + " " + name), columns, columns.subList(0, 1));
    }

    private Relation lateral(Relation left, int depth) {
        Relation right = item(left.columns(), depth);
        String format = choices.percent(50) ? "%s CROSS JOIN LATERAL %s" : "%s LEFT JOIN LATERAL %s ON TRUE";
        return both(SqlText.format(format, left.text(), right.text()), left, right);
    }

    private Relation joined(Relation left, List<Scope.Column> outer, int depth) {
        Relation right = item(List.of(), depth);
        String kind = choices.of("JOIN", "JOIN", "LEFT JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN");
        SqlText condition = condition(left, right);
        return both(SqlText.format("%s %s %s ON %s", left.text(), kind, right.text(), condition), left, right);
    }

    private SqlText condition(Relation left, Relation right) {
        List<SqlText> equalities = new ArrayList<>();
        int keys = choices.percent(85) ? 1 + choices.below(2) : 0;
        for (int i = 0; i < keys; i++) {
            Scope.Column one = choices.from(left.columns());
            List<Scope.Column> others = right.columns().stream()
                    .filter(column -> column.type() == one.type())
                    .toList();
            if (!others.isEmpty()) {
                String operator = choices.percent(15) ? "IS NOT DISTINCT FROM" : "=";
                equalities.add(SqlText.format(
                        "%s %s %s", one.text(), operator, choices.from(others).text()));
            }
        }
        if (equalities.isEmpty() || choices.percent(30)) {
            Scope scope = new Scope(
                    Stream.concat(left.columns().stream(), right.columns().stream())
                            .toList(),
                    List.of());
            equalities.add(plain.predicate(scope, 1));
        }
        return SqlText.join(" AND ", equalities);
    }

    private static Relation both(SqlText text, Relation left, Relation right) {
        return new Relation(
                text,
                Stream.concat(left.columns().stream(), right.columns().stream()).toList(),
                Stream.concat(left.identity().stream(), right.identity().stream())
                        .toList());
    }
}
