package io.blink.connectors;

import io.blink.core.error.BlinkException;
import io.blink.core.plan.ConnectorHandle;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.ColumnDefinition;
import io.blink.core.spi.connector.ChangelogMode;
import io.blink.core.spi.connector.Committable;
import io.blink.core.spi.connector.Committer;
import io.blink.core.spi.connector.CommitterContext;
import io.blink.core.spi.connector.Connector;
import io.blink.core.spi.connector.ReaderContext;
import io.blink.core.spi.connector.SinkPlan;
import io.blink.core.spi.connector.SinkRequest;
import io.blink.core.spi.connector.SplitReader;
import io.blink.core.spi.connector.SplitSource;
import io.blink.core.spi.connector.TableSink;
import io.blink.core.spi.connector.TableSource;
import java.util.List;
import java.util.Set;

/** A connector whose tables are only written; nothing is committed unless a subclass does it. */
public abstract class SinkOnlyConnector implements Connector {
    private final String name;
    private final ChangelogMode changelogMode;

    /** @param changelogMode of which its writers take rows */
    protected SinkOnlyConnector(String name, ChangelogMode changelogMode) {
        this.name = name;
        this.changelogMode = changelogMode;
    }

    @Override
    public final List<ColumnDefinition> inferColumns(CatalogTable table) {
        throw new BlinkException(
                ConnectorErrorCode.INVALID_GENERATOR,
                "Table " + table.path() + " of connector '" + name + "' must declare its columns.");
    }

    @Override
    public final TableSource source(CatalogTable table) {
        throw new BlinkException(
                ConnectorErrorCode.READ_NOT_SUPPORTED,
                "Table " + table.path() + " of connector '" + name
                        + "' can only be written; there is nothing to read.");
    }

    @Override
    public final TableSink sink(CatalogTable table) {
        ConnectorHandle handle = new ConnectorHandle(name, 1, handle(table));
        return new TableSink() {
            @Override
            public SinkPlan plan(SinkRequest request) {
                return new SinkPlan(handle, List.of(), List.of(), name);
            }

            @Override
            public Set<ChangelogMode> changelogModes() {
                return Set.of(changelogMode);
            }
        };
    }

    /** What a writer has to know of the table, as JSON. */
    protected String handle(CatalogTable table) {
        return "{}";
    }

    @Override
    public final SplitSource splits(ConnectorHandle scan) {
        throw new IllegalStateException(name + " has no splits");
    }

    @Override
    public final SplitReader reader(ConnectorHandle scan, ReaderContext context) {
        throw new IllegalStateException(name + " has no splits");
    }

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
