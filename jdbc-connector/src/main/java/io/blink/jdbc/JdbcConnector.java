package io.blink.jdbc;

import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.plan.ConnectorHandle;
import io.blink.core.plan.PlanJson;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.ColumnDefinition;
import io.blink.core.spi.connector.Boundedness;
import io.blink.core.spi.connector.ChangelogMode;
import io.blink.core.spi.connector.Committable;
import io.blink.core.spi.connector.Committer;
import io.blink.core.spi.connector.CommitterContext;
import io.blink.core.spi.connector.Connector;
import io.blink.core.spi.connector.LookupOptions;
import io.blink.core.spi.connector.LookupSource;
import io.blink.core.spi.connector.ReaderContext;
import io.blink.core.spi.connector.ScanPlan;
import io.blink.core.spi.connector.ScanRequest;
import io.blink.core.spi.connector.SinkPlan;
import io.blink.core.spi.connector.SinkRequest;
import io.blink.core.spi.connector.SplitReader;
import io.blink.core.spi.connector.SplitSource;
import io.blink.core.spi.connector.TableSink;
import io.blink.core.spi.connector.TableSource;
import io.blink.core.spi.connector.TableStatistics;
import io.blink.core.spi.connector.TableWriter;
import io.blink.core.spi.connector.WriterContext;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Tables of databases. */
final class JdbcConnector implements Connector {
    private static final int VERSION = 1;

    /** @param columns that are read, with their types as Blink spells them */
    record ScanHandle(JdbcTable table, List<ScanColumn> columns, List<JdbcRange> ranges) {
        ScanHandle {
            columns = List.copyOf(columns);
            ranges = List.copyOf(ranges);
        }

        List<Field> fields() {
            return JdbcConnector.fields(columns);
        }
    }

    /** @param key names of columns that rows are asked for by */
    record LookupHandle(JdbcTable table, List<String> key, List<ScanColumn> columns, int retries) {
        LookupHandle {
            key = List.copyOf(key);
            columns = List.copyOf(columns);
        }
    }

    record ScanColumn(String name, String type) {}

    private static List<Field> fields(List<ScanColumn> columns) {
        return columns.stream()
                .map(column -> new Field(column.name(), DataType.parse(column.type())))
                .toList();
    }

    private static List<ScanColumn> columns(CatalogTable table, List<String> names) {
        return names.stream()
                .map(name -> table.column(name).orElseThrow())
                .map(column -> new ScanColumn(column.name(), column.type().toString()))
                .toList();
    }

    @Override
    public List<ColumnDefinition> inferColumns(CatalogTable table) {
        throw JdbcTable.invalid(table, "it must declare its columns");
    }

    @Override
    public TableSource source(CatalogTable table) {
        JdbcTable described = JdbcTable.of(table);
        List<JdbcRange> ranges = JdbcRange.of(table, new Configuration(table.options()), described.dialect());
        return new TableSource() {
            @Override
            public Boundedness boundedness() {
                return Boundedness.BOUNDED;
            }

            @Override
            public TableStatistics statistics() {
                return TableStatistics.UNKNOWN;
            }

            @Override
            public Optional<ConnectorHandle> lookup(List<String> keyColumns, List<String> columns) {
                int retries = JdbcTable.atLeast(0, LookupOptions.RETRIES, table, new Configuration(table.options()));
                LookupHandle handle =
                        new LookupHandle(described, keyColumns, JdbcConnector.columns(table, columns), retries);
                fields(handle.columns()).forEach(field -> new JdbcColumn(field, described.path()));
                return Optional.of(new ConnectorHandle(JdbcConnectorFactory.NAME, VERSION, PlanJson.write(handle)));
            }

            @Override
            public ScanPlan plan(ScanRequest request) {
                ScanHandle handle = new ScanHandle(described, JdbcConnector.columns(table, request.columns()), ranges);
                handle.fields().forEach(field -> new JdbcColumn(field, described.path()));
                return new ScanPlan(
                        new ConnectorHandle(JdbcConnectorFactory.NAME, VERSION, PlanJson.write(handle)),
                        request.filters(),
                        -1,
                        -1,
                        described.name() + " in " + ranges.size() + (ranges.size() == 1 ? " range" : " ranges"));
            }
        };
    }

    @Override
    public TableSink sink(CatalogTable table) {
        JdbcTable described = JdbcTable.of(table);
        return new TableSink() {
            @Override
            public Set<ChangelogMode> changelogModes() {
                return described.primaryKey().isEmpty() ? Set.of(ChangelogMode.APPEND) : Set.of(ChangelogMode.UPSERT);
            }

            @Override
            public SinkPlan plan(SinkRequest request) {
                if (request.overwrite()) {
                    throw new BlinkException(
                            JdbcErrorCode.INVALID_TABLE,
                            "INSERT OVERWRITE " + described.path()
                                    + ": connector 'jdbc' only adds rows, and with a PRIMARY KEY replaces those of the same key; use INSERT INTO.");
                }
                return new SinkPlan(
                        new ConnectorHandle(JdbcConnectorFactory.NAME, VERSION, PlanJson.write(described)),
                        List.of(),
                        List.of(),
                        described.primaryKey().isEmpty()
                                ? "INSERT, at least once"
                                : "upsert by " + described.primaryKey());
            }
        };
    }

    @Override
    public SplitSource splits(ConnectorHandle scan) {
        return JdbcRange.splits(PlanJson.read(scan.json(), ScanHandle.class).ranges());
    }

    @Override
    public SplitReader reader(ConnectorHandle scan, ReaderContext context) {
        ScanHandle handle = PlanJson.read(scan.json(), ScanHandle.class);
        long skipped = context.position() == null ? 0 : Long.parseLong(context.position());
        return new JdbcReader(handle.table(), handle.fields(), context.split().json(), skipped);
    }

    @Override
    public LookupSource lookup(ConnectorHandle lookup) {
        LookupHandle handle = PlanJson.read(lookup.json(), LookupHandle.class);
        return new JdbcLookup(handle.table(), handle.key(), fields(handle.columns()), handle.retries());
    }

    @Override
    public TableWriter writer(ConnectorHandle sink, WriterContext context) {
        return new JdbcWriter(PlanJson.read(sink.json(), JdbcTable.class), context.input());
    }

    /** Rows are visible when the writers have prepared them. */
    @Override
    public Committer committer(ConnectorHandle sink, CommitterContext context) {
        return new Committer() {
            @Override
            public void commit(long checkpointId, List<Committable> committables) {}

            @Override
            public void cleanUp() {}

            @Override
            public void close() {}
        };
    }

    @Override
    public void close() {}
}
