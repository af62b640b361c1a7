package io.blink.benchmarks.stream;

import io.blink.connectors.SinkOnlyConnector;
import io.blink.core.column.Batch;
import io.blink.core.config.ConfigOption;
import io.blink.core.plan.ConnectorHandle;
import io.blink.core.spi.connector.ChangelogMode;
import io.blink.core.spi.connector.Committable;
import io.blink.core.spi.connector.Committer;
import io.blink.core.spi.connector.CommitterContext;
import io.blink.core.spi.connector.Connector;
import io.blink.core.spi.connector.ConnectorFactory;
import io.blink.core.spi.connector.TableWriter;
import io.blink.core.spi.connector.WriterContext;
import io.blink.core.spi.filesystem.FileSystems;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Tables of connector {@code latency}: each row that is written counts with the lateness of its first column, a TIMESTAMP in UTC of up to 6 digits: at once, and again when
 * its checkpoint is committed, which is when a transactional sink would show it. For a worker and a master in this process.
 */
final class LatencyConnectorFactory implements ConnectorFactory {
    private static final String NAME = "latency";

    private final EmissionLatency emission;
    private final EmissionLatency commit;
    private final AtomicLong nextPrepared = new AtomicLong();
    /** When rows that are not yet committed were due, by the committable that tells of them. */
    private final Map<String, DueRows> prepared = new ConcurrentHashMap<>();

    LatencyConnectorFactory(EmissionLatency emission, EmissionLatency commit) {
        this.emission = emission;
        this.commit = commit;
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

            @Override
            public Committer committer(ConnectorHandle sink, CommitterContext context) {
                return new MeasuringCommitter();
            }
        };
    }

    private final class MeasuringWriter implements TableWriter {
        private final DueRows due = new DueRows();
        private long rows;

        @Override
        public void write(Batch batch) {
            emission.record(batch, due);
            rows += batch.rowCount();
        }

        @Override
        public List<Committable> prepare(long checkpointId) {
            String name = Long.toString(nextPrepared.incrementAndGet());
            prepared.put(name, due.take());
            Committable committable = new Committable(name, rows);
            rows = 0;
            return List.of(committable);
        }

        @Override
        public void abort() {}

        @Override
        public void close() {}
    }

    private final class MeasuringCommitter implements Committer {
        @Override
        public void commit(long checkpointId, List<Committable> committables) {
            for (Committable committable : committables) {
                DueRows due = prepared.remove(committable.json());
                if (due != null) {
                    commit.record(due);
                }
            }
        }

        @Override
        public void cleanUp() {}

        @Override
        public void close() {}
    }
}
