package io.blink.integration.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

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
