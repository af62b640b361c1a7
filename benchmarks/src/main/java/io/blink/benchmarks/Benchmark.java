package io.blink.benchmarks;

import io.blink.benchmarks.compare.QueryEnd;
import io.blink.benchmarks.compare.ResultRows;
import io.blink.benchmarks.compare.RowComparison;
import io.blink.benchmarks.compare.Verdict;
import io.blink.benchmarks.engine.Engine;
import io.blink.benchmarks.engine.EngineName;
import io.blink.benchmarks.engine.Work;
import io.blink.benchmarks.measure.Measurement;
import io.blink.benchmarks.measure.Measurement.Outcome;
import io.blink.benchmarks.measure.MeasurementStore;
import io.blink.benchmarks.report.EngineResult;
import io.blink.benchmarks.report.QueryResult;
import io.blink.benchmarks.suite.Query;
import io.blink.benchmarks.suite.Suite;
import io.blink.core.error.BlinkException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/** Measures a suite on some engines, one after the other, and compares their rows. What was measured before is not measured again. */
final class Benchmark {
    private final Suite suite;
    private final double scale;
    private final int runs;
    private final Path resultFolder;
    private final MeasurementStore store;
    private final PrintStream progress;

    Benchmark(Suite suite, double scale, int runs, Path resultFolder, MeasurementStore store, PrintStream progress) {
        this.suite = suite;
        this.scale = scale;
        this.runs = runs;
        this.resultFolder = resultFolder;
        this.store = store;
        this.progress = progress;
    }

    /** Makes the runs that are missing. */
    void measure(Engine engine) {
        String build = engine.build();
        List<Work> works = suite.queries().stream()
                .map(query -> work(engine.name(), build, query))
                .toList();
        int missing = works.stream().mapToInt(work -> work.runs().size()).sum();
        int known = works.size() * runs - missing;
        progress.printf(
                "%s (%s): %d runs%s%n",
                engine.name().label(),
                build,
                missing,
                known == 0
                        ? ""
                        : ", going on behind " + known + " that were made before or failed (--fresh drops them)");
        if (missing > 0) {
            engine.run(
                    works.stream().filter(work -> !work.runs().isEmpty()).toList(),
                    (work, run, outcome, seconds, rows, message, peak) -> ended(new Measurement(
                            suite.name(),
                            scale,
                            work.query(),
                            engine.name().label(),
                            run,
                            build,
                            outcome,
                            seconds,
                            rows,
                            message,
                            peak)));
        }
    }

    private Work work(EngineName engine, String build, Query query) {
        Path file = resultFile(engine, build, query);
        String label = engine.label();
        List<Integer> missing = store.missing(suite.name(), scale, query.id(), label, build, runs);
        boolean worked = store.of(suite.name(), scale, query.id(), label, build).stream()
                .anyMatch(measurement -> measurement.outcome() == Outcome.OK);
        if (worked && !Files.exists(file)) {
            // Ended before its rows were kept: times without rows prove nothing.
            missing = IntStream.rangeClosed(1, runs).boxed().toList();
        }
        return new Work(query.id(), engine.dialect().spell(query.text()), missing, file);
    }

    private Path resultFile(EngineName engine, String build, Query query) {
        Path folder = resultFolder.resolve(engine.label()).resolve(build);
        try {
            return Files.createDirectories(folder).resolve(query.id() + ".csv").toAbsolutePath();
        } catch (IOException e) {
            throw new BlinkException(BenchErrorCode.FILE_ACCESS, "Cannot make the folder " + folder, e);
        }
    }

    private void ended(Measurement measurement) {
        store.add(measurement);
        String what = measurement.outcome() == Outcome.OK
                ? String.format(Locale.ROOT, "%.3f s, %d rows", measurement.seconds(), measurement.rows())
                : measurement.outcome() + " " + measurement.message();
        progress.printf("  %s %s run %d: %s%n", measurement.engine(), measurement.query(), measurement.run(), what);
    }

    /** All results of these engines, each compared with the oracle's if that is there. */
    List<QueryResult> results(List<Engine> engines) {
        Optional<Engine> oracle = engines.stream()
                .filter(engine -> engine.name() == EngineName.DUCKDB)
                .findFirst();
        List<QueryResult> results = new ArrayList<>();
        for (Query query : suite.queries()) {
            results.add(new QueryResult(
                    query.id(),
                    engines.stream()
                            .map(engine -> result(query, engine, oracle))
                            .toList()));
        }
        return results;
    }

    private EngineResult result(Query query, Engine engine, Optional<Engine> oracle) {
        List<Measurement> made =
                store.of(suite.name(), scale, query.id(), engine.name().label(), engine.build());
        Path rows = resultFile(engine.name(), engine.build(), query);
        boolean comparable = engine.name() != EngineName.DUCKDB
                && oracle.isPresent()
                && Files.exists(rows)
                && made.stream().allMatch(run -> run.outcome() == Outcome.OK);
        Verdict verdict = comparable ? compare(query, engine.rows(rows), oracle.get()) : Verdict.SAME;
        String difference = verdict instanceof Verdict.Different different ? different.reason() : "";
        return new EngineResult(engine.name().label(), made, difference);
    }

    private Verdict compare(Query query, ResultRows actual, Engine oracle) {
        Path file = resultFile(oracle.name(), oracle.build(), query);
        if (!Files.exists(file)) {
            return Verdict.SAME;
        }
        ResultRows expected = oracle.rows(file);
        QueryEnd end = QueryEnd.of(query.text());
        Optional<Supplier<ResultRows>> unlimited = end.unlimited().map(text -> () -> unlimited(query, text, oracle));
        return new RowComparison(expected, end.columns(expected.names()), unlimited).compare(actual);
    }

    /** The oracle's rows of a query without its LIMIT, asked for once. */
    private ResultRows unlimited(Query query, String text, Engine oracle) {
        Query all = new Query(query.id() + ".unlimited", text);
        Path file = resultFile(oracle.name(), oracle.build(), all);
        if (!Files.exists(file)) {
            Work work = new Work(all.id(), oracle.name().dialect().spell(text), List.of(1), file);
            oracle.run(List.of(work), (ended, run, outcome, seconds, rows, message, peak) -> {
                if (outcome != Outcome.OK) {
                    throw new BlinkException(
                            BenchErrorCode.ENGINE_FAILED,
                            "DuckDB cannot run " + query.id() + " without its LIMIT: " + message);
                }
            });
        }
        return oracle.rows(file);
    }
}
