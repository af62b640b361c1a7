package io.blink.core.spi.catalog;

import static java.util.Objects.requireNonNull;

/** A table's full name. */
public record TablePath(String catalog, String database, String table) {
    public TablePath {
        requireNonNull(catalog, "catalog");
        requireNonNull(database, "database");
        requireNonNull(table, "table");
    }

    @Override
    public String toString() {
        return catalog + "." + database + "." + table;
    }
}
