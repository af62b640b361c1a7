package io.blink.session.catalog;

import io.blink.core.error.BlinkException;
import io.blink.core.spi.catalog.Catalog;
import io.blink.core.spi.catalog.CatalogDatabase;
import io.blink.core.spi.catalog.CatalogFunction;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.TablePath;
import io.blink.session.SessionErrorCode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A catalog that lives as long as its session. */
public final class InMemoryCatalog implements Catalog {
    private record Database(
            CatalogDatabase definition, Map<String, CatalogTable> tables, Map<String, CatalogFunction> functions) {}

    private final String name;
    private final Map<String, Database> databases = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private String defaultDatabase;

    public InMemoryCatalog(String name, String defaultDatabase) {
        this.name = name;
        this.defaultDatabase = defaultDatabase;
        createDatabase(new CatalogDatabase(defaultDatabase, null, null, Map.of()));
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public synchronized String defaultDatabase() {
        return defaultDatabase;
    }

    /** Makes a database the default one, and creates it if it is not there. */
    public synchronized void changeDefaultDatabase(String database) {
        if (!databases.containsKey(database)) {
            createDatabase(new CatalogDatabase(database, null, null, Map.of()));
        }
        defaultDatabase = database;
    }

    @Override
    public synchronized List<String> listDatabases() {
        return databases.values().stream()
                .map(database -> database.definition().name())
                .toList();
    }

    @Override
    public synchronized Optional<CatalogDatabase> database(String database) {
        return Optional.ofNullable(databases.get(database)).map(Database::definition);
    }

    @Override
    public synchronized void createDatabase(CatalogDatabase database) {
        if (databases.containsKey(database.name())) {
            throw new BlinkException(
                    SessionErrorCode.DATABASE_ALREADY_EXISTS,
                    "Database " + name + "." + database.name() + " exists already.");
        }
        databases.put(
                database.name(),
                new Database(
                        database,
                        new TreeMap<>(String.CASE_INSENSITIVE_ORDER),
                        new TreeMap<>(String.CASE_INSENSITIVE_ORDER)));
    }

    @Override
    public synchronized void alterDatabase(CatalogDatabase changed) {
        Database found = existing(changed.name());
        databases.put(changed.name(), new Database(changed, found.tables(), found.functions()));
    }

    @Override
    public synchronized void dropDatabase(String database, boolean cascade) {
        Database found = existing(database);
        if (!cascade && !found.tables().isEmpty()) {
            throw new BlinkException(
                    SessionErrorCode.DATABASE_NOT_EMPTY,
                    "Database " + name + "." + database + " still has "
                            + found.tables().size() + " tables; drop them, or add CASCADE.");
        }
        databases.remove(database);
    }

    private Database existing(String database) {
        Database found = databases.get(database);
        if (found == null) {
            throw new BlinkException(
                    SessionErrorCode.DATABASE_NOT_FOUND, "There is no database " + name + "." + database + ".");
        }
        return found;
    }

    @Override
    public synchronized List<String> listFunctions(String database) {
        return List.copyOf(existing(database).functions().keySet());
    }

    @Override
    public synchronized Optional<CatalogFunction> function(String database, String function) {
        return Optional.ofNullable(databases.get(database))
                .map(found -> found.functions().get(function));
    }

    @Override
    public synchronized void createFunction(CatalogFunction function) {
        Map<String, CatalogFunction> functions =
                existing(function.path().database()).functions();
        if (functions.putIfAbsent(function.path().table(), function) != null) {
            throw new BlinkException(
                    SessionErrorCode.FUNCTION_ALREADY_EXISTS, "Function " + function.path() + " exists already.");
        }
    }

    @Override
    public synchronized void alterFunction(CatalogFunction function) {
        if (existing(function.path().database())
                        .functions()
                        .replace(function.path().table(), function)
                == null) {
            throw noFunction(function.path());
        }
    }

    @Override
    public synchronized void dropFunction(TablePath path) {
        if (existing(path.database()).functions().remove(path.table()) == null) {
            throw noFunction(path);
        }
    }

    private static BlinkException noFunction(TablePath path) {
        return new BlinkException(SessionErrorCode.FUNCTION_NOT_FOUND, "There is no function " + path + ".");
    }

    @Override
    public synchronized List<String> listTables(String database) {
        return existing(database).tables().values().stream()
                .map(table -> table.path().table())
                .toList();
    }

    @Override
    public synchronized Optional<CatalogTable> table(String database, String table) {
        return Optional.ofNullable(databases.get(database))
                .map(found -> found.tables().get(table));
    }

    @Override
    public synchronized void createTable(CatalogTable table) {
        Map<String, CatalogTable> tables = existing(table.path().database()).tables();
        if (tables.containsKey(table.path().table())) {
            throw new BlinkException(
                    SessionErrorCode.TABLE_ALREADY_EXISTS, "Table " + table.path() + " exists already.");
        }
        tables.put(table.path().table(), table);
    }

    @Override
    public synchronized void dropTable(TablePath path) {
        if (existing(path.database()).tables().remove(path.table()) == null) {
            throw new BlinkException(SessionErrorCode.TABLE_NOT_FOUND, "There is no table " + path + ".");
        }
    }

    @Override
    public synchronized void renameTable(TablePath path, String newName) {
        CatalogTable table = table(path.database(), path.table())
                .orElseThrow(
                        () -> new BlinkException(SessionErrorCode.TABLE_NOT_FOUND, "There is no table " + path + "."));
        createTable(table.withPath(new TablePath(path.catalog(), path.database(), newName)));
        dropTable(path);
    }

    @Override
    public synchronized void alterTable(CatalogTable changed) {
        Map<String, CatalogTable> tables = existing(changed.path().database()).tables();
        if (tables.replace(changed.path().table(), changed) == null) {
            throw new BlinkException(SessionErrorCode.TABLE_NOT_FOUND, "There is no table " + changed.path() + ".");
        }
    }

    @Override
    public List<String> listPartitions(TablePath path) {
        throw new BlinkException(
                SessionErrorCode.INVALID_TABLE_DEFINITION,
                "Catalog " + name + " keeps no partitions; those of " + path + " are the folders of its files.");
    }

    @Override
    public void close() {}
}
