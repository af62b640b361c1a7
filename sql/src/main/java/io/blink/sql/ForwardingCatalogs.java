package io.blink.sql;

import io.blink.core.spi.catalog.Catalog;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.TablePath;
import io.blink.core.spi.connector.TableStatistics;
import java.util.List;
import java.util.Optional;

/** Catalogs that answer from others, but for what a subclass answers itself. */
public abstract class ForwardingCatalogs implements Catalogs {
    private final Catalogs catalogs;

    protected ForwardingCatalogs(Catalogs catalogs) {
        this.catalogs = catalogs;
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
        return catalogs.temporaryTable(path);
    }

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
