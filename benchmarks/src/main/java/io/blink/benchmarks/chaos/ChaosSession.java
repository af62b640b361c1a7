package io.blink.benchmarks.chaos;

import io.blink.benchmarks.BenchErrorCode;
import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.spi.connector.Connectors;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.scheduler.client.JobClient;
import io.blink.session.JobListener;
import io.blink.session.Session;
import io.blink.session.StatementResult;
import io.blink.session.local.LocalEngineOptions;
import io.blink.session.setting.SettingKeys;
import io.blink.session.statement.SessionContext;
import io.blink.sql.StatementParser;
import io.blink.sql.StatementParser.StatementText;
import java.time.Clock;
import java.util.List;
import java.util.Map;

/** A session whose last INSERT runs on. Closes nothing of what it was made with. */
public final class ChaosSession implements AutoCloseable {
    private final Session session;

    /** @param settings of the session */
    public ChaosSession(FileSystems fileSystems, Connectors connectors, JobClient jobs, Map<String, String> settings) {
        SessionContext context = new SessionContext(
                fileSystems,
                connectors,
                List.of(),
                new SettingKeys(List.of(LocalEngineOptions.all())),
                new Configuration(settings),
                Clock.systemUTC());
        session = new Session(context, jobs, true, JobListener.NONE, notice -> {});
    }

    /** Runs the statements. @return the id of the job that the last one began */
    public String start(String script) {
        String jobId = null;
        for (StatementText text : StatementParser.splitScript(script)) {
            StatementResult result = session.execute(StatementParser.parseStatement(text.text(), text.start()));
            jobId = result instanceof StatementResult.Write write ? write.jobId() : null;
        }
        if (jobId == null) {
            throw new BlinkException(BenchErrorCode.ENGINE_FAILED, "The script ends with no INSERT: " + script);
        }
        return jobId;
    }

    @Override
    public void close() {
        session.close();
    }
}
