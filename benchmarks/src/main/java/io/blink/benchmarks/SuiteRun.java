package io.blink.benchmarks;

import io.blink.benchmarks.data.ParquetTables;
import io.blink.benchmarks.engine.Engine;
import io.blink.benchmarks.engine.EngineName;
import io.blink.benchmarks.engine.Engines;
import io.blink.benchmarks.engine.Resources;
import io.blink.benchmarks.engine.TableFiles;
import io.blink.benchmarks.measure.MeasurementStore;
import io.blink.benchmarks.report.QueryResult;
import io.blink.benchmarks.suite.Suite;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * A suite at a scale, in a folder of its own: makes the data and the runs that are missing there.
 *
 * @param home the source tree, whose {@code bin/blink} runs what was built last
 * @param folder data, measurements and logs
 * @param threads cores for each engine
 * @param memoryMegabytes for each engine
 * @param blinkSettings of Blink, beside those that it has in every benchmark
 * @param runs of each query, in one process
 */
public record SuiteRun(
        Path home,
        Path folder,
        Suite suite,
        double scale,
        int threads,
        int memoryMegabytes,
        Map<String, String> blinkSettings,
        int runs,
        Duration timeout,
        PrintStream progress) {

    /** Blocks until every engine has run every query; rows are compared if DuckDB is among them. */
    public List<QueryResult> on(List<EngineName> names, boolean fresh) {
        Path data = new ParquetTables(suite.data(), folder, scale, progress).prepare(suite.tables(), threads);
        Resources resources = new Resources(
                threads, memoryMegabytes, folder.resolve("engines").toAbsolutePath(), timeout, blinkSettings);
        MeasurementStore store = MeasurementStore.open(folder.resolve("measurements.jsonl"), fresh);
        Path results = folder.resolve("results").resolve(suite.name() + "-" + ParquetTables.scaleText(scale));
        Benchmark benchmark = new Benchmark(suite, scale, runs, results, store, progress);
        try (Engines engines = new Engines(
                home.toAbsolutePath(),
                folder.resolve("cluster").toAbsolutePath(),
                resources,
                new TableFiles(suite.data(), data, suite.tables()),
                progress)) {
            List<Engine> chosen = names.stream().map(engines::engine).toList();
            chosen.forEach(benchmark::measure);
            return benchmark.results(chosen);
        }
    }
}
