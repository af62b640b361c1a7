package io.blink.benchmarks.nexmark;

import io.blink.benchmarks.BenchErrorCode;
import io.blink.benchmarks.compare.Verdict;
import io.blink.benchmarks.engine.Resources;
import io.blink.core.error.BlinkException;
import io.blink.testing.peers.PeerAnswer;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Runs queries on engines, one engine after the other, and keeps what came of it. */
final class NexmarkBenchmark {
    private final List<NexmarkQuery> queries;
    private final Resources resources;
    private final Path folder;
    private final JsonLines<NexmarkRun> runs;
    private final JsonLines<NexmarkComparison> comparisons;
    private final PrintStream progress;

    NexmarkBenchmark(
            List<NexmarkQuery> queries,
            Resources resources,
            Path folder,
            JsonLines<NexmarkRun> runs,
            JsonLines<NexmarkComparison> comparisons,
            PrintStream progress) {
        this.queries = queries;
        this.resources = resources;
        this.folder = folder;
        this.runs = runs;
        this.comparisons = comparisons;
        this.progress = progress;
    }

    /** Keeps the rows of each query of which something is compared. */
    void keepRows(NexmarkEngine engine, NexmarkTables checked) {
        try (NexmarkProcess process = new NexmarkProcess(engine, resources, checked, false)) {
            queries.stream()
                    .filter(query -> query.compared().isPresent())
                    .forEach(query -> keepRows(engine, process, query));
        }
    }

    /** Each query so many times in one process. */
    void measure(NexmarkEngine engine, NexmarkTables measured, int times) {
        try (NexmarkProcess process = new NexmarkProcess(engine, resources, measured, true)) {
            for (NexmarkQuery query : queries) {
                measure(engine, process, query, measured, times);
            }
        }
    }

    private void keepRows(NexmarkEngine engine, NexmarkProcess process, NexmarkQuery query) {
        Path file = rowFile(engine, query);
        PeerAnswer answer = process.rows(query, file, resources.timeout());
        if (!(answer instanceof PeerAnswer.Done)) {
            progress.printf("  %s %s: no rows: %s%n", engine.label(), query.id(), answer);
            delete(file);
        }
    }

    private Path rowFile(NexmarkEngine engine, NexmarkQuery query) {
        try {
            Path rows = folder.resolve("nexmark-rows").resolve(engine.label());
            return Files.createDirectories(rows).resolve(query.id() + ".csv").toAbsolutePath();
        } catch (IOException e) {
            throw new BlinkException(BenchErrorCode.FILE_ACCESS, "Cannot make a folder below " + folder, e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new BlinkException(BenchErrorCode.FILE_ACCESS, "Cannot delete " + file, e);
        }
    }

    private void measure(
            NexmarkEngine engine, NexmarkProcess process, NexmarkQuery query, NexmarkTables data, int times) {
        for (int run = 1; run <= times; run++) {
            PeerAnswer answer = process.insert(query, resources.timeout());
            NexmarkRun made = NexmarkRun.of(engine, query, data, resources.threads(), run, answer);
            runs.add(made);
            progress.printf(
                    Locale.ROOT,
                    "  %s %s run %d: %s%n",
                    engine.label(),
                    query.id(),
                    run,
                    made.ok()
                            ? String.format(
                                    Locale.ROOT,
                                    "%.2f s, %.2f s of CPU, %,.0f events/s/core, %d checkpoints, state %,d bytes",
                                    made.seconds(),
                                    made.cpuSeconds(),
                                    made.eventsPerCoreSecond(),
                                    made.checkpoints(),
                                    made.stateBytes())
                            : made.failure());
            if (!made.ok()) {
                return;
            }
        }
    }

    /** Of the queries of which both engines' rows are there. */
    void compare(NexmarkTables checked) {
        for (NexmarkQuery query : queries) {
            Path flink = rowFile(NexmarkEngine.FLINK_HEAP, query);
            Path blink = rowFile(NexmarkEngine.BLINK, query);
            if (Files.exists(flink) && Files.exists(blink)) {
                Verdict verdict = ChangelogComparison.compare(flink, blink, query.keyColumns());
                String difference = verdict instanceof Verdict.Different different ? different.reason() : "";
                comparisons.add(new NexmarkComparison(query.id(), checked.events(), checked.rate(), difference));
                if (!difference.isEmpty()) {
                    progress.printf("  %s: rows differ: %s%n", query.id(), difference);
                }
            }
        }
    }
}
