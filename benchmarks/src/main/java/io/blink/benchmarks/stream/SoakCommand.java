package io.blink.benchmarks.stream;

import io.blink.benchmarks.report.MarkdownPage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench soak}: a keyed join with a time to live for a long time, and what the process holds meanwhile. */
@Command(
        name = "soak",
        description = "A keyed join with a time to live at a fixed rate: heap, memory, files and threads over time.",
        mixinStandardHelpOptions = true)
public final class SoakCommand implements Callable<Integer> {
    private static final int SAMPLES = 600;

    @Option(names = "--minutes", description = "How long (default ${DEFAULT-VALUE}).")
    private double minutes = 60;

    @Option(names = "--rate", description = "Rows a second, of both streams together (default ${DEFAULT-VALUE}).")
    private long rate = 20_000;

    @Option(names = "--keys", description = "Distinct keys (default ${DEFAULT-VALUE}).")
    private long keys = 1_000_000;

    @Option(names = "--ttl", description = "Time to live of rows in the join's state (default ${DEFAULT-VALUE}).")
    private String timeToLive = "60 s";

    @Option(names = "--threads", description = "Slots and worker threads (default ${DEFAULT-VALUE}).")
    private int threads = 2;

    @Option(names = "--checkpoint-interval", description = "(default ${DEFAULT-VALUE})")
    private String checkpointInterval = "10 s";

    @Option(names = "--plot", description = "An SVG file that gets what was sampled.")
    private Path plot;

    @Option(names = "--markdown", description = "A page that gets the table too, between the marks of its part.")
    private Path page;

    @Option(names = "--part", description = "The part of the page (default ${DEFAULT-VALUE}).")
    private String part = "soak";

    @Override
    public Integer call() {
        if (page != null) {
            MarkdownPage.requirePart(page, part);
        }
        List<ProcessSample> samples = Collections.synchronizedList(new ArrayList<>());
        long start = System.nanoTime();
        long stepMillis = Math.max(1, Math.round(TimeUnit.MINUTES.toMillis(1) * minutes / SAMPLES));
        ScheduledExecutorService sampler = Executors.newSingleThreadScheduledExecutor();
        StreamJob.Outcome outcome;
        try {
            sampler.scheduleAtFixedRate(
                    () -> samples.add(ProcessSample.now((System.nanoTime() - start) / 1e9)),
                    stepMillis,
                    stepMillis,
                    TimeUnit.MILLISECONDS);
            outcome = StreamJob.run(
                    script(), Map.of("taskmanager.numberOfTaskSlots", Integer.toString(threads)), List.of());
        } finally {
            sampler.shutdownNow();
        }
        report(new SoakReport(List.copyOf(samples)), outcome);
        return 0;
    }

    private void report(SoakReport report, StreamJob.Outcome outcome) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%s minutes of a join at %,d rows/s, %,d keys, rows live for %s, %d threads, %d checkpoints (every %s), at most %.0f MB of state in one.",
                minutes,
                rate,
                keys,
                timeToLive,
                threads,
                outcome.checkpoints().lastCompleted(),
                checkpointInterval,
                outcome.mostStateBytes() / 1e6));
        lines.add("");
        lines.addAll(report.lines());
        lines.forEach(System.out::println);
        if (plot != null) {
            report.plot(plot);
        }
        if (page != null) {
            MarkdownPage.replace(page, part, lines);
        }
    }

    private String script() {
        return """
                SET 'execution.runtime-mode' = 'streaming';
                SET 'execution.checkpointing.interval' = '%s';
                SET 'table.exec.state.ttl' = '%s';
                """.formatted(checkpointInterval, timeToLive) + rows("orders") + rows("payments") + """
                CREATE TABLE joined (item BIGINT, ordered BIGINT, paid BIGINT) WITH ('connector' = 'blackhole');
                INSERT INTO joined SELECT o.item, o.amount, p.amount FROM orders o JOIN payments p ON o.item = p.item;
                """;
    }

    private String rows(String name) {
        return """
                CREATE TABLE %s (item BIGINT, amount BIGINT)
                WITH ('connector' = 'datagen', 'rows-per-second' = '%d', 'number-of-rows' = '%d', 'seed' = '%d', 'splits' = '2',
                  'fields.item.max' = '%d', 'fields.amount.max' = '999');
                """.formatted(name, rate / 2, Math.round(rate / 2 * minutes * 60), name.length(), keys - 1);
    }
}
