package io.blink.benchmarks.stream;

import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench stream}: rows a second through a tumbling window, as fast as they are taken. */
@Command(
        name = "stream",
        description = "Rows a second: datagen -> one-second tumbling windows by key -> blackhole, in one process.",
        mixinStandardHelpOptions = true)
public final class StreamCommand implements Callable<Integer> {
    @Option(names = "--rows", defaultValue = "20000000", description = "rows of a run (${DEFAULT-VALUE})")
    private long rows;

    @Option(names = "--keys", defaultValue = "1000", description = "distinct keys (${DEFAULT-VALUE})")
    private long keys;

    @Option(names = "--threads", defaultValue = "2", description = "slots and worker threads (${DEFAULT-VALUE})")
    private int threads;

    @Option(names = "--runs", defaultValue = "5", description = "runs in the same process (${DEFAULT-VALUE})")
    private int runs;

    @Option(names = "--checkpoint-interval", defaultValue = "1 s", description = "(${DEFAULT-VALUE})")
    private String checkpointInterval;

    @Override
    public Integer call() {
        PrintStream out = System.out;
        long[] rates = new long[runs];
        for (int run = 0; run < runs; run++) {
            StreamJob.Outcome outcome = StreamJob.run(
                    script(), Map.of("taskmanager.numberOfTaskSlots", Integer.toString(threads)), List.of());
            rates[run] = Math.round(rows * 1e9 / outcome.nanos());
            out.printf(
                    Locale.ROOT,
                    "run %d: %,d rows/s (%,d rows in %.2f s, %d checkpoints)%n",
                    run + 1,
                    rates[run],
                    rows,
                    outcome.nanos() / 1e9,
                    outcome.checkpoints().lastCompleted());
        }
        long first = rates[0];
        Arrays.sort(rates);
        out.printf(
                Locale.ROOT,
                "first %,d rows/s, median %,d, best %,d; %d threads%n",
                first,
                rates[runs / 2],
                rates[runs - 1],
                threads);
        return 0;
    }

    private String script() {
        return """
                SET 'execution.runtime-mode' = 'streaming';
                SET 'execution.checkpointing.interval' = '%s';
                CREATE TABLE events (item BIGINT, amount BIGINT, at TIMESTAMP(6), WATERMARK FOR at AS at - INTERVAL '1' SECOND)
                WITH ('connector' = 'datagen', 'number-of-rows' = '%d', 'fields.item.max' = '%d', 'fields.amount.max' = '999',
                  'fields.at.interval' = '1 us');
                CREATE TABLE counts (window_start TIMESTAMP(6), item BIGINT, events BIGINT, amount BIGINT) WITH ('connector' = 'blackhole');
                INSERT INTO counts SELECT window_start, item, COUNT(*), SUM(amount)
                FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(at), INTERVAL '1' SECOND)) GROUP BY window_start, window_end, item;
                """.formatted(checkpointInterval, rows, keys - 1);
    }
}
