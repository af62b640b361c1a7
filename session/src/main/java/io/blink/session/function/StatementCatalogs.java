package io.blink.session.function;

import io.blink.core.spi.catalog.Catalog;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.TablePath;
import io.blink.session.catalog.SessionCatalogs;
import io.blink.sql.Catalogs;
import io.blink.sql.UserFunctionDefinition;
import java.util.List;
import java.util.Optional;

/** What the planner of a statement looks names up in: the session's catalogs and its functions. */
public record StatementCatalogs(SessionCatalogs catalogs, SessionFunctions functions) implements Catalogs {
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
        return functions.definition(name, currentCatalog, currentDatabase);
    }

    @Override
    public List<String> userFunctionNames(String currentCatalog, String currentDatabase) {
        return functions.names(currentCatalog, currentDatabase);
    }
}
