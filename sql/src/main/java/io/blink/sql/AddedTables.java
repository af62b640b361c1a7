package io.blink.sql;

import io.blink.core.spi.catalog.Catalog;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.TablePath;
import io.blink.core.spi.connector.TableStatistics;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Catalogs with some tables more, which hide those of the same path. */
public final class AddedTables implements Catalogs {
    private final Catalogs catalogs;
    private final List<CatalogTable> tables = new ArrayList<>();

    public AddedTables(Catalogs catalogs) {
        this.catalogs = catalogs;
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
    public List<String> names() {
        return catalogs.names();
    }

    @Override
    public Optional<Catalog> catalog(String name) {
        return catalogs.catalog(name);
    }

    @Override
    public Optional<CatalogTable> temporaryTable(TablePath path) {
        return tables.stream().filter(table -> isAt(path, table)).findFirst().or(() -> catalogs.temporaryTable(path));
    }

    /** Those of the session: nobody shall see the added ones. */
    @Override
    public List<String> temporaryTables(String catalog, String database) {
        return catalogs.temporaryTables(catalog, database);
    }

    @Override
    public Optional<UserFunctionDefinition> userFunction(
            List<String> name, String currentCatalog, String currentDatabase) {
        return catalogs.userFunction(name, currentCatalog, currentDatabase);
    }

    @Override
    public List<String> userFunctionNames(String currentCatalog, String currentDatabase) {
        return catalogs.userFunctionNames(currentCatalog, currentDatabase);
    }

    @Override
    public Optional<TableStatistics> statistics(TablePath path) {
        return catalogs.statistics(path);
    }
}
