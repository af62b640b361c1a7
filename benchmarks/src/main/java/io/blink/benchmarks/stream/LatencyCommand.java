package io.blink.benchmarks.stream;

import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench latency}: from the intended close of a window to its rows at the sink, at a fixed rate, beside the machine's own pauses in the same run. */
@Command(
        name = "latency",
        description =
                "From a window's close to its rows at the sink, at a fixed rate, beside the machine's own pauses.",
        mixinStandardHelpOptions = true)
public final class LatencyCommand implements Callable<Integer> {
    private static final double[] PERCENTILES = {50, 90, 99, 99.9, 100};

    @Option(names = "--rate", defaultValue = "100000", description = "rows a second (${DEFAULT-VALUE})")
    private long rate;

    @Option(names = "--seconds", defaultValue = "60", description = "measured time (${DEFAULT-VALUE})")
    private long seconds;

    @Option(
            names = "--warm-up",
            defaultValue = "15",
            description = "seconds before that are not counted (${DEFAULT-VALUE})")
    private long warmUpSeconds;

    @Option(names = "--keys", defaultValue = "1000", description = "distinct keys (${DEFAULT-VALUE})")
    private long keys;

    @Option(
            names = "--window",
            defaultValue = "100",
            description = "milliseconds of a tumbling window (${DEFAULT-VALUE})")
    private long windowMillis;

    @Option(names = "--threads", defaultValue = "2", description = "slots and worker threads (${DEFAULT-VALUE})")
    private int threads;

    @Option(names = "--checkpoint-interval", defaultValue = "1 s", description = "(${DEFAULT-VALUE})")
    private String checkpointInterval;

    @Override
    public Integer call() throws InterruptedException {
        Instant now = Instant.now();
        EmissionLatency latency = new EmissionLatency(
                TimeUnit.SECONDS.toMicros(now.getEpochSecond() + warmUpSeconds) + now.getNano() / 1000);
        PrintStream out = System.out;
        try (HiccupMeter hiccups = new HiccupMeter(TimeUnit.SECONDS.toNanos(warmUpSeconds))) {
            StreamJob.Outcome outcome = StreamJob.run(
                    script(),
                    Map.of("taskmanager.numberOfTaskSlots", Integer.toString(threads)),
                    List.of(new LatencyConnectorFactory(latency)));
            out.printf(
                    Locale.ROOT,
                    "%,d rows/s for %d s after %d s of warm-up, windows of %d ms, %,d keys, %d threads, %d checkpoints (every %s)%n",
                    rate,
                    seconds,
                    warmUpSeconds,
                    windowMillis,
                    keys,
                    threads,
                    outcome.checkpoints().lastCompleted(),
                    checkpointInterval);
            out.println("milliseconds          p50      p90      p99    p99.9      max     rows");
            print(out, "close to emission", latency.histogram());
            print(out, "machine's pauses", hiccups.finish());
        }
        return 0;
    }

    private static void print(PrintStream out, String name, Histogram histogram) {
        StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-17s", name));
        for (double percentile : PERCENTILES) {
            line.append(String.format(Locale.ROOT, " %8.2f", histogram.getValueAtPercentile(percentile) / 1e3));
        }
        out.println(line.append(String.format(Locale.ROOT, " %,8d", histogram.getTotalCount())));
    }

    private String script() {
        return """
                SET 'execution.runtime-mode' = 'streaming';
                SET 'execution.checkpointing.interval' = '%s';
                CREATE TABLE events (item BIGINT, amount BIGINT, at TIMESTAMP(6), WATERMARK FOR at AS at)
                WITH ('connector' = 'datagen', 'start' = 'now', 'rows-per-second' = '%d', 'number-of-rows' = '%d',
                  'fields.item.max' = '%d', 'fields.amount.max' = '999');
                CREATE TABLE emitted (window_end TIMESTAMP(6), item BIGINT, events BIGINT, amount BIGINT) WITH ('connector' = 'latency');
                INSERT INTO emitted SELECT window_end, item, COUNT(*), SUM(amount)
                FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(at), INTERVAL '%d.%03d' SECOND(3, 3))) GROUP BY window_start, window_end, item;
                """.formatted(
                        checkpointInterval,
                        rate,
                        rate * (warmUpSeconds + seconds),
                        keys - 1,
                        windowMillis / 1000,
                        windowMillis % 1000);
    }
}
