package io.blink.integration.suites;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.benchmarks.SuiteRun;
import io.blink.benchmarks.engine.EngineName;
import io.blink.benchmarks.report.QueryResult;
import io.blink.benchmarks.suite.Suites;
import io.blink.integration.cluster.BlinkArchive;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every query of TPC-H and TPC-DS gives DuckDB's rows. Where DuckDB fails (TPC-DS q12 and q90 divide by 0 at this scale) Blink fails too. */
class SuiteRowsIT {
    private static final double SCALE = 0.01;
    private static final int MEGABYTES = 1024;
    private static final Duration TIMEOUT = Duration.ofMinutes(5);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"tpch", "tpcds"})
    void allQueriesGiveTheRowsOfDuckDb(String suite) {
        SuiteRun run = new SuiteRun(
                BlinkArchive.SOURCES,
                folder,
                Suites.named(suite, SCALE),
                SCALE,
                2,
                MEGABYTES,
                Map.of(),
                1,
                TIMEOUT,
                System.out);
        List<String> problems = new ArrayList<>();
        for (QueryResult result : run.on(List.of(EngineName.DUCKDB, EngineName.BLINK), true)) {
            boolean expected = result.of("duckdb").finished();
            if (result.of("blink").finished() != expected) {
                problems.add(
                        result.query() + ": " + (expected ? result.of("blink").problem() : "rows, where DuckDB fails"));
            }
        }
        assertThat(problems).isEmpty();
    }
}
