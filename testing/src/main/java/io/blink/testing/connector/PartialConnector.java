package io.blink.testing.connector;

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
import java.util.List;

/** A connector without options of which a test uses a part, and its own factory. What is not overridden fails. */
public abstract class PartialConnector implements Connector, ConnectorFactory {
    private final String name;

    protected PartialConnector(String name) {
        this.name = name;
    }

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final List<ConfigOption<?>> tableOptions() {
        return List.of();
    }

    @Override
    public final Connector create(FileSystems fileSystems) {
        return this;
    }

    private UnsupportedOperationException unused(String what) {
        return new UnsupportedOperationException("connector '" + name + "' of this test has no " + what);
    }

    @Override
    public List<ColumnDefinition> inferColumns(CatalogTable table) {
        throw unused("columns");
    }

    @Override
    public TableSource source(CatalogTable table) {
        throw unused("source");
    }

    @Override
    public TableSink sink(CatalogTable table) {
        throw unused("sink");
    }

    @Override
    public SplitSource splits(ConnectorHandle scan) {
        throw unused("splits");
    }

    @Override
    public SplitReader reader(ConnectorHandle scan, ReaderContext context) {
        throw unused("reader");
    }

    @Override
    public TableWriter writer(ConnectorHandle sink, WriterContext context) {
        throw unused("writer");
    }

    @Override
    public Committer committer(ConnectorHandle sink, CommitterContext context) {
        throw unused("committer");
    }

    @Override
    public void close() {}
}
