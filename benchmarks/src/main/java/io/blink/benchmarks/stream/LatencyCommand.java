package io.blink.benchmarks.stream;

import io.blink.benchmarks.cluster.BenchCluster;
import io.blink.benchmarks.report.MarkdownPage;
import io.blink.benchmarks.stream.LatencyJob.Shape;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench latency}: from when rows are due to when they are emitted and committed, at a fixed rate, beside the machine's own pauses in the same run. */
@Command(
        name = "latency",
        description =
                "From when rows are due to their emission and their commit, at a fixed rate, beside the machine's own pauses.",
        mixinStandardHelpOptions = true)
public final class LatencyCommand implements Callable<Integer> {
    private static final String NO_CHECKPOINTS = "none";
    private static final int SEARCH_ATTEMPTS = 2;
    private static final long SEARCH_SECONDS = 9;
    private static final long SEARCH_WARM_UP_SECONDS = 6;
    private static final long MOST_ROWS_PER_SECOND = 50_000_000;
    /** A job that is so late does not keep up. */
    private static final double LATE_MICROS = TimeUnit.MILLISECONDS.toMicros(250);

    @Option(names = "--jobs", split = ",", description = "Of stateless, window, join (default ${DEFAULT-VALUE}).")
    private List<LatencyJob> jobs = List.of(LatencyJob.values());

    @Option(names = "--rate", description = "Rows a second (default ${DEFAULT-VALUE}).")
    private long rate = 100_000;

    @Option(
            names = "--half-speed",
            description =
                    "Runs each job at half of the highest rate too that it keeps up with, which is searched before.")
    private boolean halfSpeed;

    @Option(names = "--seconds", description = "Measured time of a run (default ${DEFAULT-VALUE}).")
    private long seconds = 60;

    @Option(names = "--warm-up", description = "Seconds before that are not counted (default ${DEFAULT-VALUE}).")
    private long warmUpSeconds = 15;

    @Option(
            names = "--keys",
            description = "Distinct keys of the window; the join's come in turn (default ${DEFAULT-VALUE}).")
    private long keys = 1000;

    @Option(names = "--window", description = "Milliseconds of a tumbling window (default ${DEFAULT-VALUE}).")
    private long windowMillis = 100;

    @Option(names = "--threads", description = "Slots and worker threads (default ${DEFAULT-VALUE}).")
    private int threads = 2;

    @Option(
            names = "--checkpoints",
            split = ",",
            description = "Intervals, each a run of each job; none for no checkpoints (default ${DEFAULT-VALUE}).")
    private List<String> checkpoints = List.of(NO_CHECKPOINTS, "1 s");

    @Option(names = "--hdfs", description = "Starts HDFS below the folder, for the checkpoints.")
    private boolean hdfs;

    @Option(names = "--folder", description = "Of HDFS (default ${DEFAULT-VALUE}).")
    private Path folder = Path.of("target/bench");

    @Option(names = "--plot", description = "An SVG file that gets the percentiles.")
    private Path plot;

    @Option(names = "--markdown", description = "A page that gets the table too, between the marks of its part.")
    private Path page;

    @Option(names = "--part", description = "The part of the page (default ${DEFAULT-VALUE}).")
    private String part = "latency";

    private final PrintStream progress = System.err;

    @Override
    public Integer call() throws InterruptedException {
        if (page != null) {
            MarkdownPage.requirePart(page, part);
        }
        Map<String, String> settings = new TreeMap<>();
        settings.put("taskmanager.numberOfTaskSlots", Integer.toString(threads));
        List<LatencyRun> runs;
        if (hdfs) {
            try (BenchCluster cluster =
                    BenchCluster.start(folder.resolve("cluster").toAbsolutePath(), 1, 1024)) {
                settings.put("execution.checkpointing.dir", cluster.location(Path.of("latency")));
                runs = runs(settings);
            }
        } else {
            runs = runs(settings);
        }
        report(new LatencyReport(runs));
        return 0;
    }

    private List<LatencyRun> runs(Map<String, String> settings) throws InterruptedException {
        List<LatencyRun> runs = new ArrayList<>();
        for (LatencyJob job : jobs) {
            List<Long> rates = new ArrayList<>(List.of(rate));
            if (halfSpeed) {
                long highest = HighestRate.search(rate, MOST_ROWS_PER_SECOND, tried -> keepsUp(job, tried, settings));
                progress.printf(Locale.ROOT, "%s keeps up with %,d rows/s%n", job.label(), highest);
                rates.add(highest / 2);
            }
            for (long each : rates) {
                for (String interval : checkpoints) {
                    progress.printf(Locale.ROOT, "%s at %,d rows/s, checkpoints %s%n", job.label(), each, interval);
                    runs.add(LatencyRun.of(
                            job,
                            shape(each, warmUpSeconds + seconds),
                            warmUpSeconds,
                            interval.equals(NO_CHECKPOINTS) ? "" : interval,
                            settings));
                }
            }
        }
        return runs;
    }

    private Shape shape(long rowsPerSecond, long wholeSeconds) {
        return new Shape(rowsPerSecond, wholeSeconds, keys, windowMillis);
    }

    /** A rate is too high if it was so each time: the first time may have been the compiler's. */
    private boolean keepsUp(LatencyJob job, long tried, Map<String, String> settings) {
        return IntStream.range(0, SEARCH_ATTEMPTS).anyMatch(attempt -> keepsUpOnce(job, tried, settings));
    }

    private boolean keepsUpOnce(LatencyJob job, long tried, Map<String, String> settings) {
        try {
            LatencyRun run = LatencyRun.of(job, shape(tried, SEARCH_SECONDS), SEARCH_WARM_UP_SECONDS, "1 s", settings);
            return run.emission().getTotalCount() > 0 && run.emission().getValueAtPercentile(90) <= LATE_MICROS;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void report(LatencyReport report) {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "%s; %d s after %d s of warm-up, windows of %d ms, %,d keys, %d threads%s. Milliseconds.",
                jobs.stream().map(LatencyJob::label).collect(Collectors.joining(", ")),
                seconds,
                warmUpSeconds,
                windowMillis,
                keys,
                threads,
                hdfs ? ", checkpoints to HDFS" : ""));
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
}
