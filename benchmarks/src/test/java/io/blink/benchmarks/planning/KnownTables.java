package io.blink.benchmarks.planning;

import io.blink.benchmarks.suite.Suite;
import io.blink.core.config.Configuration;
import io.blink.core.plan.ConnectorHandle;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.ColumnDefinition;
import io.blink.core.spi.catalog.TablePath;
import io.blink.core.spi.connector.Boundedness;
import io.blink.core.spi.connector.Connectors;
import io.blink.core.spi.connector.ScanPlan;
import io.blink.core.spi.connector.ScanRequest;
import io.blink.core.spi.connector.TableSource;
import io.blink.core.spi.connector.TableStatistics;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.session.catalog.SessionCatalogs;
import io.blink.sql.PlannerContext;
import io.blink.sql.QueryPlanner;
import io.blink.sql.StatementParser;
import io.blink.testing.connector.PartialConnector;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;

/** Plans queries over tables of which nothing is there but statistics. */
final class KnownTables {
    private final PlannerContext context;

    KnownTables(Suite suite, Map<String, TableStatistics> statistics) {
        SessionCatalogs catalogs = new SessionCatalogs();
        suite.tables().forEach(table -> catalogs.putTemporary(definition(suite, table)));
        FileSystems fileSystems = new FileSystems(List.of(), Configuration.empty());
        this.context = new PlannerContext(
                catalogs,
                SessionCatalogs.DEFAULT_CATALOG,
                SessionCatalogs.DEFAULT_DATABASE,
                new Connectors(List.of(new KnownConnector(statistics)), fileSystems),
                Configuration.empty(),
                ZoneOffset.UTC,
                0);
    }

    /** The columns as DuckDB's Parquet files have them: text without length, none that is never NULL. */
    private static CatalogTable definition(Suite suite, String table) {
        List<ColumnDefinition> columns =
                suite.data().columns(table).stream().map(KnownTables::column).toList();
        return new CatalogTable(
                new TablePath(SessionCatalogs.DEFAULT_CATALOG, SessionCatalogs.DEFAULT_DATABASE, table),
                KnownConnector.NAME,
                columns,
                List.of(),
                List.of(),
                Map.of(),
                null,
                null,
                null);
    }

    private static ColumnDefinition column(Field field) {
        DataType type = field.type().kind().isCharacter() ? DataType.string() : field.type();
        return new ColumnDefinition(field.name(), type.withNullable(true));
    }

    /** The query's job as EXPLAIN shows it, without estimates. */
    String plan(String query) {
        return QueryPlanner.plan(StatementParser.parseScript(query).get(0), context)
                .explainJob();
    }

    private static final class KnownConnector extends PartialConnector {
        private static final String NAME = "known";

        private final Map<String, TableStatistics> statistics;

        private KnownConnector(Map<String, TableStatistics> statistics) {
            super(NAME);
            this.statistics = statistics;
        }

        @Override
        public TableSource source(CatalogTable table) {
            TableStatistics known = statistics.get(table.path().table());
            if (known == null) {
                throw new IllegalStateException("no statistics of " + table.path());
            }
            return new KnownSource(table.path().table(), known);
        }
    }

    private record KnownSource(String table, TableStatistics statistics) implements TableSource {
        @Override
        public Boundedness boundedness() {
            return Boundedness.BOUNDED;
        }

        @Override
        public ScanPlan plan(ScanRequest request) {
            String json = "{\"table\":\"" + table + "\",\"columns\":\"" + request.columns() + "\",\"filters\":\""
                    + request.filters() + "\",\"limit\":" + request.limit() + "}";
            return new ScanPlan(
                    new ConnectorHandle(KnownConnector.NAME, 1, json),
                    request.filters(),
                    statistics.rowCount(),
                    statistics.bytes(),
                    "");
        }
    }
}
