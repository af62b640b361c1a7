package io.blink.benchmarks.stream;

import io.blink.connectors.blackhole.BlackholeConnectorFactory;
import io.blink.connectors.datagen.DatagenConnectorFactory;
import io.blink.core.config.Configuration;
import io.blink.core.spi.connector.ConnectorFactory;
import io.blink.core.spi.connector.Connectors;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.scheduler.checkpoint.CheckpointStatus;
import io.blink.scheduler.job.JobStatus;
import io.blink.session.JobListener;
import io.blink.session.Session;
import io.blink.session.StatementResult;
import io.blink.session.local.LocalEngine;
import io.blink.session.local.LocalEngineOptions;
import io.blink.session.setting.SettingKeys;
import io.blink.session.statement.SessionContext;
import io.blink.sql.ParsedStatement;
import io.blink.sql.StatementParser;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs a script whose last statement is a streaming INSERT over rows that end, in a local engine of its own. */
final class StreamJob {
    /**
     * @param checkpoints as the job showed them last
     * @param mostStateBytes of the largest checkpoint; the last one of rows that end has little
     */
    record Outcome(long nanos, CheckpointStatus checkpoints, long mostStateBytes) {}

    private StreamJob() {}

    /**
     * @param settings over Blink's defaults
     * @param more connectors besides datagen and blackhole
     * @return how long the last statement took, from its submission to its end
     */
    static Outcome run(String script, Map<String, String> settings, List<ConnectorFactory> more) {
        Configuration configuration = new Configuration(settings);
        List<ConnectorFactory> factories = new ArrayList<>(more);
        factories.add(new DatagenConnectorFactory());
        factories.add(new BlackholeConnectorFactory());
        FileSystems fileSystems = FileSystems.load(StreamJob.class.getClassLoader(), configuration);
        LastStatus last = new LastStatus();
        try (Connectors connectors = new Connectors(factories, fileSystems);
                LocalEngine engine = new LocalEngine(configuration, connectors, fileSystems);
                Session session = new Session(
                        new SessionContext(
                                fileSystems,
                                connectors,
                                List.of(),
                                new SettingKeys(List.of(LocalEngineOptions.all())),
                                configuration,
                                Clock.systemUTC()),
                        engine.jobClient(),
                        false,
                        last,
                        notice -> {})) {
            long nanos = 0;
            for (ParsedStatement statement : StatementParser.parseScript(script)) {
                long start = System.nanoTime();
                StatementResult result = session.execute(statement);
                nanos = System.nanoTime() - start - result.planNanos();
            }
            return new Outcome(nanos, last.checkpoints, last.mostStateBytes);
        }
    }

    private static final class LastStatus implements JobListener {
        private CheckpointStatus checkpoints = CheckpointStatus.NONE;
        private long mostStateBytes;

        @Override
        public void progress(JobStatus status) {
            mostStateBytes = Math.max(mostStateBytes, status.checkpoints().stateBytes());
            if (status.checkpoints().lastCompleted() >= checkpoints.lastCompleted()) {
                checkpoints = status.checkpoints();
            }
        }
    }
}
