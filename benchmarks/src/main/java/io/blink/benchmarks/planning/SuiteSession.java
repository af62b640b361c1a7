package io.blink.benchmarks.planning;

import io.blink.core.config.Configuration;
import io.blink.core.spi.catalog.TablePath;
import io.blink.core.spi.connector.Connectors;
import io.blink.core.spi.connector.TableStatistics;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.session.JobListener;
import io.blink.session.Session;
import io.blink.session.StatementResult;
import io.blink.session.catalog.SessionCatalogs;
import io.blink.session.local.LocalEngine;
import io.blink.session.local.LocalEngineOptions;
import io.blink.session.setting.SettingKeys;
import io.blink.session.statement.SessionContext;
import io.blink.sql.StatementParser;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;

/** A session of this process that knows the tables of a suite. One thread. */
final class SuiteSession implements AutoCloseable {
    private final Connectors connectors;
    private final LocalEngine engine;
    private final SessionContext context;
    private final Session session;

    /** @param data holds a folder of Parquet files for each table */
    SuiteSession(List<String> tables, Path data, Configuration settings) {
        FileSystems fileSystems = new FileSystems(List.of(), settings);
        connectors = Connectors.load(SuiteSession.class.getClassLoader(), fileSystems);
        engine = new LocalEngine(settings, connectors);
        context = new SessionContext(
                fileSystems,
                connectors,
                List.of(),
                new SettingKeys(List.of(LocalEngineOptions.all())),
                settings,
                Clock.systemUTC());
        session = new Session(context, engine.jobClient(), false, JobListener.NONE, notice -> {});
        for (String table : tables) {
            execute("CREATE TABLE `" + table + "` WITH ('connector' = 'filesystem', 'format' = 'parquet', 'path' = '"
                    + data.resolve(table) + "')");
        }
    }

    StatementResult execute(String sql) {
        return session.execute(StatementParser.parseScript(sql).get(0));
    }

    /** What ANALYZE TABLE found. */
    TableStatistics statistics(String table) {
        TablePath path = new TablePath(SessionCatalogs.DEFAULT_CATALOG, SessionCatalogs.DEFAULT_DATABASE, table);
        return context.catalogs().statistics(path).orElseThrow();
    }

    @Override
    public void close() {
        session.close();
        context.close();
        engine.close();
        connectors.close();
    }
}
