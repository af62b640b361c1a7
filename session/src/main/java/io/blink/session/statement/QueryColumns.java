package io.blink.session.statement;

import io.blink.core.spi.catalog.ColumnDefinition;
import io.blink.core.type.Field;
import io.blink.sql.SqlErrorCode;
import io.blink.sql.SqlErrors;
import io.blink.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The columns that a table of CREATE TABLE AS has of its query: in the query's order, or in that of a list of names; with the types that the statement declares under the same names. */
final class QueryColumns {
    private QueryColumns() {}

    /** @param declared with types, of the statement */
    static List<ColumnDefinition> of(
            List<Field> fields, Statement.CreateTable create, List<ColumnDefinition> declared) {
        List<ColumnDefinition> columns = new ArrayList<>();
        for (Field field : fields) {
            columns.add(declared.stream()
                    .filter(column -> column.metadata() == null && column.name().equalsIgnoreCase(field.name()))
                    .findFirst()
                    .orElseGet(() ->
                            new ColumnDefinition(field.name(), field.type().withNullable(true))));
        }
        List<io.blink.sql.ColumnDefinition> order = create.columns().stream()
                .filter(io.blink.sql.ColumnDefinition.OfQuery.class::isInstance)
                .toList();
        return order.isEmpty() ? columns : ordered(columns, order);
    }

    private static List<ColumnDefinition> ordered(
            List<ColumnDefinition> columns, List<io.blink.sql.ColumnDefinition> order) {
        List<ColumnDefinition> left = new ArrayList<>(columns);
        List<ColumnDefinition> ordered = new ArrayList<>();
        for (io.blink.sql.ColumnDefinition named : order) {
            ColumnDefinition column = left.stream()
                    .filter(candidate -> candidate.name().equalsIgnoreCase(named.name()))
                    .findFirst()
                    .orElseThrow(() -> SqlErrors.at(
                            SqlErrorCode.UNKNOWN_COLUMN,
                            named.position(),
                            "'" + named.name() + "' is no column of the query"
                                    + SqlErrors.suggestion(named.name(), names(columns))
                                    + "; a column of the table's own needs a type"));
            left.remove(column);
            ordered.add(column);
        }
        if (!left.isEmpty()) {
            throw SqlErrors.at(
                    SqlErrorCode.INVALID_STATEMENT,
                    order.get(0).position(),
                    "a list of names has all columns of the query, and " + names(left) + " are not in it");
        }
        return ordered;
    }

    private static List<String> names(List<ColumnDefinition> columns) {
        return columns.stream().map(ColumnDefinition::name).toList();
    }

    /** What the INSERT names: the query's columns, where the table has them in another order or others beside them. */
    static List<String> target(Statement.CreateTable create, List<Field> fields) {
        return create.columns().isEmpty()
                ? List.of()
                : fields.stream().map(Field::name).toList();
    }
}
