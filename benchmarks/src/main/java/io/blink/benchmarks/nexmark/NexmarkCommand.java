package io.blink.benchmarks.nexmark;

import io.blink.benchmarks.engine.Resources;
import io.blink.benchmarks.report.MarkdownPage;
import io.blink.testing.cluster.KafkaBroker;
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

/** {@code bench nexmark}. The table goes to standard output, everything else to standard error. */
@Command(
        name = "nexmark",
        description = "The Nexmark queries on Blink and Flink: CPU, time, state and rows over the same events.",
        mixinStandardHelpOptions = true)
public final class NexmarkCommand implements Callable<Integer> {
    @Option(names = "--queries", split = ",", description = "Names and ranges (default ${DEFAULT-VALUE}).")
    private List<String> queries = List.of("q0-q22");

    /** Where the events come from. */
    enum EventSource {
        FILES("Parquet files", null, ""),
        GENERATED("generated in each engine's process", EventStream.alone("generate"), "Generating"),
        KAFKA(
                "JSON in a topic of a local Kafka broker, whose own work is not counted",
                EventStream.alone("read"),
                "Reading");

        private final String text;
        /** What is measured beside the queries: the events by themselves; {@code null}: nothing. */
        private final NexmarkQuery alone;

        private final String work;

        EventSource(String text, NexmarkQuery alone, String work) {
            this.text = text;
            this.alone = alone;
            this.work = work;
        }

        String label() {
            return name().toLowerCase(Locale.ROOT);
        }

        /** The queries to measure, and what there is beside them. */
        List<NexmarkQuery> measured(List<NexmarkQuery> queries) {
            return Stream.concat(Stream.ofNullable(alone), queries.stream()).toList();
        }
    }

    @Option(
            names = "--source",
            description =
                    "files: events in Parquet files, made once; generated: each engine generates them in its process; kafka:"
                            + " events in a topic of a local broker, made once (default files).")
    private EventSource source = EventSource.FILES;

    @Option(names = "--events", description = "Events that are measured (default ${DEFAULT-VALUE}).")
    private long events = 10_000_000;

    @Option(
            names = "--compared-events",
            description = "Events of which the engines' rows are compared; 0: none (default ${DEFAULT-VALUE}).")
    private long comparedEvents = 500_000;

    @Option(names = "--rate", description = "Events a second of event time (default ${DEFAULT-VALUE}).")
    private long rate = 100_000;

    @Option(
            names = "--engines",
            split = ",",
            description =
                    "Of blink, flink-heap, flink-heap-batched, flink-rocksdb, flink-rocksdb-batched; flink means all four; none only prints"
                            + " what was measured before (default ${DEFAULT-VALUE}).")
    private List<String> engineNames = List.of("blink", "flink");

    @Option(
            names = "--runs",
            description = "Runs of each query, in one process; 0: only rows are compared (default ${DEFAULT-VALUE}).")
    private int runs = 3;

    @Option(names = "--threads", description = "Cores for each engine (default ${DEFAULT-VALUE}).")
    private int threads = 2;

    @Option(names = "--memory", description = "Megabytes of heap for each engine (default ${DEFAULT-VALUE}).")
    private int memoryMegabytes = 4096;

    @Option(names = "--setting", description = "A setting of Blink as key=value; may be repeated.")
    private Map<String, String> blinkSettings = Map.of();

    @Option(names = "--timeout", description = "Seconds for one run (default ${DEFAULT-VALUE}).")
    private int timeoutSeconds = 900;

    @Option(names = "--folder", description = "Events, measurements and logs (default ${DEFAULT-VALUE}).")
    private Path folder = Path.of("target/bench");

    @Option(names = "--fresh", description = "Drops all measurements in the folder.")
    private boolean fresh;

    @Option(names = "--markdown", description = "A page that gets the table too, between the marks of its part.")
    private Path page;

    @Option(
            names = "--part",
            description = "The part of the page (default nexmark, of others than files nexmark-SOURCE).")
    private String part;

    @Override
    public Integer call() {
        if (page != null) {
            MarkdownPage.requirePart(page, part());
        }
        List<NexmarkQuery> chosen = NexmarkQuery.chosen(queries);
        List<NexmarkEngine> engines = engineNames.stream()
                .filter(name -> !name.equals("none"))
                .flatMap(name -> NexmarkEngine.labeled(name).stream())
                .distinct()
                .toList();
        Resources resources = new Resources(
                threads,
                memoryMegabytes,
                folder.resolve("engines").toAbsolutePath(),
                Duration.ofSeconds(timeoutSeconds),
                blinkSettings);
        Path kept = source == EventSource.FILES ? folder : folder.resolve(source.label());
        JsonLines<NexmarkRun> made = new JsonLines<>(kept.resolve("nexmark-runs.jsonl"), NexmarkRun.class, fresh);
        JsonLines<NexmarkComparison> comparisons =
                new JsonLines<>(kept.resolve("nexmark-comparisons.jsonl"), NexmarkComparison.class, fresh);
        if (!engines.isEmpty()) {
            NexmarkBenchmark benchmark =
                    new NexmarkBenchmark(source.measured(chosen), resources, kept, made, comparisons, System.err);
            run(benchmark, engines, resources);
        }
        report(chosen, made.all(), comparisons.all());
        return 0;
    }

    private void run(NexmarkBenchmark benchmark, List<NexmarkEngine> engines, Resources resources) {
        try (KafkaBroker broker = source == EventSource.KAFKA
                ? KafkaBroker.inFolder(folder.resolve("kafka-broker").toAbsolutePath())
                        .start()
                : null) {
            if (comparedEvents > 0) {
                NexmarkTables checked = tables(comparedEvents, resources, broker);
                engines.stream()
                        .filter(NexmarkEngine::givesRows)
                        .forEach(engine -> benchmark.keepRows(engine, checked));
                benchmark.compare(checked);
            }
            if (runs > 0) {
                NexmarkTables measured = tables(events, resources, broker);
                engines.forEach(engine -> benchmark.measure(engine, measured, runs));
            }
        }
    }

    private String part() {
        return part != null ? part : source == EventSource.FILES ? "nexmark" : "nexmark-" + source.label();
    }

    private NexmarkTables tables(long count, Resources resources, KafkaBroker broker) {
        return switch (source) {
            case FILES -> NexmarkData.prepare(folder, count, rate, resources, System.err);
            case GENERATED -> GeneratedEvents.prepare(folder, count, rate, resources, System.err);
            case KAFKA -> TopicEvents.prepare(folder, broker, count, rate, resources, System.err);
        };
    }

    private void report(List<NexmarkQuery> chosen, List<NexmarkRun> made, List<NexmarkComparison> comparisons) {
        List<NexmarkRun> alike = made.stream()
                .filter(run -> run.events() == events && run.rate() == rate && run.threads() == threads)
                .toList();
        NexmarkReport report = new NexmarkReport(chosen, alike, comparisons);
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%,d events, %,d a second of event time, %s; %d threads and %d MB of heap for each engine, of the runs in one process the one"
                        + " that took the least CPU. %s",
                events,
                rate,
                source.text,
                threads,
                memoryMegabytes,
                report.compared()));
        if (source.alone != null) {
            lines.add(report.alone(source.alone, source.work));
        }
        lines.add("");
        lines.addAll(report.lines());
        lines.forEach(System.out::println);
        if (page != null) {
            MarkdownPage.replace(page, part(), lines);
        }
    }
}
