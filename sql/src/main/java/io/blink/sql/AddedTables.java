package io.blink.sql;

import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.TablePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Catalogs with some tables more, which hide those of the same path, and which no list of tables shows. */
public final class AddedTables extends ForwardingCatalogs {
    private final List<CatalogTable> tables = new ArrayList<>();

    public AddedTables(Catalogs catalogs) {
        super(catalogs);
    }

    /** Adds a table, or puts it in the place of one with the same path. */
    public AddedTables with(CatalogTable table) {
        tables.removeIf(known -> isAt(table.path(), known));
        tables.add(table);
        return this;
    }

    private static boolean isAt(TablePath path, CatalogTable table) {
        return path.toString().equalsIgnoreCase(table.path().toString());
    }

    @Override
    public Optional<CatalogTable> temporaryTable(TablePath path) {
        return tables.stream().filter(table -> isAt(path, table)).findFirst().or(() -> super.temporaryTable(path));
    }
}
