package io.blink.benchmarks.recovery;

import io.blink.benchmarks.chaos.ChaosSession;
import io.blink.benchmarks.cluster.WorkerProcesses;
import io.blink.benchmarks.cluster.WorkerShape;
import io.blink.benchmarks.report.MarkdownPage;
import io.blink.core.config.Configuration;
import io.blink.core.lifecycle.Resources;
import io.blink.core.spi.connector.Connectors;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.scheduler.client.JobClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bench recovery}. The table goes to standard output, each kill to standard error. */
@Command(
        name = "recovery",
        description =
                "A grouped stream with much state on two workers, of which one is killed while a third stands by: when is the first new row?",
        mixinStandardHelpOptions = true)
public final class RecoveryCommand implements Callable<Integer> {
    private static final int WORKERS = 2;
    /** Of a record with a key and four values. */
    private static final int RECORD_BYTES = 56;
    /** Of a worker, beside state: what restoring gathers, batches, code. */
    private static final int HEAP_MEGABYTES_MIN = 768;

    @Option(names = "--state", description = "Megabytes of state, of all tasks together (default ${DEFAULT-VALUE}).")
    private int stateMegabytes = 1024;

    @Option(names = "--kills", description = "How often a worker is killed (default ${DEFAULT-VALUE}).")
    private int kills = 5;

    @Option(names = "--rate", description = "Rows a second (default ${DEFAULT-VALUE}).")
    private long rate = 200_000;

    @Option(names = "--checkpoint-interval", description = "(default ${DEFAULT-VALUE})")
    private String checkpointInterval = "10 s";

    @Option(names = "--backend", description = "Where state is kept: paged or rocksdb (default ${DEFAULT-VALUE}).")
    private String backend = "paged";

    @Option(names = "--folder", description = "State and logs (default ${DEFAULT-VALUE}).")
    private Path folder = Path.of("target/bench");

    @Option(names = "--markdown", description = "A page that gets the table too, between the marks of its part.")
    private Path page;

    @Option(names = "--part", description = "The part of the page (default ${DEFAULT-VALUE}).")
    private String part = "recovery";

    @Override
    public Integer call() throws InterruptedException {
        if (page != null) {
            MarkdownPage.requirePart(page, part);
        }
        List<String> lines = new ArrayList<>();
        try (Resources resources = new Resources("the cluster to recover")) {
            ClassLoader loader = getClass().getClassLoader();
            FileSystems fileSystems = FileSystems.load(loader, Configuration.empty());
            Path place = folder.resolve("recovery").toAbsolutePath();
            WorkerProcesses cluster = resources.add(WorkerProcesses.start(place, WORKERS + 1, shape()));
            JobClient jobs = resources.add(cluster.client());
            Connectors connectors = resources.add(Connectors.load(loader, fileSystems));
            ChaosSession session = resources.add(new ChaosSession(fileSystems, connectors, jobs, settings()));
            String jobId = session.start(script());
            RecoveryRun run = new RecoveryRun(cluster, jobs, jobId, "GroupAggregate", System.err);
            long stateBytes = run.fill((long) stateMegabytes << 20);
            List<Recovery> recoveries = run.kill(kills);
            jobs.cancel(jobId);
            lines.add(String.format(
                    Locale.ROOT,
                    "%d kills, %,d MB of state (%s) in %d workers and one that stands by, %,d rows/s, checkpoints every %s.",
                    kills,
                    stateBytes >> 20,
                    backend,
                    WORKERS,
                    rate,
                    checkpointInterval));
            lines.add("");
            lines.addAll(new RecoveryReport(recoveries).lines());
        }
        lines.forEach(System.out::println);
        if (page != null) {
            MarkdownPage.replace(page, part, lines);
        }
        return 0;
    }

    private WorkerShape shape() {
        int managed = stateMegabytes * 3 / 2;
        // Progress comes with heartbeats: the first row is seen as soon as these go.
        return WorkerShape.ofState(
                1, HEAP_MEGABYTES_MIN + managed * 3 / 2, managed, Map.of("heartbeat.interval", "50 ms"));
    }

    private Map<String, String> settings() {
        return Map.of(
                "execution.runtime-mode",
                "streaming",
                "parallelism.default",
                Integer.toString(WORKERS),
                "execution.checkpointing.interval",
                checkpointInterval,
                "execution.state-recovery.from-local",
                "true",
                "state.backend.type",
                backend);
    }

    private String script() {
        long keys = ((long) stateMegabytes << 20) / RECORD_BYTES;
        return """
                CREATE TABLE numbers (n BIGINT) WITH ('connector' = 'datagen', 'rows-per-second' = '%d', 'splits' = '%d',
                  'fields.n.kind' = 'sequence');
                CREATE TABLE sums (k BIGINT, c BIGINT, s BIGINT, l BIGINT, g BIGINT) WITH ('connector' = 'blackhole');
                INSERT INTO sums SELECT k, COUNT(*), SUM(n), SUM(n %% 7), SUM(n %% 11) FROM (SELECT n %% %d AS k, n FROM numbers) GROUP BY k;
                """.formatted(rate, WORKERS, keys);
    }
}
