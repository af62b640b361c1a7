package io.blink.testing.faults;

import io.blink.core.column.Batch;
import io.blink.core.config.ConfigOption;
import io.blink.core.plan.ConnectorHandle;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.ColumnDefinition;
import io.blink.core.spi.connector.Committer;
import io.blink.core.spi.connector.CommitterContext;
import io.blink.core.spi.connector.Connector;
import io.blink.core.spi.connector.ConnectorFactory;
import io.blink.core.spi.connector.ReaderContext;
import io.blink.core.spi.connector.SplitReader;
import io.blink.core.spi.connector.SplitSource;
import io.blink.core.spi.connector.TableSink;
import io.blink.core.spi.connector.TableSource;
import io.blink.core.spi.connector.TableWriter;
import io.blink.core.spi.connector.WriterContext;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.core.type.DataType;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A connector, under its own name, whose readers fail as a plan says. */
public final class FailingConnectorFactory implements ConnectorFactory {
    private final ConnectorFactory real;
    private final FailurePlan plan;

    public FailingConnectorFactory(ConnectorFactory real, FailurePlan plan) {
        this.real = real;
        this.plan = plan;
    }

    @Override
    public String name() {
        return real.name();
    }

    @Override
    public List<ConfigOption<?>> tableOptions() {
        return real.tableOptions();
    }

    @Override
    public List<ConfigOption<?>> internalOptions() {
        return real.internalOptions();
    }

    @Override
    public Map<String, DataType> metadataColumns() {
        return real.metadataColumns();
    }

    @Override
    public Connector create(FileSystems fileSystems) {
        return new FailingConnector(real.create(fileSystems), plan);
    }

    private record FailingConnector(Connector real, FailurePlan plan) implements Connector {
        @Override
        public List<ColumnDefinition> inferColumns(CatalogTable table) {
            return real.inferColumns(table);
        }

        @Override
        public TableSource source(CatalogTable table) {
            return real.source(table);
        }

        @Override
        public TableSink sink(CatalogTable table) {
            return real.sink(table);
        }

        @Override
        public SplitSource splits(ConnectorHandle scan) {
            return real.splits(scan);
        }

        @Override
        public SplitSource splits(ConnectorHandle scan, String position) {
            return real.splits(scan, position);
        }

        @Override
        public SplitReader reader(ConnectorHandle scan, ReaderContext context) {
            return new FailingReader(real.reader(scan, context), plan);
        }

        @Override
        public TableWriter writer(ConnectorHandle sink, WriterContext context) {
            return real.writer(sink, context);
        }

        @Override
        public Committer committer(ConnectorHandle sink, CommitterContext context) {
            return real.committer(sink, context);
        }

        @Override
        public void close() {
            real.close();
        }
    }

    private record FailingReader(SplitReader real, FailurePlan plan) implements SplitReader {
        private static final long SILENCE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

        @Override
        public boolean blocking() {
            return real.blocking();
        }

        @Override
        public Batch next(int maxRows) {
            if (plan.silent()) {
                return null;
            }
            Batch batch = real.next(maxRows);
            plan.passing(batch == null ? 0 : batch.rowCount());
            return batch;
        }

        @Override
        public boolean finished() {
            return real.finished();
        }

        @Override
        public long readyAtNanos() {
            return plan.silent() ? System.nanoTime() + SILENCE_NANOS : real.readyAtNanos();
        }

        @Override
        public String position() {
            return real.position();
        }

        @Override
        public void close() {
            real.close();
        }
    }
}
