package io.blink.integration.random;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** One query, from one seed. Columns are named c0, c1, … */
final class RandomQuery implements RandomExpressions.SubQueries {
    private static final int DEPTH = 3;
    private static final int SET_OPERATION_PERCENT = 20;

    private final Choices choices;
    private final RandomExpressions expressions;
    private final RandomExpressions plain;
    private final RandomRelations relations;
    private final RandomAggregates aggregates;
    private final RandomWindows windows;

    private RandomQuery(long seed) {
        choices = new Choices(seed);
        expressions = new RandomExpressions(choices, this);
        plain = new RandomExpressions(choices, null);
        relations = new RandomRelations(choices, this);
        aggregates = new RandomAggregates(choices);
        windows = new RandomWindows(choices);
    }

    /**
     * @param columns of the result
     * @param ordered whether the order of rows is given
     */
    record Written(SqlText text, int columns, boolean ordered) {}

    static Written of(long seed) {
        RandomQuery query = new RandomQuery(seed);
        return query.outermost();
    }

    private Written outermost() {
        List<ValueType> types = types();
        SqlText text = query(types, List.of(), 1 + choices.below(DEPTH));
        if (choices.percent(60)) {
            return new Written(text, types.size(), false);
        }
        List<Integer> places =
                IntStream.range(0, types.size()).boxed().collect(Collectors.toCollection(ArrayList::new));
        for (int i = places.size() - 1; i > 0; i--) {
            Collections.swap(places, i, choices.below(i + 1));
        }
        String keys = places.stream()
                .map(place -> "c" + place + choices.of("", " DESC") + choices.of("", "", " NULLS FIRST", " NULLS LAST"))
                .collect(Collectors.joining(", "));
        String limit = choices.of("", " LIMIT 5", " LIMIT 3 OFFSET 2", " LIMIT 30");
        return new Written(SqlText.format("SELECT * FROM (%s) q ORDER BY %s%s", text, keys, limit), types.size(), true);
    }

    List<ValueType> types() {
        return IntStream.range(0, 1 + choices.below(4))
                .mapToObj(i -> plain.anyType())
                .toList();
    }

    SqlText query(List<ValueType> types, List<Scope.Column> outer, int depth) {
        if (depth > 0 && choices.percent(SET_OPERATION_PERCENT)) {
            return SqlText.format(
                    "(%s) %s%s (%s)",
                    query(types, outer, depth - 1),
                    choices.of("UNION", "INTERSECT", "EXCEPT"),
                    choices.of("", " ALL"),
                    query(types, outer, depth - 1));
        }
        return switch (choices.below(10)) {
            case 0, 1, 2, 3 -> select(types, outer, depth);
            case 4, 5, 6, 7 -> grouped(types, outer, depth);
            default -> windowed(types, outer, depth);
        };
    }

    private SqlText select(List<ValueType> types, List<Scope.Column> outer, int depth) {
        Relation from = relations.from(outer, 3, depth);
        Scope scope = new Scope(from.columns(), outer);
        String distinct = choices.percent(20) ? "DISTINCT " : "";
        List<SqlText> items = new ArrayList<>();
        for (ValueType type : types) {
            boolean scalar = depth > 0 && choices.percent(10);
            SqlText value = scalar
                    ? SqlText.format("(%s)", scalar(type, scope, depth - 1))
                    : expressions.expression(type, scope, 2);
            items.add(SqlText.format("%s AS c%d", value, items.size()));
        }
        return SqlText.format(
                "SELECT %s%s FROM %s%s", distinct, SqlText.join(", ", items), from.text(), where(scope, depth));
    }

    private SqlText where(Scope scope, int depth) {
        return choices.percent(60)
                ? SqlText.format(" WHERE %s", expressions.predicate(scope, Math.min(depth + 1, 2)))
                : SqlText.same("");
    }

    private record Groups(SqlText from, Scope scope, SqlText clause, List<Scope.Column> keys) {}

    private Groups groups(List<Scope.Column> outer, int depth, boolean sets) {
        Relation from = relations.from(outer, 2, depth);
        Scope scope = new Scope(from.columns(), outer);
        List<Scope.Column> keys = new ArrayList<>();
        int count = choices.below(3);
        for (int i = 0; i < count; i++) {
            Scope.Column key = key(scope);
            if (!keys.contains(key)) {
                keys.add(key);
            }
        }
        SqlText source = SqlText.format("%s%s", from.text(), where(scope, depth));
        return new Groups(source, scope, keys.isEmpty() ? SqlText.same("") : clause(keys, sets), keys);
    }

    private Scope.Column key(Scope scope) {
        Scope.Column column = choices.from(scope.columns());
        return switch (choices.below(4)) {
            case 0 ->
                new Scope.Column(
                        SqlText.format(
                                "COALESCE(%s, %s)", column.text(), column.type().literal(choices)),
                        column.type());
            case 1 ->
                new Scope.Column(
                        SqlText.format(
                                "CASE WHEN %s THEN %s END",
                                plain.predicate(new Scope(scope.columns(), List.of()), 0), column.text()),
                        column.type());
            default -> column;
        };
    }

    private SqlText clause(List<Scope.Column> keys, boolean sets) {
        SqlText list = SqlText.join(", ", keys.stream().map(Scope.Column::text).toList());
        if (!sets || choices.percent(70)) {
            return SqlText.format(" GROUP BY %s", list);
        }
        return switch (choices.below(3)) {
            case 0 -> SqlText.format(" GROUP BY ROLLUP (%s)", list);
            case 1 -> SqlText.format(" GROUP BY CUBE (%s)", list);
            default ->
                SqlText.format(
                        " GROUP BY GROUPING SETS ((%s), (%s), ())",
                        list, keys.get(0).text());
        };
    }

    private SqlText grouped(List<ValueType> types, List<Scope.Column> outer, int depth) {
        Groups groups = groups(outer, depth, true);
        Scope of = over(groups, types);
        List<SqlText> items = new ArrayList<>();
        for (ValueType type : types) {
            items.add(SqlText.format("%s AS c%d", plain.expression(type, of, choices.below(2)), items.size()));
        }
        SqlText having = choices.percent(25)
                ? SqlText.format(" HAVING %s", plain.predicate(over(groups, List.of(plain.anyType())), 1))
                : SqlText.same("");
        boolean whole = groups.keys().isEmpty();
        SqlText one = whole ? SqlText.same(", COUNT(*) AS only_groups") : SqlText.same("");
        SqlText query = SqlText.format(
                "SELECT %s%s FROM %s%s%s", SqlText.join(", ", items), one, groups.from(), groups.clause(), having);
        // A query whose expressions name no aggregate would not be grouped at all without a key.
        return whole ? SqlText.format("SELECT %s FROM (%s) g", names(types.size()), query) : query;
    }

    private static SqlText names(int count) {
        return SqlText.same(IntStream.range(0, count).mapToObj(i -> "c" + i).collect(Collectors.joining(", ")));
    }

    /** Keys, and aggregates of these types. */
    private Scope over(Groups groups, List<ValueType> types) {
        List<Scope.Column> columns = new ArrayList<>(groups.keys());
        for (ValueType type : types) {
            columns.add(new Scope.Column(aggregates.aggregate(type, groups.scope()), type));
        }
        return new Scope(columns, List.of());
    }

    private SqlText windowed(List<ValueType> types, List<Scope.Column> outer, int depth) {
        boolean ofGroups = choices.percent(25);
        Groups groups = ofGroups ? groups(outer, depth, false) : null;
        if (ofGroups && !groups.keys().isEmpty()) {
            Scope of = over(groups, types);
            return windowed(types, of, groups.keys(), true, SqlText.format("%s%s", groups.from(), groups.clause()));
        }
        Relation from = relations.from(outer, 2, depth);
        Scope scope = new Scope(from.columns(), List.of());
        SqlText source = SqlText.format("%s%s", from.text(), where(new Scope(from.columns(), outer), depth));
        return windowed(types, scope, from.identity(), from.isKeyed(), source);
    }

    /** @param keyed whether no two rows are alike; of those that are, functions over different windows need not take the same one first */
    private SqlText windowed(
            List<ValueType> types, Scope scope, List<Scope.Column> identity, boolean keyed, SqlText from) {
        List<SqlText> items = new ArrayList<>();
        boolean more = true;
        for (ValueType type : types) {
            boolean function = more && choices.percent(70);
            more &= keyed || !function;
            SqlText value = function ? windows.function(type, scope, identity) : plain.expression(type, scope, 1);
            items.add(SqlText.format("%s AS c%d", value, items.size()));
        }
        return SqlText.format("SELECT %s FROM %s", SqlText.join(", ", items), from);
    }

    @Override
    public SqlText column(ValueType type, Scope around, int depth) {
        if (choices.percent(30)) {
            return query(List.of(type), around.everything(), Math.min(depth, 1));
        }
        Relation from = relations.from(around.everything(), 2, 0);
        Scope scope = new Scope(from.columns(), around.everything());
        return SqlText.format(
                "SELECT %s AS c0 FROM %s%s", expressions.expression(type, scope, 1), from.text(), where(scope, depth));
    }

    @Override
    public SqlText scalar(ValueType type, Scope around, int depth) {
        Relation from = relations.from(around.everything(), 1, 0);
        Scope scope = new Scope(from.columns(), around.everything());
        if (choices.percent(25)) {
            return SqlText.format(
                    "SELECT %s AS c0 FROM %s WHERE %s = %s",
                    plain.expression(type, scope, 1),
                    from.text(),
                    from.columns().get(0).text(),
                    plain.expression(ValueType.INT, new Scope(around.columns(), around.outer()), 1));
        }
        return SqlText.format(
                "SELECT %s AS c0 FROM %s%s", aggregates.aggregate(type, scope), from.text(), where(scope, depth));
    }
}
