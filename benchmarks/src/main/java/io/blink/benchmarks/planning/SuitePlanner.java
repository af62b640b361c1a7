package io.blink.benchmarks.planning;

import io.blink.core.config.Configuration;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.TablePath;
import io.blink.core.spi.connector.Connectors;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.session.catalog.SessionCatalogs;
import io.blink.sql.PlannerContext;
import io.blink.sql.QueryText;
import io.blink.sql.Statement;
import io.blink.sql.StatementParser;
import io.blink.sql.logical.LogicalPlan;
import io.blink.sql.logical.LogicalPlanner;
import io.blink.sql.physical.JobPlanner;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** Plans queries over the Parquet files of a data set, as a session with these tables does. */
final class SuitePlanner implements AutoCloseable {
    private static final String CONNECTOR = "filesystem";
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final SessionCatalogs catalogs = new SessionCatalogs();
    private final Connectors connectors;
    private final PlannerContext context;

    /** @param folder holds a folder for each table */
    SuitePlanner(List<String> tables, Path folder, Configuration settings) {
        this.connectors =
                Connectors.load(SuitePlanner.class.getClassLoader(), new FileSystems(List.of(), Configuration.empty()));
        this.context = new PlannerContext(
                catalogs,
                SessionCatalogs.DEFAULT_CATALOG,
                SessionCatalogs.DEFAULT_DATABASE,
                connectors,
                settings,
                ZoneOffset.UTC,
                0);
        tables.forEach(table -> catalogs.putTemporary(definition(table, folder.resolve(table))));
    }

    private CatalogTable definition(String table, Path folder) {
        CatalogTable withoutColumns = new CatalogTable(
                new TablePath(SessionCatalogs.DEFAULT_CATALOG, SessionCatalogs.DEFAULT_DATABASE, table),
                CONNECTOR,
                List.of(),
                List.of(),
                List.of(),
                Map.of("path", folder.toAbsolutePath().toString(), "format", "parquet"),
                null,
                null,
                null);
        return withoutColumns.withColumns(connectors.get(CONNECTOR).inferColumns(withoutColumns));
    }

    PlanTime plan(String name, String text) {
        long processor = THREADS.getCurrentThreadCpuTime();
        long start = System.nanoTime();
        QueryText query =
                ((Statement.Query) StatementParser.parseScript(text).get(0).statement()).query();
        long parsed = System.nanoTime();
        LogicalPlan logical = LogicalPlanner.planQuery(query, context);
        long rewritten = System.nanoTime();
        JobPlanner.plan(List.of(logical), name, context);
        long end = System.nanoTime();
        return new PlanTime(
                parsed - start, rewritten - parsed, end - rewritten, THREADS.getCurrentThreadCpuTime() - processor);
    }

    @Override
    public void close() {
        connectors.close();
        catalogs.close();
    }
}
