package io.blink.benchmarks.planning;

import io.blink.benchmarks.data.ParquetTables;
import io.blink.benchmarks.report.MarkdownPage;
import io.blink.benchmarks.report.TextTable;
import io.blink.benchmarks.suite.Query;
import io.blink.benchmarks.suite.Suite;
import io.blink.benchmarks.suite.Suites;
import io.blink.core.config.Configuration;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.ToLongFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bench planning}: times from a query's text to its job. The table goes to standard output. */
@Command(
        name = "planning",
        description =
                "Plans each query of a suite several times in one process, statistics from the footers of the files.",
        mixinStandardHelpOptions = true)
public final class PlanningCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", defaultValue = "tpcds", description = "the suite (${DEFAULT-VALUE})")
    private String suiteName;

    @Option(names = "--scale", description = "Scale of the data (default ${DEFAULT-VALUE}).")
    private double scale = 1;

    @Option(names = "--queries", split = ",", description = "Some queries of the suite (default all).")
    private List<String> queries = List.of();

    @Option(names = "--warm-up", description = "Rounds over all queries that do not count (default ${DEFAULT-VALUE}).")
    private int warmUpRounds = 10;

    @Option(names = "--runs", description = "Rounds over all queries that count (default ${DEFAULT-VALUE}).")
    private int runs = 5;

    @Option(names = "--folder", description = "Data (default ${DEFAULT-VALUE}).")
    private Path folder = Path.of("target/bench");

    @Option(names = "--markdown", description = "A page whose part between the marks 'planning' gets the table too.")
    private Path page;

    @Override
    public Integer call() {
        if (page != null) {
            MarkdownPage.requirePart(page, "planning");
        }
        Suite all = Suites.named(suiteName, scale);
        Suite suite = queries.isEmpty() ? all : all.only(queries);
        Path data = new ParquetTables(suite.data(), folder, scale, System.err).prepare(suite.tables(), 1);
        Map<String, List<PlanTime>> times = new LinkedHashMap<>();
        try (SuitePlanner planner = new SuitePlanner(suite.tables(), data, Configuration.empty())) {
            for (int round = 0; round <= warmUpRounds + runs; round++) {
                for (Query query : suite.queries()) {
                    PlanTime time = planner.plan(query.id(), query.text());
                    if (round == 0 || round > warmUpRounds) {
                        times.computeIfAbsent(query.id(), id -> new ArrayList<>())
                                .add(time);
                    }
                }
            }
        }
        List<String> lines = lines(suite, times);
        lines.forEach(System.out::println);
        if (page != null) {
            MarkdownPage.replace(page, "planning", lines);
        }
        return 0;
    }

    /** The first of the times is that of the first plan. */
    private List<String> lines(Suite suite, Map<String, List<PlanTime>> times) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "Planning of suite %s, scale %s, milliseconds: the first plan in the process, and medians of %d after %d rounds.",
                suite.name(),
                ParquetTables.scaleText(scale),
                runs,
                warmUpRounds));
        lines.add("");
        TextTable table =
                new TextTable(List.of("query", "first", "median", "parse", "logical", "physical", "processor"));
        List<Double> medians = new ArrayList<>();
        List<Double> processors = new ArrayList<>();
        times.forEach((query, ofQuery) -> {
            List<PlanTime> warm = ofQuery.subList(1, ofQuery.size());
            double median = median(warm, PlanTime::total);
            double processor = median(warm, PlanTime::processor);
            medians.add(median);
            processors.add(processor);
            table.row(List.of(
                    query,
                    text(ofQuery.get(0).total() / 1e6),
                    text(median),
                    text(median(warm, PlanTime::parse)),
                    text(median(warm, PlanTime::logical)),
                    text(median(warm, PlanTime::physical)),
                    text(processor)));
        });
        lines.addAll(table.lines());
        lines.add("");
        lines.add("- By the clock: " + summary(medians));
        lines.add("- Of the processor, which is what other processes on the machine do not change: "
                + summary(processors));
        return lines;
    }

    private static String summary(List<Double> medians) {
        List<Double> sorted = medians.stream().sorted().toList();
        return String.format(
                Locale.ROOT,
                "median %.1f ms, worst %.1f ms, all %d queries together %.0f ms.",
                sorted.get(sorted.size() / 2),
                sorted.get(sorted.size() - 1),
                sorted.size(),
                sorted.stream().mapToDouble(Double::doubleValue).sum());
    }

    private static String text(double millis) {
        return String.format(Locale.ROOT, "%.1f", millis);
    }

    private static double median(List<PlanTime> times, ToLongFunction<PlanTime> part) {
        long[] nanos = times.stream().mapToLong(part).toArray();
        Arrays.sort(nanos);
        return nanos[nanos.length / 2] / 1e6;
    }
}
