package io.blink.jdbc;

import io.blink.core.column.Column;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.IntStream;

/** The statements that put rows into a table and take them out, as its dialect has them. */
final class JdbcStatements {
    private final JdbcTable table;
    private final List<String> names;
    private final int[] all;
    private final int[] key;
    private final int[] othersThenKey;
    private final String put;
    private final boolean twoSteps;

    /** @param names of the columns that are written */
    JdbcStatements(JdbcTable table, List<String> names) {
        this.table = table;
        this.names = names;
        this.all = IntStream.range(0, names.size()).toArray();
        this.key = table.primaryKey().stream()
                .mapToInt(column -> IntStream.range(0, names.size())
                        .filter(i -> names.get(i).equalsIgnoreCase(column))
                        .findFirst()
                        .orElseThrow())
                .toArray();
        int[] others = IntStream.of(all)
                .filter(column -> IntStream.of(key).noneMatch(part -> part == column))
                .toArray();
        this.othersThenKey =
                IntStream.concat(IntStream.of(others), IntStream.of(key)).toArray();
        JdbcDialect dialect = table.dialect();
        this.put = key.length == 0
                ? dialect.insert(table.name(), names)
                : dialect.upsert(table.name(), names, names(key)).orElse("");
        this.twoSteps = put.isEmpty();
    }

    private List<String> names(int[] columns) {
        return IntStream.of(columns).mapToObj(names::get).toList();
    }

    /** Adds rows, or replaces those of the same key. */
    void put(Connection connection, List<JdbcColumn> columns, Column[] values, int[] rows) throws SQLException {
        if (twoSteps) {
            updateOrInsert(connection, columns, values, rows);
        } else {
            execute(connection, put, columns, values, all, rows);
        }
    }

    void delete(Connection connection, List<JdbcColumn> columns, Column[] values, int[] rows) throws SQLException {
        execute(connection, table.dialect().delete(table.name(), names(key)), columns, values, key, rows);
    }

    private void execute(
            Connection connection, String sql, List<JdbcColumn> columns, Column[] values, int[] which, int[] rows)
            throws SQLException {
        if (rows.length == 0) {
            return;
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setQueryTimeout(table.timeoutSeconds());
            for (int row : rows) {
                set(statement, columns, values, which, row);
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private void updateOrInsert(Connection connection, List<JdbcColumn> columns, Column[] values, int[] rows)
            throws SQLException {
        JdbcDialect dialect = table.dialect();
        int others = othersThenKey.length - key.length;
        List<String> set = names(IntStream.of(othersThenKey).limit(others).toArray());
        String change = set.isEmpty()
                ? dialect.update(table.name(), names(key), names(key))
                : dialect.update(table.name(), set, names(key));
        int[] changed = set.isEmpty()
                ? IntStream.concat(IntStream.of(key), IntStream.of(key)).toArray()
                : othersThenKey;
        try (PreparedStatement update = connection.prepareStatement(change);
                PreparedStatement insert = connection.prepareStatement(dialect.insert(table.name(), names))) {
            for (int row : rows) {
                set(update, columns, values, changed, row);
                if (update.executeUpdate() == 0) {
                    set(insert, columns, values, all, row);
                    insert.executeUpdate();
                }
            }
        }
    }

    /** Sets the parameters of a statement to the values of a row's columns. */
    private static void set(
            PreparedStatement statement, List<JdbcColumn> columns, Column[] values, int[] which, int row)
            throws SQLException {
        for (int i = 0; i < which.length; i++) {
            columns.get(which[i]).write(values[which[i]], row, statement, i + 1);
        }
    }
}
