package io.blink.sql;

import io.blink.core.spi.catalog.Catalog;
import io.blink.core.spi.catalog.CatalogDatabase;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.ColumnDefinition;
import io.blink.core.spi.catalog.TablePath;
import io.blink.core.spi.catalog.WatermarkDefinition;
import io.blink.core.type.DataType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A catalog in memory with one database; tables are declared as {@code name type, …} and counted by option {@code rows}. */
public final class TestingCatalog implements Catalog {
    private final String name;
    private final Map<String, CatalogTable> tables = new TreeMap<>();

    public TestingCatalog(String name) {
        this.name = name;
    }

    /** @param columns {@code name type}, or {@code name type AS expression} for a computed one */
    public TestingCatalog table(String table, long rows, String... columns) {
        return add(table, columns, List.of(), Map.of("rows", Long.toString(rows)), null, null);
    }

    public TestingCatalog partitioned(String table, long rows, List<String> keys, String... columns) {
        return add(table, columns, keys, Map.of("rows", Long.toString(rows)), null, null);
    }

    public TestingCatalog stream(String table, WatermarkDefinition watermark, String... columns) {
        return add(table, columns, List.of(), Map.of("unbounded", "true"), watermark, null);
    }

    /** Events that end. */
    public TestingCatalog events(String table, long rows, WatermarkDefinition watermark, String... columns) {
        return add(table, columns, List.of(), Map.of("rows", Long.toString(rows)), watermark, null);
    }

    public TestingCatalog view(String view, String text, String... columns) {
        return add(view, columns, List.of(), Map.of(), null, text);
    }

    private TestingCatalog add(
            String table,
            String[] columns,
            List<String> keys,
            Map<String, String> options,
            WatermarkDefinition watermark,
            String viewText) {
        List<ColumnDefinition> definitions = new ArrayList<>();
        for (String column : columns) {
            String[] parts = column.split(" ", 2);
            String[] computed = parts[1].split(" AS ", 2);
            definitions.add(new ColumnDefinition(
                    parts[0], DataType.parse(computed[0]), computed.length == 2 ? computed[1] : null, null));
        }
        createTable(new CatalogTable(
                new TablePath(name, defaultDatabase(), table),
                viewText == null ? TestingConnector.NAME : null,
                definitions,
                keys,
                List.of(),
                new HashMap<>(options),
                watermark,
                viewText,
                null));
        return this;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String defaultDatabase() {
        return "default_db";
    }

    @Override
    public List<String> listDatabases() {
        return List.of(defaultDatabase());
    }

    @Override
    public Optional<CatalogDatabase> database(String database) {
        return database.equalsIgnoreCase(defaultDatabase())
                ? Optional.of(new CatalogDatabase(defaultDatabase(), null, null, Map.of()))
                : Optional.empty();
    }

    @Override
    public void createDatabase(CatalogDatabase database) {
        throw new UnsupportedOperationException("one database");
    }

    @Override
    public void dropDatabase(String database, boolean cascade) {
        throw new UnsupportedOperationException("one database");
    }

    @Override
    public List<String> listTables(String database) {
        return tables.values().stream().map(table -> table.path().table()).toList();
    }

    @Override
    public Optional<CatalogTable> table(String database, String table) {
        return Optional.ofNullable(tables.get(table.toLowerCase(Locale.ROOT)));
    }

    @Override
    public void createTable(CatalogTable table) {
        tables.put(table.path().table().toLowerCase(Locale.ROOT), table);
    }

    @Override
    public void dropTable(TablePath path) {
        tables.remove(path.table().toLowerCase(Locale.ROOT));
    }

    @Override
    public List<String> listPartitions(TablePath path) {
        return List.of();
    }

    @Override
    public void close() {}
}
