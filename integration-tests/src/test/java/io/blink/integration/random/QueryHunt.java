package io.blink.integration.random;

import io.blink.benchmarks.compare.ResultRows;
import io.blink.benchmarks.compare.RowComparison;
import io.blink.benchmarks.compare.Verdict;
import io.blink.core.error.BlinkException;
import io.blink.integration.sql.SessionEngine;
import io.blink.sql.SqlErrorCode;
import io.blink.testing.script.SqlResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Runs the queries of many seeds on differently set engines and on DuckDB. By hand: {@code QueryHunt FIRST-SEED COUNT FOLDER}, from the module's folder with its
 * test class path; the folder must be new.
 */
final class QueryHunt implements AutoCloseable {
    private static final Map<String, String> BATCH = Map.of("execution.runtime-mode", "batch");

    private static final int PLACES = 12;

    private final Oracle oracle;
    private final List<SessionEngine> engines;
    private int compared;

    QueryHunt(long seed, Path folder) {
        RandomTables tables = new RandomTables(seed, folder);
        try {
            for (int rows : RandomTables.ROWS) {
                Files.createDirectories(folder.resolve("t" + rows));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("making folders for tables", e);
        }
        oracle = new Oracle(folder, tables);
        engines = List.of(
                SessionEngine.local(Map.of("taskmanager.numberOfTaskSlots", "2"), BATCH),
                SessionEngine.local(
                        Map.of("taskmanager.numberOfTaskSlots", "3", "blink.network.force-wire", "true"), BATCH),
                SessionEngine.local(Map.of("taskmanager.numberOfTaskSlots", "2"), stages()));
        engines.forEach(engine -> tables.reading().forEach(engine::execute));
    }

    /** Each exchange is written, and nothing is small enough for one task. */
    private static Map<String, String> stages() {
        Map<String, String> settings = new HashMap<>(BATCH);
        settings.put("execution.batch-shuffle-mode", "ALL_EXCHANGES_BLOCKING");
        settings.put("execution.batch.adaptive.auto-parallelism.avg-data-volume-per-task", "1kb");
        settings.put("table.optimizer.join.broadcast-threshold", "0");
        return settings;
    }

    public static void main(String[] arguments) {
        long first = Long.parseLong(arguments[0]);
        int count = Integer.parseInt(arguments[1]);
        int problems = 0;
        try (QueryHunt hunt = new QueryHunt(1, Path.of(arguments[2]).toAbsolutePath())) {
            for (long seed = first; seed < first + count; seed++) {
                Optional<String> problem = hunt.problem(seed);
                problem.ifPresent(System.out::println);
                problems += problem.isPresent() ? 1 : 0;
            }
            System.out.println(count + " queries, " + hunt.compared + " compared, " + problems + " problems");
        }
    }

    /** How many queries both engines ran. */
    int compared() {
        return compared;
    }

    /** What is wrong with the query of the seed; empty also where DuckDB has no rows for it. */
    Optional<String> problem(long seed) {
        RandomQuery.Written query = RandomQuery.of(seed);
        return oracle.rows(query.text().duckdb())
                .flatMap(expected -> problem(seed, query, expected))
                .map(problem -> "seed " + seed + ": " + problem + "\n  blink:  "
                        + query.text().blink() + "\n  duckdb: " + query.text().duckdb());
    }

    private Optional<String> problem(long seed, RandomQuery.Written query, ResultRows expected) {
        SqlResult result;
        try {
            result = engines.get((int) (seed % engines.size()))
                    .execute(query.text().blink());
        } catch (BlinkException refused) {
            boolean told = refused.code() == SqlErrorCode.QUERY_NOT_SUPPORTED;
            return told ? Optional.empty() : Optional.of(reason(refused));
        } catch (RuntimeException refused) {
            // A defect of any kind is one more problem; the next query has its own chance.
            return Optional.of(reason(refused));
        }
        compared++;
        List<List<String>> rows = new ArrayList<>();
        for (List<String> row : result.rows()) {
            rows.add(Oracle.alike(expected.types(), row));
        }
        List<Integer> ordered =
                query.ordered() ? IntStream.range(0, query.columns()).boxed().toList() : List.of();
        ResultRows actual = new ResultRows(List.of(), expected.names(), rows);
        Verdict verdict = new RowComparison(expected, ordered, Optional.empty()).compare(actual);
        return verdict instanceof Verdict.Different different ? Optional.of(different.reason()) : Optional.empty();
    }

    /** With the place where a defect shows. */
    private static String reason(RuntimeException refused) {
        Throwable cause = refused;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String place = Arrays.stream(cause.getStackTrace())
                .limit(cause instanceof BlinkException ? 0 : PLACES)
                .map(frame -> "\n    at " + frame)
                .collect(Collectors.joining());
        return refused + (cause == refused ? "" : "; " + cause) + place;
    }

    @Override
    public void close() {
        engines.forEach(SessionEngine::close);
        oracle.close();
    }
}
