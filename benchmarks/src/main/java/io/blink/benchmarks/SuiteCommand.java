package io.blink.benchmarks;

import io.blink.benchmarks.data.ParquetTables;
import io.blink.benchmarks.engine.EngineName;
import io.blink.benchmarks.report.BenchReport;
import io.blink.benchmarks.report.MarkdownPage;
import io.blink.benchmarks.report.QueryResult;
import io.blink.benchmarks.suite.Suite;
import io.blink.benchmarks.suite.Suites;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench basics} and the other suites. The table goes to standard output, everything else to standard error. */
@Command(
        description = "Runs the queries of a suite on Blink and its peers, compares rows and prints times.",
        mixinStandardHelpOptions = true)
final class SuiteCommand implements Callable<Integer> {
    private final String suiteName;

    @Option(
            names = "--scale",
            description = "Scale of the data; 1 is about a gigabyte of text (default ${DEFAULT-VALUE}).")
    private double scale = 1;

    @Option(
            names = "--engines",
            split = ",",
            description =
                    "Of duckdb, blink, spark, flink (default all), blink-hdfs (over HDFS) and blink-yarn (through a"
                            + " session on YARN, over HDFS). Rows are compared if duckdb is among them.")
    private List<String> engineNames = Stream.of(EngineName.values())
            .filter(name -> !name.onCluster())
            .map(EngineName::label)
            .toList();

    @Option(names = "--queries", split = ",", description = "Some queries of the suite (default all).")
    private List<String> queries = List.of();

    @Option(names = "--renamed", description = "With tables and columns that are called t1 and c1.")
    private boolean renamed;

    @Option(names = "--runs", description = "Runs of each query, in one warm process (default ${DEFAULT-VALUE}).")
    private int runs = 3;

    @Option(names = "--threads", description = "Cores for each engine (default ${DEFAULT-VALUE}).")
    private int threads = 2;

    @Option(names = "--memory", description = "Megabytes for each engine (default ${DEFAULT-VALUE}).")
    private int memoryMegabytes = 4096;

    @Option(
            names = "--setting",
            description = "A setting of Blink as key=value, as taskmanager.memory.managed.size=512m; may be repeated.")
    private Map<String, String> blinkSettings = Map.of();

    @Option(names = "--timeout", description = "Seconds for one run (default ${DEFAULT-VALUE}).")
    private int timeoutSeconds = 600;

    @Option(names = "--folder", description = "Data, measurements and logs (default ${DEFAULT-VALUE}).")
    private Path folder = Path.of("target/bench");

    @Option(names = "--fresh", description = "Drops all measurements in the folder.")
    private boolean fresh;

    @Option(names = "--markdown", description = "A page that gets the table too, between the marks of its part.")
    private Path page;

    @Option(names = "--part", description = "The part of the page (default the name of the suite).")
    private String part;

    @Option(
            names = "--home",
            hidden = true,
            defaultValue = "${sys:blink.source.folder}",
            description = "The source tree.")
    private Path home;

    SuiteCommand(String suiteName) {
        this.suiteName = suiteName;
    }

    @Override
    public Integer call() {
        if (page != null) {
            MarkdownPage.requirePart(page, part());
        }
        Suite all = Suites.named(suiteName, scale);
        Suite chosenQueries = queries.isEmpty() ? all : all.only(queries);
        Suite suite = renamed ? chosenQueries.renamed() : chosenQueries;
        List<EngineName> names =
                engineNames.stream().map(EngineName::of).sorted().distinct().toList();
        SuiteRun run = new SuiteRun(
                home,
                folder,
                suite,
                scale,
                threads,
                memoryMegabytes,
                blinkSettings,
                runs,
                Duration.ofSeconds(timeoutSeconds),
                System.err);
        report(suite, names, run.on(names, fresh));
        return 0;
    }

    private String part() {
        return part == null ? suiteName : part;
    }

    private void report(Suite suite, List<EngineName> engines, List<QueryResult> results) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "Suite %s, scale %s, seconds; %d threads and %d MB for each engine, %d runs of each query in one process.",
                suite.name(),
                ParquetTables.scaleText(scale),
                threads,
                memoryMegabytes,
                runs));
        blinkSettings.forEach((key, value) -> lines.add("Blink with " + key + " = " + value + "."));
        lines.add("");
        lines.addAll(new BenchReport(engines.stream().map(EngineName::label).toList(), results).lines());
        lines.forEach(System.out::println);
        if (page != null) {
            MarkdownPage.replace(page, part(), lines);
        }
    }
}
