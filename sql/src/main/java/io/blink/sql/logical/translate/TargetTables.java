package io.blink.sql.logical.translate;

import io.blink.core.error.BlinkException;
import io.blink.core.error.ErrorCode;
import io.blink.core.spi.catalog.Catalog;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.TablePath;
import io.blink.sql.PlannerContext;
import io.blink.sql.SqlErrorCode;
import io.blink.sql.SqlErrors;
import java.util.ArrayList;
import java.util.List;

/** Finds tables that rows go into, by their names of one to three parts. */
final class TargetTables {
    private final PlannerContext context;
    private final Refusal refusal;

    /** What is thrown where a name does not fit: it knows where the name was written. */
    @FunctionalInterface
    interface Refusal {
        BlinkException of(ErrorCode code, String problem);
    }

    TargetTables(PlannerContext context, Refusal refusal) {
        this.context = context;
        this.refusal = refusal;
    }

    CatalogTable table(List<String> parts) {
        int last = parts.size() - 1;
        String name = parts.get(last);
        Catalog catalog = catalog(last == 2 ? parts.get(0) : context.currentCatalog());
        String database = last >= 1 ? parts.get(last - 1) : context.currentDatabase();
        if (catalog.database(database).isEmpty()) {
            throw refusal.of(
                    SqlErrorCode.UNKNOWN_DATABASE,
                    "there is no database '" + database + "' in catalog '" + catalog.name() + "'"
                            + SqlErrors.suggestion(database, catalog.listDatabases()));
        }
        CatalogTable table = context.catalogs()
                .temporaryTable(new TablePath(catalog.name(), database, name))
                .or(() -> catalog.table(database, name))
                .orElseThrow(() -> unknownTable(catalog, database, name));
        if (table.isView()) {
            throw refusal.of(SqlErrorCode.INVALID_STATEMENT, table.path() + " is a view; rows go into tables");
        }
        return table;
    }

    private Catalog catalog(String name) {
        return context.catalogs()
                .catalog(name)
                .orElseThrow(() -> refusal.of(
                        SqlErrorCode.UNKNOWN_CATALOG,
                        "there is no catalog '" + name + "'"
                                + SqlErrors.suggestion(name, context.catalogs().names())));
    }

    private BlinkException unknownTable(Catalog catalog, String database, String name) {
        List<String> known = new ArrayList<>(catalog.listTables(database));
        known.addAll(context.catalogs().temporaryTables(catalog.name(), database));
        return refusal.of(
                SqlErrorCode.UNKNOWN_TABLE,
                "there is no table '" + name + "' in '" + catalog.name() + "." + database + "'"
                        + SqlErrors.suggestion(name, known));
    }
}
