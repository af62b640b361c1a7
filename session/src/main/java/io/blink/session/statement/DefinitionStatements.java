package io.blink.session.statement;

import io.blink.core.error.BlinkException;
import io.blink.core.spi.catalog.Catalog;
import io.blink.core.spi.catalog.CatalogDatabase;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.ColumnDefinition;
import io.blink.core.spi.catalog.TablePath;
import io.blink.core.type.Field;
import io.blink.session.SessionErrorCode;
import io.blink.session.StatementResult;
import io.blink.session.catalog.SessionCatalogs;
import io.blink.sql.ObjectName;
import io.blink.sql.QueryPlanner;
import io.blink.sql.SqlErrors;
import io.blink.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** CREATE and DROP of databases, tables and views, ALTER DATABASE and VIEW, and USE of a database. */
public final class DefinitionStatements {
    private final SessionContext context;
    private final TableDefinitions tables;

    public DefinitionStatements(SessionContext context) {
        this.context = context;
        this.tables = new TableDefinitions(context);
    }

    public StatementResult createTable(Statement.CreateTable create) {
        create(create, Optional.empty());
        return new StatementResult.Done(0);
    }

    /**
     * Creates the table of a CREATE TABLE, with or without a query.
     *
     * @return the table, or empty if it was there already and IF NOT EXISTS was given
     */
    Optional<CatalogTable> create(Statement.CreateTable create, Optional<List<Field>> queryFields) {
        TablePath path = context.catalogs().resolve(create.table());
        Catalog catalog = context.catalogs().existingCatalog(path.catalog());
        SessionCatalogs.existingDatabase(catalog, path.database());
        Optional<CatalogTable> existing = create.temporary()
                ? context.catalogs().temporaryTable(path)
                : catalog.table(path.database(), path.table());
        if (existing.isPresent() && create.orReplace()) {
            return Optional.of(replace(create, path, catalog, existing.get(), queryFields));
        }
        if (existing.isPresent()) {
            return refuseExisting(create.ifNotExists(), path);
        }
        CatalogTable table = tables.define(create, path, queryFields);
        if (create.temporary()) {
            context.catalogs().putTemporary(table);
        } else {
            catalog.createTable(table);
        }
        return Optional.of(table);
    }

    /** The new definition is checked before the old table goes. */
    private CatalogTable replace(
            Statement.CreateTable create,
            TablePath path,
            Catalog catalog,
            CatalogTable existing,
            Optional<List<Field>> queryFields) {
        if (existing.isView()) {
            throw SqlErrors.at(
                    SessionErrorCode.INVALID_TABLE_DEFINITION,
                    create.table().position(),
                    existing.path() + " is a view; drop it, or write CREATE OR REPLACE VIEW");
        }
        CatalogTable table = tables.define(create, path, queryFields);
        if (create.temporary()) {
            context.catalogs().putTemporary(table);
        } else {
            catalog.dropTable(existing.path());
            catalog.createTable(table);
        }
        return table;
    }

    private static Optional<CatalogTable> refuseExisting(boolean ifNotExists, TablePath path) {
        if (!ifNotExists) {
            throw new BlinkException(
                    SessionErrorCode.TABLE_ALREADY_EXISTS,
                    "Table " + path + " exists already; drop it, or write CREATE … IF NOT EXISTS.");
        }
        return Optional.empty();
    }

    public StatementResult createView(Statement.CreateView create) {
        TablePath path = context.catalogs().resolve(create.view());
        Catalog catalog = context.catalogs().existingCatalog(path.catalog());
        SessionCatalogs.existingDatabase(catalog, path.database());
        boolean exists = create.temporary()
                ? context.catalogs().temporaryTable(path).isPresent()
                : catalog.table(path.database(), path.table()).isPresent();
        if (exists && !create.orReplace()) {
            refuseExisting(create.ifNotExists(), path);
            return new StatementResult.Done(0);
        }
        List<Field> fields = QueryPlanner.describe(create.query(), context.plannerContext());
        CatalogTable view = new CatalogTable(
                path,
                null,
                viewColumns(create, fields),
                List.of(),
                List.of(),
                Map.of(),
                null,
                create.query().text(),
                create.comment().orElse(null));
        if (create.temporary()) {
            context.catalogs().putTemporary(view);
            return new StatementResult.Done(0);
        }
        if (exists) {
            catalog.dropTable(path);
        }
        catalog.createTable(view);
        return new StatementResult.Done(0);
    }

    /** The view keeps its comment; its columns are those of the new query. */
    public StatementResult alterView(Statement.AlterView alter) {
        TablePath path = context.catalogs().resolve(alter.view());
        CatalogTable known = context.catalogs().existing(path);
        if (!known.isView()) {
            throw SqlErrors.at(
                    SessionErrorCode.INVALID_TABLE_DEFINITION,
                    alter.view().position(),
                    path + " is a table; ALTER VIEW changes the queries of views");
        }
        boolean temporary = context.catalogs().temporaryTable(path).isPresent();
        return createView(new Statement.CreateView(
                alter.view(), temporary, true, false, List.of(), Optional.ofNullable(known.comment()), alter.query()));
    }

    private static List<ColumnDefinition> viewColumns(Statement.CreateView create, List<Field> fields) {
        if (!create.columns().isEmpty() && create.columns().size() != fields.size()) {
            throw new BlinkException(
                    SessionErrorCode.INVALID_TABLE_DEFINITION,
                    "View " + create.view() + " names " + create.columns().size() + " columns, but its query has "
                            + fields.size() + ".");
        }
        List<ColumnDefinition> columns = new ArrayList<>();
        for (int i = 0; i < fields.size(); i++) {
            String name = create.columns().isEmpty()
                    ? fields.get(i).name()
                    : create.columns().get(i);
            columns.add(new ColumnDefinition(name, fields.get(i).type()));
        }
        return columns;
    }

    public StatementResult createDatabase(Statement.CreateDatabase create) {
        Catalog catalog = catalogOfDatabase(create.database());
        String name = create.database().simple();
        if (create.ifNotExists() && catalog.database(name).isPresent()) {
            return new StatementResult.Done(0);
        }
        catalog.createDatabase(new CatalogDatabase(
                name, create.comment().orElse(null), create.location().orElse(null), create.properties()));
        return new StatementResult.Done(0);
    }

    public StatementResult alterDatabase(Statement.AlterDatabase alter) {
        Catalog catalog = catalogOfDatabase(alter.database());
        String name = SessionCatalogs.existingDatabase(catalog, alter.database().simple());
        CatalogDatabase database = catalog.database(name).orElseThrow();
        Map<String, String> properties = new HashMap<>(database.properties());
        properties.putAll(alter.properties());
        catalog.alterDatabase(
                new CatalogDatabase(database.name(), database.comment(), database.location(), properties));
        return new StatementResult.Done(0);
    }

    private Catalog catalogOfDatabase(ObjectName database) {
        return context.catalogs()
                .existingCatalog(
                        database.parts().size() > 1
                                ? database.parts().get(0)
                                : context.catalogs().currentCatalog());
    }

    public StatementResult dropTable(Statement.DropTable drop) {
        drop(drop.table(), drop.ifExists(), drop.temporary(), false);
        return new StatementResult.Done(0);
    }

    public StatementResult dropView(Statement.DropView drop) {
        drop(drop.view(), drop.ifExists(), drop.temporary(), true);
        return new StatementResult.Done(0);
    }

    private void drop(ObjectName name, boolean ifExists, boolean temporary, boolean view) {
        TablePath path = context.catalogs().resolve(name);
        Optional<CatalogTable> found = temporary
                ? context.catalogs().temporaryTable(path)
                : ifExists
                        ? context.catalogs().find(path)
                        : Optional.of(context.catalogs().existing(path));
        if (found.isEmpty() && !ifExists) {
            throw new BlinkException(
                    SessionErrorCode.TABLE_NOT_FOUND,
                    "There is no temporary " + (view ? "view " : "table ") + path + ".");
        }
        if (found.isEmpty()) {
            return;
        }
        if (found.get().isView() != view) {
            throw new BlinkException(
                    SessionErrorCode.INVALID_TABLE_DEFINITION,
                    path + " is a " + (view ? "table; use DROP TABLE." : "view; use DROP VIEW."));
        }
        if (!context.catalogs().removeTemporary(path)) {
            context.catalogs()
                    .existingCatalog(path.catalog())
                    .dropTable(found.get().path());
        }
    }

    public StatementResult dropDatabase(Statement.DropDatabase drop) {
        Catalog catalog = catalogOfDatabase(drop.database());
        String name = drop.database().simple();
        if (drop.ifExists() && catalog.database(name).isEmpty()) {
            return new StatementResult.Done(0);
        }
        if (catalog.name().equalsIgnoreCase(context.catalogs().currentCatalog())
                && name.equalsIgnoreCase(context.catalogs().currentDatabase())) {
            throw new BlinkException(
                    SessionErrorCode.INVALID_SETTING,
                    "Database '" + name + "' is the current one; select another with USE before dropping it.");
        }
        catalog.dropDatabase(SessionCatalogs.existingDatabase(catalog, name), drop.cascade());
        return new StatementResult.Done(0);
    }

    public StatementResult useDatabase(Statement.UseDatabase use) {
        Catalog catalog = catalogOfDatabase(use.database());
        context.catalogs().useDatabase(catalog.name(), use.database().simple());
        return new StatementResult.Done(0);
    }
}
