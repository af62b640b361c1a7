package io.blink.integration.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExplainAnalyzeTest {
    private static final Map<String, String> ENGINE = Map.of("taskmanager.numberOfTaskSlots", "2");

    @Test
    void theStatementRunsAndEachOperatorTellsItsRows() throws Exception {
        try (SessionEngine engine = SessionEngine.local(ENGINE, SqlScripts.BATCH)) {
            engine.execute("CREATE TABLE numbers (k BIGINT) WITH ('connector' = 'datagen', 'number-of-rows' = '1000', "
                    + "'fields.k.kind' = 'sequence', 'fields.k.start' = '1', 'fields.k.end' = '1000')");

            String plan = engine.execute(
                            "EXPLAIN ANALYZE SELECT k % 10, COUNT(*) FROM numbers WHERE k > 100 GROUP BY 1")
                    .rows()
                    .get(0)
                    .get(0);

            assertThat(plan)
                    .containsPattern("Filter .*\\[rows 1,000 -> 900, [0-9.]+ ms]")
                    .containsPattern("Aggregate .*-> 10, [0-9.]+ ms, memory [0-9.]+ [KM]B]")
                    .containsPattern("Planned in [0-9.]+ s, ran for [0-9.]+ s, 10 rows");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"parquet", "orc"})
    void aScanTellsWhatItReadAndLeftOut(String format, @TempDir Path folder) throws Exception {
        try (SessionEngine engine = SessionEngine.local(ENGINE, SqlScripts.BATCH)) {
            engine.execute("CREATE TABLE numbers (k BIGINT) WITH ('connector' = 'datagen', 'number-of-rows' = '30000', "
                    + "'fields.k.kind' = 'sequence', 'fields.k.start' = '1', 'fields.k.end' = '30000')");
            engine.execute("CREATE TABLE files (k BIGINT, v BIGINT) WITH ('connector' = 'filesystem', 'path' = '"
                    + folder + "', 'format' = '" + format + "')");
            engine.execute("INSERT INTO files SELECT k, k % 1000 FROM numbers");

            String plan = engine.execute("EXPLAIN ANALYZE SELECT SUM(k) FROM files WHERE v = 7")
                    .rows()
                    .get(0)
                    .get(0);

            assertThat(plan)
                    .containsPattern(
                            "Scan\\(files\\).*\\[rows 30, .*, read [0-9.]+ [KM]?B in [0-9.]+ ms, waited [0-9.]+ ms.*, "
                                    + "[0-9,]+ rows left out by filters]")
                    .contains("columns [k]", "filtered by its readers: v = 7")
                    .doesNotContain("Filter ");
        }
    }

    @Test
    void anInsertWritesItsRows() throws Exception {
        try (SessionEngine engine = SessionEngine.local(ENGINE, SqlScripts.BATCH)) {
            engine.execute("CREATE TABLE hole (a INT) WITH ('connector' = 'blackhole')");

            assertThat(engine.execute("EXPLAIN ANALYZE INSERT INTO hole VALUES (1), (2)")
                            .rows()
                            .get(0)
                            .get(0))
                    .containsPattern("Write\\(hole\\).*\\[rows 2, ")
                    .endsWith(" 2 rows\n");
        }
    }
}
