package io.blink.benchmarks.suite;

import io.blink.benchmarks.BenchErrorCode;
import io.blink.core.error.BlinkException;
import java.util.List;

/** Queries over the tables of TPC-DS. */
public record Suite(String name, List<String> tables, List<Query> queries) {
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
                tables,
                queries.stream().filter(query -> ids.contains(query.id())).toList());
    }
}
