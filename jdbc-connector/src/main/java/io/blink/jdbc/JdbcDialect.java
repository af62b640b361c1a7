package io.blink.jdbc;

import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What databases spell differently. */
enum JdbcDialect {
    /** {@code INSERT … ON CONFLICT (key) DO UPDATE}. */
    POSTGRESQL('"'),
    /** {@code INSERT … ON DUPLICATE KEY UPDATE}. */
    MYSQL('`'),
    /** {@code MERGE INTO … KEY (key) VALUES}. */
    H2('"'),
    /** Plain SQL: an UPDATE, and where it changed nothing an INSERT. Names are not quoted, so that the database reads them as it pleases. */
    PLAIN('\0');

    private final char quote;

    JdbcDialect(char quote) {
        this.quote = quote;
    }

    static JdbcDialect of(String url) {
        if (url.startsWith("jdbc:postgresql:")) {
            return POSTGRESQL;
        }
        if (url.startsWith("jdbc:mysql:") || url.startsWith("jdbc:mariadb:")) {
            return MYSQL;
        }
        return url.startsWith("jdbc:h2:") ? H2 : PLAIN;
    }

    /** One name. */
    String quoted(String name) {
        return quote == '\0' ? name : quote + name.replace("" + quote, "" + quote + quote) + quote;
    }

    /** A table's name, whose parts are separated by dots. */
    String table(String name) {
        return List.of(name.split("\\.")).stream().map(this::quoted).collect(Collectors.joining("."));
    }

    String names(List<String> columns) {
        return columns.stream().map(this::quoted).collect(Collectors.joining(", "));
    }

    String select(String table, List<String> columns, String condition) {
        String selected = columns.isEmpty() ? "1" : names(columns);
        return "SELECT " + selected + " FROM " + table(table) + (condition.isEmpty() ? "" : " WHERE " + condition);
    }

    /** The rows of some keys, with a parameter for each column of each key. */
    String selectKeys(String table, List<String> columns, List<String> key, int keys) {
        boolean single = key.size() == 1;
        String one = single ? "?" : "(" + equal(key, " AND ") + ")";
        String all = String.join(single ? ", " : " OR ", Collections.nCopies(keys, one));
        return select(table, columns, single ? quoted(key.get(0)) + " IN (" + all + ")" : all);
    }

    String insert(String table, List<String> columns) {
        return "INSERT INTO " + table(table) + " (" + names(columns) + ") VALUES (" + marks(columns) + ")";
    }

    String delete(String table, List<String> key) {
        return "DELETE FROM " + table(table) + " WHERE " + equal(key, " AND ");
    }

    /** Changes a row or adds it, with one value for each column; empty where it takes two statements. */
    Optional<String> upsert(String table, List<String> columns, List<String> key) {
        List<String> others =
                columns.stream().filter(column -> !key.contains(column)).toList();
        return switch (this) {
            case POSTGRESQL ->
                Optional.of(insert(table, columns) + " ON CONFLICT (" + names(key) + ") DO "
                        + (others.isEmpty() ? "NOTHING" : "UPDATE SET " + from(others, "EXCLUDED.", "")));
            case MYSQL ->
                Optional.of(insert(table, columns) + " ON DUPLICATE KEY UPDATE "
                        + from(others.isEmpty() ? key : others, "VALUES(", ")"));
            case H2 ->
                Optional.of("MERGE INTO " + table(table) + " (" + names(columns) + ") KEY (" + names(key) + ") VALUES ("
                        + marks(columns) + ")");
            case PLAIN -> Optional.empty();
        };
    }

    /** Changes a row: the values of the columns, then of the key. */
    String update(String table, List<String> columns, List<String> key) {
        return "UPDATE " + table(table) + " SET " + equal(columns, ", ") + " WHERE " + equal(key, " AND ");
    }

    private String from(List<String> columns, String before, String after) {
        return columns.stream()
                .map(column -> quoted(column) + " = " + before + quoted(column) + after)
                .collect(Collectors.joining(", "));
    }

    private String equal(List<String> columns, String separator) {
        return columns.stream().map(column -> quoted(column) + " = ?").collect(Collectors.joining(separator));
    }

    private static String marks(List<String> columns) {
        return columns.stream().map(column -> "?").collect(Collectors.joining(", "));
    }
}
