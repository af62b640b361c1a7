package io.blink.client;

import io.blink.client.shell.Names;
import io.blink.core.spi.catalog.Catalog;
import io.blink.core.spi.catalog.ColumnDefinition;
import io.blink.core.spi.catalog.TablePath;
import io.blink.session.catalog.SessionCatalogs;
import io.blink.session.function.SessionFunctions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The names of a session's catalogs, remembered for a moment so that typing does not ask a metastore for each key. */
final class SessionNames implements Names {
    private static final long REMEMBERED_NANOS = 10_000_000_000L;

    private final SessionCatalogs catalogs;
    private final SessionFunctions functions;
    private final LongSupplier nanoTime;
    private final Map<List<String>, List<String>> remembered = new HashMap<>();
    private long rememberedSince;

    SessionNames(SessionCatalogs catalogs, SessionFunctions functions, LongSupplier nanoTime) {
        this.catalogs = catalogs;
        this.functions = functions;
        this.nanoTime = nanoTime;
    }

    @Override
    public List<String> tables() {
        return tablesOf(catalogs.currentDatabase());
    }

    @Override
    public List<String> databases() {
        return remember(
                List.of("databases", catalogs.currentCatalog()), () -> catalog().listDatabases());
    }

    @Override
    public List<String> tablesOf(String database) {
        String catalog = catalogs.currentCatalog();
        return remember(List.of("tables", catalog, database), () -> {
            if (databases().stream().noneMatch(database::equalsIgnoreCase)) {
                return List.of();
            }
            List<String> names = new ArrayList<>(catalog().listTables(database));
            names.addAll(catalogs.temporaryTables(catalog, database));
            return names;
        });
    }

    @Override
    public List<String> functions() {
        String catalog = catalogs.currentCatalog();
        String database = catalogs.currentDatabase();
        return remember(List.of("functions", catalog, database), () -> functions.names(catalog, database));
    }

    @Override
    public List<String> columnsOf(String table) {
        TablePath path = new TablePath(catalogs.currentCatalog(), catalogs.currentDatabase(), table);
        if (tables().stream().noneMatch(table::equalsIgnoreCase)) {
            return List.of();
        }
        return remember(List.of("columns", path.toString()), () -> catalogs.find(path)
                .map(found ->
                        found.columns().stream().map(ColumnDefinition::name).toList())
                .orElse(List.of()));
    }

    private Catalog catalog() {
        return catalogs.existingCatalog(catalogs.currentCatalog());
    }

    private List<String> remember(List<String> key, Supplier<List<String>> load) {
        long now = nanoTime.getAsLong();
        if (now - rememberedSince > REMEMBERED_NANOS) {
            remembered.clear();
            rememberedSince = now;
        }
        List<String> known = remembered.get(key);
        if (known == null) {
            known = List.copyOf(load.get());
            remembered.put(key, known);
        }
        return known;
    }
}
