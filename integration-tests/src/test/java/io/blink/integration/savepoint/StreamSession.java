package io.blink.integration.savepoint;

import io.blink.core.column.Batch;
import io.blink.core.column.ColumnText;
import io.blink.core.config.Configuration;
import io.blink.core.lifecycle.Resources;
import io.blink.core.spi.catalog.CatalogFactory;
import io.blink.core.spi.connector.ConnectorFactory;
import io.blink.core.spi.connector.Connectors;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.core.spi.plugin.Plugins;
import io.blink.scheduler.client.JobClient;
import io.blink.scheduler.client.ResultStream;
import io.blink.scheduler.job.JobStatus;
import io.blink.session.JobListener;
import io.blink.session.Session;
import io.blink.session.StatementResult;
import io.blink.session.local.LocalEngine;
import io.blink.session.local.LocalEngineOptions;
import io.blink.session.setting.SettingKeys;
import io.blink.session.statement.SessionContext;
import io.blink.sql.StatementParser;
import io.blink.sql.StatementParser.StatementText;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** A session whose INSERTs run on, on the engine of this process. */
final class StreamSession implements AutoCloseable {
    private static final Duration LOOK_AGAIN = Duration.ofMillis(10);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Resources resources = new Resources("the session");
    private final JobClient jobs;
    private final Session session;

    StreamSession(Map<String, String> settings) {
        this(settings, factory -> factory);
    }

    /** @param change of the connectors */
    StreamSession(Map<String, String> settings, UnaryOperator<ConnectorFactory> change) {
        ClassLoader loader = StreamSession.class.getClassLoader();
        Configuration configuration = new Configuration(settings);
        FileSystems fileSystems = FileSystems.load(loader, configuration);
        List<ConnectorFactory> factories = Plugins.none(loader).services(ConnectorFactory.class).stream()
                .map(change)
                .toList();
        Connectors connectors = resources.add(new Connectors(factories, fileSystems));
        LocalEngine engine = resources.add(new LocalEngine(configuration, connectors, fileSystems));
        List<CatalogFactory> catalogs = Plugins.none(loader).services(CatalogFactory.class);
        SettingKeys keys = new SettingKeys(List.of(LocalEngineOptions.all()));
        SessionContext context =
                new SessionContext(fileSystems, connectors, catalogs, keys, Configuration.empty(), Clock.systemUTC());
        jobs = engine.jobClient();
        session = resources.add(new Session(context, jobs, true, JobListener.NONE, notice -> {}));
    }

    JobClient jobs() {
        return jobs;
    }

    /** Runs a script; the rows of its last statement, or the id of the job that it began. */
    List<List<String>> run(String script) throws InterruptedException {
        List<List<String>> last = List.of();
        for (StatementText text : StatementParser.splitScript(script)) {
            StatementResult result = session.execute(StatementParser.parseStatement(text.text(), text.start()));
            if (result instanceof StatementResult.Table table) {
                last = texts(
                        table.batches(),
                        table.fields().stream()
                                .map(field -> new ColumnText(field.type(), session.timeZone()))
                                .toList());
            } else if (result instanceof StatementResult.Write write) {
                last = List.of(List.of(write.jobId()));
            } else if (result instanceof StatementResult.Rows rows) {
                last = read(rows);
            }
        }
        return last;
    }

    private List<List<String>> read(StatementResult.Rows result) throws InterruptedException {
        List<Batch> batches = new ArrayList<>();
        try (ResultStream rows = result.rows()) {
            for (Batch batch = rows.next(); batch != null; batch = rows.next()) {
                batches.add(batch);
            }
        }
        return texts(
                batches,
                result.fields().stream()
                        .map(field -> new ColumnText(field.type(), session.timeZone()))
                        .toList());
    }

    private static List<List<String>> texts(List<Batch> batches, List<ColumnText> columns) {
        List<List<String>> rows = new ArrayList<>();
        for (Batch batch : batches) {
            for (int row = 0; row < batch.rowCount(); row++) {
                List<String> values = new ArrayList<>();
                for (int column = 0; column < columns.size(); column++) {
                    values.add(columns.get(column).text(batch.column(column), row));
                }
                rows.add(values);
            }
        }
        return rows;
    }

    /** Waits until the job is as wished. */
    JobStatus await(String jobId, String what, Predicate<JobStatus> wished) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        JobStatus status = jobs.status(jobId);
        while (!wished.test(status)) {
            if (status.state().ended() || System.nanoTime() > deadline) {
                throw new AssertionError("job " + jobId + " does not come to " + what + ": " + status);
            }
            status = jobs.await(jobId, LOOK_AGAIN);
        }
        return status;
    }

    @Override
    public void close() {
        resources.close();
    }
}
