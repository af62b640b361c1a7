package io.blink.connectors.blackhole;

import io.blink.connectors.SinkOnlyConnector;
import io.blink.core.column.Batch;
import io.blink.core.config.ConfigOption;
import io.blink.core.plan.ConnectorHandle;
import io.blink.core.spi.connector.ChangelogMode;
import io.blink.core.spi.connector.Committable;
import io.blink.core.spi.connector.Connector;
import io.blink.core.spi.connector.ConnectorFactory;
import io.blink.core.spi.connector.TableWriter;
import io.blink.core.spi.connector.WriterContext;
import io.blink.core.spi.filesystem.FileSystems;
import java.util.List;

/** Makes the {@code blackhole} connector. */
public final class BlackholeConnectorFactory implements ConnectorFactory {
    private static final String NAME = "blackhole";

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
        return new SinkOnlyConnector(NAME, ChangelogMode.UPSERT) {
            @Override
            public TableWriter writer(ConnectorHandle sink, WriterContext context) {
                return new CountingWriter();
            }
        };
    }

    private static final class CountingWriter implements TableWriter {
        private long rows;

        @Override
        public void write(Batch batch) {
            rows += batch.rowCount();
        }

        @Override
        public List<Committable> prepare(long checkpointId) {
            Committable counted = new Committable("{}", rows);
            rows = 0;
            return List.of(counted);
        }

        @Override
        public void abort() {}

        @Override
        public void close() {}
    }
}
