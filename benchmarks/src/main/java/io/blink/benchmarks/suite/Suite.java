package io.blink.benchmarks.suite;

import io.blink.benchmarks.BenchErrorCode;
import io.blink.benchmarks.data.DataSet;
import io.blink.benchmarks.data.RenamedRows;
import io.blink.core.error.BlinkException;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Queries over a data set.
 *
 * @param tables those that the queries read
 */
public record Suite(String name, DataSet data, List<String> tables, List<Query> queries) {
    public Suite {
        tables = List.copyOf(tables);
        queries = List.copyOf(queries);
    }

    /** The same suite with some of its queries, in its own order. */
    public Suite only(List<String> ids) {
        for (String id : ids) {
            if (queries.stream().noneMatch(query -> query.id().equals(id))) {
                throw new BlinkException(
                        BenchErrorCode.COMMAND_LINE,
                        "Suite " + name + " has no query " + id + "; its queries are "
                                + String.join(
                                        ", ", queries.stream().map(Query::id).toList()));
            }
        }
        return new Suite(
                name,
                data,
                tables,
                queries.stream().filter(query -> ids.contains(query.id())).toList());
    }

    /** The same suite over tables and columns without telling names. */
    public Suite renamed() {
        RenamedRows rows = new RenamedRows(data);
        return new Suite(
                name + "-renamed",
                rows,
                tables.stream().map(rows::rename).toList(),
                queries.stream()
                        .map(query -> new Query(query.id(), renamed(query.text(), rows)))
                        .toList());
    }

    private static String renamed(String text, RenamedRows rows) {
        return SqlTokens.of(text).stream()
                .map(token -> token.startsWith("\"")
                        ? '"' + rows.rename(token.substring(1, token.length() - 1)) + '"'
                        : rows.rename(token))
                .collect(Collectors.joining());
    }
}
