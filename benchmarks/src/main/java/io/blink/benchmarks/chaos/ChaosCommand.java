package io.blink.benchmarks.chaos;

import io.blink.benchmarks.chaos.ChaosRun.Load;
import io.blink.benchmarks.report.MarkdownPage;
import io.blink.testing.cluster.KafkaBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench chaos}. The table goes to standard output, the strikes to standard error; exit status 1 when a row was lost, came twice, out of order or was miscounted. */
@Command(
        name = "chaos",
        description =
                "Kafka to Kafka, exactly once, while workers are killed or readers fail: are all rows there, and how long does a recovery take?",
        mixinStandardHelpOptions = true)
public final class ChaosCommand implements Callable<Integer> {
    /** Exceptions come faster than a restart's usual wait. */
    private static final Map<String, String> QUICK_RESTARTS = Map.of(
            "restart-strategy.exponential-delay.initial-backoff", "1 ms",
            "restart-strategy.exponential-delay.max-backoff", "10 ms",
            "restart-strategy.exponential-delay.attempts-before-reset-backoff", "100");

    private enum Faults {
        KILLS("kill -9 of a worker", "1 s", Duration.ofSeconds(20), Duration.ofSeconds(40)),
        EXCEPTIONS("exception in a reader", "50 ms", Duration.ofMillis(100), Duration.ofMillis(500));

        private final String words;
        private final String checkpointInterval;
        private final Duration pauseMin;
        private final Duration pauseMax;

        Faults(String words, String checkpointInterval, Duration pauseMin, Duration pauseMax) {
            this.words = words;
            this.checkpointInterval = checkpointInterval;
            this.pauseMin = pauseMin;
            this.pauseMax = pauseMax;
        }
    }

    @Option(names = "--minutes", description = "How long strikes come (default ${DEFAULT-VALUE}).")
    private double minutes = 20;

    @Option(names = "--seed", description = "Decides when strikes come and whom they hit (default ${DEFAULT-VALUE}).")
    private long seed = 1;

    @Option(
            names = "--faults",
            description =
                    "kills: of workers, every 20 to 40 s; exceptions: in readers of one process, two to ten checkpoints apart (default ${DEFAULT-VALUE}).")
    private Faults faults = Faults.KILLS;

    @Option(names = "--strikes", description = "Ends after as many, if that is sooner (default ${DEFAULT-VALUE}).")
    private int strikes = 50;

    @Option(names = "--rate", description = "Rows a second (default ${DEFAULT-VALUE}).")
    private long rate = 5_000;

    @Option(names = "--keys", description = "Distinct keys (default ${DEFAULT-VALUE}).")
    private int keys = 25;

    @Option(names = "--workers", description = "Worker processes (default ${DEFAULT-VALUE}).")
    private int workers = 2;

    @Option(
            names = "--parallelism",
            description =
                    "Tasks of an operator, partitions of a topic and slots of a worker (default ${DEFAULT-VALUE}).")
    private int parallelism = 2;

    @Option(names = "--checkpoint-interval", description = "Default: 1 s with kills, 50 ms with exceptions.")
    private String checkpointInterval;

    @Option(names = "--folder", description = "Topics, state and logs (default ${DEFAULT-VALUE}).")
    private Path folder = Path.of("target/bench");

    @Option(names = "--markdown", description = "A page that gets the table too, between the marks of its part.")
    private Path page;

    @Option(names = "--part", description = "The part of the page (default ${DEFAULT-VALUE}).")
    private String part = "chaos";

    @Override
    public Integer call() throws InterruptedException {
        if (page != null) {
            MarkdownPage.requirePart(page, part);
        }
        Path place = folder.resolve("chaos")
                .resolve(Long.toString(System.currentTimeMillis()))
                .toAbsolutePath();
        Duration duration =
                Duration.ofMillis(Math.round(minutes * Duration.ofMinutes(1).toMillis()));
        Load load = new Load(keys, parallelism, rate, duration, strikes);
        StrikePlan plan = new StrikePlan(seed, faults.pauseMin, faults.pauseMax);
        ChaosReport report;
        try (KafkaBroker broker = KafkaBroker.inFolder(place.resolve("kafka")).start();
                StruckEngine engine = engine(place.resolve("engine"))) {
            report = new ChaosRun(broker, engine, plan, load, System.err).run(faults.words);
        }
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "Strikes for at most %s minutes at %,d rows/s, %d keys, %s, %d tasks an operator, checkpoints every %s, seed %d.",
                minutes,
                rate,
                keys,
                faults == Faults.KILLS ? workers + " workers" : "one process",
                parallelism,
                interval(),
                seed));
        lines.add("");
        lines.addAll(report.lines());
        lines.forEach(System.out::println);
        if (page != null) {
            MarkdownPage.replace(page, part, lines);
        }
        return report.exact() ? 0 : 1;
    }

    private StruckEngine engine(Path place) {
        return faults == Faults.KILLS
                ? new KilledWorkers(place, workers, parallelism, settings(Map.of()))
                : new FailingReaders(place, parallelism, settings(QUICK_RESTARTS));
    }

    private Map<String, String> settings(Map<String, String> more) {
        Map<String, String> settings = new HashMap<>(more);
        settings.put("execution.runtime-mode", "streaming");
        settings.put("parallelism.default", Integer.toString(parallelism));
        settings.put("execution.checkpointing.interval", interval());
        return settings;
    }

    private String interval() {
        return checkpointInterval == null ? faults.checkpointInterval : checkpointInterval;
    }
}
