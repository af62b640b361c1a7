package io.blink.benchmarks.planning;

import io.blink.benchmarks.data.ParquetTables;
import io.blink.benchmarks.suite.Suite;
import io.blink.benchmarks.suite.Suites;
import io.blink.core.config.Configuration;
import io.blink.core.spi.catalog.TablePath;
import io.blink.core.spi.connector.Connectors;
import io.blink.core.spi.connector.TableStatistics;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.session.JobListener;
import io.blink.session.Session;
import io.blink.session.catalog.SessionCatalogs;
import io.blink.session.local.LocalEngine;
import io.blink.session.local.LocalEngineOptions;
import io.blink.session.setting.SettingKeys;
import io.blink.session.statement.SessionContext;
import io.blink.sql.StatementParser;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bench statistics}: what ANALYZE TABLE finds of the tables of a suite, for tests that plan its queries without data. */
@Command(
        name = "statistics",
        description = "Runs ANALYZE TABLE over the tables of a suite and writes what it finds into a file.",
        mixinStandardHelpOptions = true)
public final class StatisticsCommand implements Callable<Integer> {
    @Parameters(index = "0", description = "the suite")
    private String suiteName;

    @Parameters(index = "1", description = "the file")
    private Path file;

    @Option(names = "--scale", description = "Scale of the data (default ${DEFAULT-VALUE}).")
    private double scale = 1;

    @Option(names = "--folder", description = "Data (default ${DEFAULT-VALUE}).")
    private Path folder = Path.of("target/bench");

    @Override
    public Integer call() {
        Suite suite = Suites.named(suiteName, scale);
        String number = scale == Math.rint(scale) ? Long.toString((long) scale) : Double.toString(scale);
        Path data = folder.resolve(suite.data().label() + "-" + number).toAbsolutePath();
        new ParquetTables(suite.data(), data, folder.resolve("rows-" + number), scale, System.err)
                .prepare(suite.tables(), 1);
        KnownStatistics.write(analyzed(suite.tables(), data), file);
        return 0;
    }

    private static Map<String, TableStatistics> analyzed(List<String> tables, Path data) {
        Configuration settings = Configuration.empty();
        FileSystems fileSystems = new FileSystems(List.of(), settings);
        Map<String, TableStatistics> found = new HashMap<>();
        try (Connectors connectors = Connectors.load(StatisticsCommand.class.getClassLoader(), fileSystems);
                LocalEngine engine = new LocalEngine(settings, connectors);
                SessionContext context = new SessionContext(
                        fileSystems,
                        connectors,
                        List.of(),
                        new SettingKeys(List.of(LocalEngineOptions.all())),
                        settings,
                        Clock.systemUTC());
                Session session = new Session(context, engine.jobClient(), false, JobListener.NONE, notice -> {})) {
            for (String table : tables) {
                execute(
                        session,
                        "CREATE TABLE `" + table
                                + "` WITH ('connector' = 'filesystem', 'format' = 'parquet', 'path' = '"
                                + data.resolve(table) + "')");
                execute(session, "ANALYZE TABLE `" + table + "` COMPUTE STATISTICS FOR ALL COLUMNS");
                TablePath path =
                        new TablePath(SessionCatalogs.DEFAULT_CATALOG, SessionCatalogs.DEFAULT_DATABASE, table);
                found.put(table, context.catalogs().statistics(path).orElseThrow());
                System.err.println(table);
            }
        }
        return found;
    }

    private static void execute(Session session, String sql) {
        session.execute(StatementParser.parseScript(sql).get(0));
    }
}
