package io.blink.integration.random;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** A piece of SQL as Blink spells it and as DuckDB does. */
record SqlText(String blink, String duckdb) {
    static SqlText same(String text) {
        return new SqlText(text, text);
    }

    /** @param arguments texts, or anything else as it prints */
    static SqlText format(String format, Object... arguments) {
        Object[] left = Arrays.stream(arguments)
                .map(argument -> argument instanceof SqlText text ? text.blink : argument)
                .toArray();
        Object[] right = Arrays.stream(arguments)
                .map(argument -> argument instanceof SqlText text ? text.duckdb : argument)
                .toArray();
        return new SqlText(String.format(format, left), String.format(format, right));
    }

    static SqlText join(String separator, List<SqlText> parts) {
        return new SqlText(
                parts.stream().map(SqlText::blink).collect(Collectors.joining(separator)),
                parts.stream().map(SqlText::duckdb).collect(Collectors.joining(separator)));
    }

    SqlText and(SqlText other) {
        return new SqlText(blink + other.blink, duckdb + other.duckdb);
    }
}
