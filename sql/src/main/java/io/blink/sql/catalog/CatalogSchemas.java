package io.blink.sql.catalog;

import io.blink.core.spi.catalog.Catalog;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.TablePath;
import io.blink.sql.Catalogs;
import io.blink.sql.PlannerContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.apache.calcite.schema.Schema;
import org.apache.calcite.schema.Table;
import org.apache.calcite.schema.impl.AbstractSchema;
import org.apache.calcite.schema.lookup.Lookup;
import org.apache.calcite.schema.lookup.Named;

/** The session's catalogs as nested schemas: root, catalogs, databases. Remembers the tables that a statement used. */
public final class CatalogSchemas {
    private final PlannerContext context;
    private final Catalogs catalogs;
    private final List<Table> used = new ArrayList<>();

    public CatalogSchemas(PlannerContext context) {
        this.context = context;
        this.catalogs = context.catalogs();
    }

    public Schema root() {
        return nested(new NameLookup<>(
                name -> catalogs.catalog(name).map(catalog -> new Named<>(catalog.name(), catalogSchema(catalog))),
                catalogs::names));
    }

    /** Tables and views that were found so far. */
    public List<Table> used() {
        return used;
    }

    private Schema catalogSchema(Catalog catalog) {
        return nested(new NameLookup<>(
                name -> catalog.database(name)
                        .map(database -> new Named<>(database.name(), databaseSchema(catalog, database.name()))),
                catalog::listDatabases));
    }

    private Schema databaseSchema(Catalog catalog, String database) {
        Lookup<Table> tables =
                new NameLookup<>(name -> table(catalog, database, name), () -> tableNames(catalog, database));
        return new AbstractSchema() {
            @Override
            public Lookup<Table> tables() {
                return tables;
            }
        };
    }

    private static Schema nested(Lookup<Schema> children) {
        return new AbstractSchema() {
            @Override
            public Lookup<? extends Schema> subSchemas() {
                return children;
            }
        };
    }

    private Optional<Named<Table>> table(Catalog catalog, String database, String name) {
        Optional<CatalogTable> definition = catalogs.temporaryTable(new TablePath(catalog.name(), database, name));
        if (definition.isEmpty()) {
            definition = catalog.table(database, name);
        }
        return definition.map(this::resolved);
    }

    private Named<Table> resolved(CatalogTable definition) {
        Table table = definition.isView()
                ? new BlinkView(definition)
                : BlinkTable.resolve(definition, context.connectors(), catalogs.statistics(definition.path()));
        used.add(table);
        return new Named<>(definition.path().table(), table);
    }

    private Iterable<String> tableNames(Catalog catalog, String database) {
        TreeSet<String> names = new TreeSet<>(catalog.listTables(database));
        names.addAll(catalogs.temporaryTables(catalog.name(), database));
        return names;
    }
}
