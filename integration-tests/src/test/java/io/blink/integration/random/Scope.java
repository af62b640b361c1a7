package io.blink.integration.random;

import java.util.ArrayList;
import java.util.List;

/**
 * The columns that an expression may name.
 *
 * @param outer those of the queries around it
 */
record Scope(List<Column> columns, List<Column> outer) {
    /** A column with its relation, or an expression over grouped rows. */
    record Column(SqlText text, ValueType type) {
        Column(String name, ValueType type) {
            this(SqlText.same(name), type);
        }
    }

    List<Column> of(ValueType type) {
        return columns.stream().filter(column -> column.type() == type).toList();
    }

    List<Column> outerOf(ValueType type) {
        return outer.stream().filter(column -> column.type() == type).toList();
    }

    /** Of a query within an expression of this one. */
    List<Column> everything() {
        List<Column> all = new ArrayList<>(columns);
        all.addAll(outer);
        return all;
    }
}
