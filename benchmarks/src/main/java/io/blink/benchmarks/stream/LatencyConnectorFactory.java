package io.blink.benchmarks.stream;

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

/** Tables of connector {@code latency}: each row that is written counts with the lateness of its first column, a TIMESTAMP in UTC of up to 6 digits. */
final class LatencyConnectorFactory implements ConnectorFactory {
    private static final String NAME = "latency";

    private final EmissionLatency latency;

    LatencyConnectorFactory(EmissionLatency latency) {
        this.latency = latency;
    }

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
        return new SinkOnlyConnector(NAME, ChangelogMode.RETRACT) {
            @Override
            public TableWriter writer(ConnectorHandle sink, WriterContext context) {
                return new MeasuringWriter();
            }
        };
    }

    private final class MeasuringWriter implements TableWriter {
        @Override
        public void write(Batch batch) {
            latency.record(batch);
        }

        @Override
        public List<Committable> prepare(long checkpointId) {
            return List.of();
        }

        @Override
        public void abort() {}

        @Override
        public void close() {}
    }
}
