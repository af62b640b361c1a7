package io.blink.sql;

import io.blink.core.config.ConfigOption;
import io.blink.core.plan.ConnectorHandle;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.ColumnDefinition;
import io.blink.core.spi.connector.Boundedness;
import io.blink.core.spi.connector.Committer;
import io.blink.core.spi.connector.CommitterContext;
import io.blink.core.spi.connector.Connector;
import io.blink.core.spi.connector.ConnectorFactory;
import io.blink.core.spi.connector.ReaderContext;
import io.blink.core.spi.connector.ScanPlan;
import io.blink.core.spi.connector.ScanRequest;
import io.blink.core.spi.connector.SplitReader;
import io.blink.core.spi.connector.SplitSource;
import io.blink.core.spi.connector.TableSink;
import io.blink.core.spi.connector.TableSource;
import io.blink.core.spi.connector.TableStatistics;
import io.blink.core.spi.connector.TableWriter;
import io.blink.core.spi.connector.WriterContext;
import io.blink.core.spi.filesystem.FileSystems;
import java.util.List;
import java.util.Map;

/** Plans nothing but knows row counts and boundedness from the table's options. */
public final class TestingConnector implements Connector {
    public static final String NAME = "testing";

    /** Makes it. */
    public static final class Factory implements ConnectorFactory {
        @Override
        public String name() {
            return NAME;
        }

        @Override
        public List<ConfigOption<?>> tableOptions() {
            return List.of();
        }

        @Override
        public Connector create(FileSystems fileSystems) {
            return new TestingConnector();
        }
    }

    @Override
    public List<ColumnDefinition> inferColumns(CatalogTable table) {
        return List.of(new ColumnDefinition("inferred", io.blink.core.type.DataType.string()));
    }

    @Override
    public TableSource source(CatalogTable table) {
        return new TableSource() {
            @Override
            public Boundedness boundedness() {
                return table.options().containsKey("unbounded") ? Boundedness.UNBOUNDED : Boundedness.BOUNDED;
            }

            @Override
            public TableStatistics statistics() {
                return new TableStatistics(Long.parseLong(table.options().getOrDefault("rows", "-1")), -1, Map.of());
            }

            @Override
            public ScanPlan plan(ScanRequest request) {
                throw new UnsupportedOperationException("only the logical phase is tested with this");
            }
        };
    }

    @Override
    public TableSink sink(CatalogTable table) {
        throw new UnsupportedOperationException("only the logical phase is tested with this");
    }

    @Override
    public SplitSource splits(ConnectorHandle scan) {
        throw new UnsupportedOperationException("nothing runs");
    }

    @Override
    public SplitReader reader(ConnectorHandle scan, ReaderContext context) {
        throw new UnsupportedOperationException("nothing runs");
    }

    @Override
    public TableWriter writer(ConnectorHandle sink, WriterContext context) {
        throw new UnsupportedOperationException("nothing runs");
    }

    @Override
    public Committer committer(ConnectorHandle sink, CommitterContext context) {
        throw new UnsupportedOperationException("nothing runs");
    }

    @Override
    public void close() {}
}
