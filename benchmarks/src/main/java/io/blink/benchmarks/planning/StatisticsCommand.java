package io.blink.benchmarks.planning;

import io.blink.benchmarks.data.ParquetTables;
import io.blink.benchmarks.suite.Suite;
import io.blink.benchmarks.suite.Suites;
import io.blink.core.config.Configuration;
import io.blink.core.spi.connector.TableStatistics;
import java.nio.file.Path;
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
        Path data = new ParquetTables(suite.data(), folder, scale, System.err).prepare(suite.tables(), 1);
        KnownStatistics.write(analyzed(suite.tables(), data), file);
        return 0;
    }

    private static Map<String, TableStatistics> analyzed(List<String> tables, Path data) {
        Map<String, TableStatistics> found = new HashMap<>();
        try (SuiteSession session = new SuiteSession(tables, data, Configuration.empty())) {
            for (String table : tables) {
                session.execute("ANALYZE TABLE `" + table + "` COMPUTE STATISTICS FOR ALL COLUMNS");
                found.put(table, session.statistics(table));
                System.err.println(table);
            }
        }
        return found;
    }
}
