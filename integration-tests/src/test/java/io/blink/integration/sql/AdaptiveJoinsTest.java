package io.blink.integration.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Joins about which is decided when their inputs are written: the rows are those of a plan that is carried out as it was made. */
class AdaptiveJoinsTest {
    private static final String BYTES_PER_TASK = "execution.batch.adaptive.auto-parallelism.avg-data-volume-per-task";
    private static final String BROADCAST = "table.optimizer.adaptive-broadcast-join.strategy";
    private static final String THRESHOLD = "table.optimizer.join.broadcast-threshold";
    private static final String SHUFFLE_MODE = "execution.batch-shuffle-mode";

    @TempDir
    Path folder;

    @Test
    void aSmallBuildSideIsReadByEveryTaskAndTheProbeSideDoesNotTravel() throws Exception {
        String query =
                "SELECT COUNT(*), SUM(f.v), SUM(d.v) FROM facts f JOIN dimensions d ON f.k = d.k WHERE d.v % 10 = 0";
        assertDecided(query, Map.of(BROADCAST, "runtime_only"), "every task reads the whole build side");
    }

    @Test
    void oneStageRunsThroughSeveralJoins() throws Exception {
        String query = "SELECT COUNT(*), SUM(f.v), COUNT(e.k) FROM facts f JOIN dimensions d ON f.k = d.k "
                + "LEFT JOIN dimensions e ON f.v = e.k AND e.v < 700 WHERE EXISTS (SELECT 1 FROM dimensions g WHERE g.v = d.v)";
        assertDecided(query, Map.of(BROADCAST, "runtime_only"), "every task reads the whole build side");
    }

    @Test
    void aSmallBuildSideThatIsItselfJoinedWithABroadcastIsReadByEveryTask() throws Exception {
        String query = "WITH sums AS (SELECT v AS g, SUM(k) AS s FROM facts GROUP BY v) "
                + "SELECT b.k, b.v, sums.s FROM buyers b, sums WHERE b.k = sums.g AND sums.s = (SELECT MAX(s) FROM sums)";
        assertDecided(query, Map.of(), "every task reads the whole build side", numbers("buyers", 20_000, 1_000));
    }

    @Test
    void aJoinWithoutBuildRowsIsLeftOutWithWhatItWouldHaveRead() throws Exception {
        String query = "SELECT f.k, d.v FROM facts f JOIN dimensions d ON f.v = d.k WHERE d.v * 2 > 100000 "
                + "UNION ALL SELECT k, v FROM dimensions WHERE k <= 3";
        assertDecided(query, Map.of(BROADCAST, "runtime_only"), "not run: vert");
    }

    @Test
    void theSideThatTurnsOutSmallerIsBuilt() throws Exception {
        String query = "SELECT COUNT(*), SUM(d.v), SUM(few.v), MIN(few.k) FROM dimensions d LEFT JOIN "
                + "(SELECT k % 900 AS k, v FROM facts WHERE v % 11 < 20 AND v % 13 < 20 AND k % 7 < 20 AND k % 5 < 20) few "
                + "ON few.k = d.k AND few.v <> d.v";
        assertDecided(query, Map.of(THRESHOLD, "0", BYTES_PER_TASK, "1kb"), "builds its probe side");
    }

    @Test
    void aBroadcastThatTurnsOutLargeIsDealtOutByKey() throws Exception {
        String table = "CREATE TABLE sold (k BIGINT, v BIGINT) WITH ('connector' = 'filesystem', 'format' = 'parquet', "
                + "'path' = '" + folder.toUri() + "')";
        try (SessionEngine writing = engine(SqlScripts.BATCH)) {
            writing.execute(table);
            writing.execute("INSERT INTO sold SELECT k % 3000, v FROM facts");
        }
        String few = "(SELECT k, v FROM facts WHERE v % 11 < 20 AND v % 13 < 20 AND k % 7 < 20 AND k % 5 < 20) few";
        Map<String, String> settings = Map.of(THRESHOLD, "20kb", BYTES_PER_TASK, "1kb");
        for (String join : List.of("JOIN", "LEFT JOIN")) {
            assertDecided(
                    "SELECT COUNT(*), SUM(sold.v), SUM(few.v) FROM sold " + join + " " + few
                            + " ON sold.k = few.k AND few.v <> sold.v",
                    settings,
                    "is dealt out by key",
                    table);
        }
    }

    @Test
    void allTasksShareABucketThatMostRowsAreIn() throws Exception {
        String skewed = "(SELECT CASE WHEN k % 10 < 9 THEN 7 ELSE k END AS j, v FROM facts) f";
        Map<String, String> settings = new HashMap<>(Map.of(THRESHOLD, "0", BYTES_PER_TASK, "1kb"));
        settings.put("table.optimizer.skewed-join-optimization.skewed-threshold", "1kb");
        assertDecided(
                "SELECT COUNT(*), SUM(f.v), SUM(d.v) FROM " + skewed + " JOIN dimensions d ON f.j = d.k",
                settings,
                "share buckets");
        assertDecided(
                "SELECT COUNT(*), SUM(f.v) FROM " + skewed
                        + " WHERE NOT EXISTS (SELECT 1 FROM dimensions d WHERE d.k = f.j AND d.v % 3 = 0)",
                settings,
                "share buckets");
    }

    private static void assertDecided(String query, Map<String, String> settings, String decision, String... tables)
            throws Exception {
        Map<String, String> staged = new HashMap<>(SqlScripts.BATCH);
        staged.put(SHUFFLE_MODE, "ALL_EXCHANGES_BLOCKING");
        staged.putAll(settings);
        try (SessionEngine plain = engine(SqlScripts.BATCH);
                SessionEngine adaptive = engine(staged)) {
            for (String table : tables) {
                plain.execute(table);
                adaptive.execute(table);
            }
            assertThat(adaptive.execute(query).rows())
                    .as(query)
                    .containsExactlyInAnyOrderElementsOf(plain.execute(query).rows());
            assertThat(adaptive.execute("EXPLAIN ANALYZE " + query)
                            .rows()
                            .get(0)
                            .get(0))
                    .contains(decision);
        }
    }

    private static SessionEngine engine(Map<String, String> settings) throws Exception {
        SessionEngine engine = SessionEngine.local(Map.of("taskmanager.numberOfTaskSlots", "2"), settings);
        engine.execute(numbers("facts", 40_000, 1_000));
        engine.execute(numbers("dimensions", 900, 1_000));
        return engine;
    }

    private static String numbers(String table, int rows, int values) {
        return "CREATE TABLE " + table + " (k BIGINT, v BIGINT) WITH ('connector' = 'datagen', 'number-of-rows' = '"
                + rows + "', 'fields.k.kind' = 'sequence', 'fields.k.start' = '1', 'fields.k.end' = '" + rows
                + "', 'fields.v.min' = '0', 'fields.v.max' = '" + values + "')";
    }
}
