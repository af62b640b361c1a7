package io.blink.session.catalog;

import io.blink.core.config.NearestName;
import io.blink.core.error.BlinkException;
import io.blink.core.spi.catalog.Catalog;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.TablePath;
import io.blink.core.spi.connector.TableStatistics;
import io.blink.session.SessionErrorCode;
import io.blink.sql.Catalogs;
import io.blink.sql.ObjectName;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The catalogs by name, where names without catalog or database are looked for, and the temporary tables and views. */
public final class SessionCatalogs implements Catalogs, AutoCloseable {
    public static final String DEFAULT_CATALOG = "default_catalog";
    public static final String DEFAULT_DATABASE = "default_database";

    private final Map<String, Catalog> catalogs = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, CatalogDefinition> definitions = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, CatalogTable> temporary = new TreeMap<>();
    private final Map<String, TableStatistics> statistics = new HashMap<>();
    private String currentCatalog = DEFAULT_CATALOG;
    private String currentDatabase = DEFAULT_DATABASE;

    public SessionCatalogs() {
        add(
                new InMemoryCatalog(DEFAULT_CATALOG, DEFAULT_DATABASE),
                new CatalogDefinition(
                        DEFAULT_CATALOG,
                        InMemoryCatalogFactory.TYPE,
                        Optional.empty(),
                        Map.of(InMemoryCatalogFactory.DEFAULT_DATABASE.key(), DEFAULT_DATABASE)));
    }

    @Override
    public List<String> names() {
        return catalogs.values().stream().map(Catalog::name).toList();
    }

    @Override
    public Optional<Catalog> catalog(String name) {
        return Optional.ofNullable(catalogs.get(name));
    }

    /** The catalog of that name, or an error that names the nearest. */
    public Catalog existingCatalog(String name) {
        return catalog(name)
                .orElseThrow(() -> new BlinkException(
                        SessionErrorCode.CATALOG_NOT_FOUND,
                        "There is no catalog '" + name + "'." + NearestName.hint(name, names())));
    }

    /** Whether the table's catalog knows its partitions; else its connector finds them. */
    public boolean keepsPartitions(CatalogTable table) {
        return existingCatalog(table.path().catalog())
                .defaultConnector()
                .filter(connector -> connector.equalsIgnoreCase(table.connector()))
                .isPresent();
    }

    public void add(Catalog catalog, CatalogDefinition definition) {
        if (catalogs.putIfAbsent(catalog.name(), catalog) != null) {
            throw new BlinkException(
                    SessionErrorCode.CATALOG_ALREADY_EXISTS, "Catalog '" + catalog.name() + "' exists already.");
        }
        definitions.put(catalog.name(), definition);
    }

    /** What made an existing catalog. */
    public CatalogDefinition definition(String name) {
        return definitions.get(existingCatalog(name).name());
    }

    /** Puts a catalog in the place of the one of its name, which is closed unless it is the same. */
    public void replace(Catalog catalog, CatalogDefinition definition) {
        Catalog old = catalogs.put(catalog.name(), catalog);
        definitions.put(catalog.name(), definition);
        if (old != catalog) {
            old.close();
        }
    }

    public void remove(String name) {
        Catalog catalog = existingCatalog(name);
        if (catalog.name().equalsIgnoreCase(currentCatalog)) {
            throw new BlinkException(
                    SessionErrorCode.INVALID_SETTING,
                    "Catalog '" + name + "' is the current one; select another with USE CATALOG before dropping it.");
        }
        definitions.remove(name);
        catalogs.remove(name).close();
    }

    public String currentCatalog() {
        return currentCatalog;
    }

    public String currentDatabase() {
        return currentDatabase;
    }

    public void useCatalog(String name) {
        Catalog catalog = existingCatalog(name);
        currentCatalog = catalog.name();
        currentDatabase = catalog.defaultDatabase();
    }

    public void useDatabase(String catalogName, String database) {
        Catalog catalog = existingCatalog(catalogName);
        currentDatabase = existingDatabase(catalog, database);
        currentCatalog = catalog.name();
    }

    /** The database's name as its catalog spells it, or an error that names the nearest. */
    public static String existingDatabase(Catalog catalog, String database) {
        return catalog.database(database)
                .orElseThrow(() -> new BlinkException(
                        SessionErrorCode.DATABASE_NOT_FOUND,
                        "There is no database '" + database + "' in catalog '" + catalog.name() + "'."
                                + NearestName.hint(database, catalog.listDatabases())))
                .name();
    }

    /** The full name of a table or view. */
    public TablePath resolve(ObjectName name) {
        List<String> parts = name.parts();
        return switch (parts.size()) {
            case 1 -> new TablePath(currentCatalog, currentDatabase, parts.get(0));
            case 2 -> new TablePath(currentCatalog, parts.get(0), parts.get(1));
            default -> new TablePath(parts.get(0), parts.get(1), parts.get(2));
        };
    }

    @Override
    public Optional<CatalogTable> temporaryTable(TablePath path) {
        return Optional.ofNullable(temporary.get(key(path)));
    }

    @Override
    public List<String> temporaryTables(String catalog, String database) {
        return temporary.values().stream()
                .map(CatalogTable::path)
                .filter(path -> path.catalog().equalsIgnoreCase(catalog)
                        && path.database().equalsIgnoreCase(database))
                .map(TablePath::table)
                .toList();
    }

    @Override
    public Optional<TableStatistics> statistics(TablePath path) {
        return Optional.ofNullable(statistics.get(key(path)));
    }

    /** Keeps what ANALYZE TABLE found of a table whose connector keeps none. */
    public void putStatistics(TablePath path, TableStatistics found) {
        statistics.put(key(path), found);
    }

    public void putTemporary(CatalogTable table) {
        temporary.put(key(table.path()), table);
    }

    public boolean removeTemporary(TablePath path) {
        return temporary.remove(key(path)) != null;
    }

    private static String key(TablePath path) {
        return path.toString().toLowerCase(Locale.ROOT);
    }

    /** A temporary or lasting table or view, or empty. */
    public Optional<CatalogTable> find(TablePath path) {
        return temporaryTable(path).or(() -> existingCatalog(path.catalog()).table(path.database(), path.table()));
    }

    /** A temporary or lasting table or view, or an error that names the nearest. */
    public CatalogTable existing(TablePath path) {
        return find(path).orElseThrow(() -> {
            Catalog catalog = existingCatalog(path.catalog());
            List<String> names = catalog.listTables(existingDatabase(catalog, path.database()));
            return new BlinkException(
                    SessionErrorCode.TABLE_NOT_FOUND,
                    "There is no table " + path + "." + NearestName.hint(path.table(), names));
        });
    }

    @Override
    public void close() {
        catalogs.values().forEach(Catalog::close);
        catalogs.clear();
    }
}
