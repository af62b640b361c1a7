package io.blink.integration.savepoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.scheduler.job.JobState;
import io.blink.scheduler.job.JobStatus;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The state of each kind of stateful operator is dealt out from one task to four and back, by savepoints: the tables have the rows that a batch computes. */
class RescaleTest {
    private static final int ROWS = 20_000;

    /** Queries by the columns of their tables. */
    private static final Map<String, String> QUERIES = new LinkedHashMap<>();

    static {
        QUERIES.put(
                "item INT, n BIGINT, total BIGINT, most BIGINT",
                "SELECT item, COUNT(*), SUM(amount), MAX(amount) FROM events GROUP BY item");
        QUERIES.put(
                "item INT, id BIGINT, amount BIGINT, place BIGINT",
                "SELECT item, id, amount, place FROM (SELECT *, ROW_NUMBER() OVER (PARTITION BY item ORDER BY amount DESC, id) AS place"
                        + " FROM events) WHERE place <= 3");
        QUERIES.put(
                "id BIGINT, amount BIGINT, price BIGINT",
                "SELECT e.id, e.amount, p.price FROM events AS e JOIN prices AS p ON e.id = p.id WHERE e.id < 4000");
        QUERIES.put(
                "id BIGINT, running BIGINT",
                "SELECT id, SUM(amount) OVER (PARTITION BY item ORDER BY at ROWS BETWEEN 2 PRECEDING AND CURRENT ROW) FROM events");
        QUERIES.put(
                "window_start TIMESTAMP(6), item INT, n BIGINT",
                "SELECT window_start, item, COUNT(*) FROM TABLE(HOP(TABLE events, DESCRIPTOR(at), INTERVAL '1' SECOND, INTERVAL '3' SECOND))"
                        + " GROUP BY window_start, window_end, item");
    }

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"paged", "rocksdb"})
    @Timeout(value = 3, unit = TimeUnit.MINUTES)
    void everyOperatorKeepsItsState(String backend) throws InterruptedException {
        Map<String, String> settings = Map.of(
                "taskmanager.numberOfTaskSlots",
                "4",
                "io.tmp.dirs",
                folder.resolve("engine").toString());
        try (StreamSession session = new StreamSession(settings)) {
            session.run("SET 'execution.checkpointing.savepoint-dir' = '%s/savepoints';".formatted(folder)
                    + "SET 'execution.checkpointing.interval' = '200 ms'; SET 'state.backend.type' = '%s';"
                            .formatted(backend)
                    + tables());
            String first = stop(session, start(session, 1, 2_500));
            session.run("SET 'execution.state-recovery.path' = '" + first + "';");
            String second = stop(session, start(session, 4, 2_500));
            session.run("SET 'execution.state-recovery.path' = '" + second + "';");
            JobStatus end = session.jobs().await(start(session, 1, 1_000_000));
            assertThat(end.state()).as(end.message()).isEqualTo(JobState.FINISHED);
            session.run("RESET 'execution.state-recovery.path'; SET 'execution.runtime-mode' = 'batch';"
                    + source(1_000_000));
            int table = 0;
            for (String query : QUERIES.values()) {
                List<List<String>> streamed = session.run("SELECT * FROM result" + table++ + ";");
                assertThat(streamed).as(query).containsExactlyInAnyOrderElementsOf(session.run(query + ";"));
            }
        }
    }

    private String tables() {
        StringBuilder script = new StringBuilder();
        int table = 0;
        for (String columns : QUERIES.keySet()) {
            script.append(
                    "CREATE TABLE result%d (%s) WITH ('connector' = 'filesystem', 'path' = '%s/result%d', 'format' = 'parquet');\n"
                            .formatted(table, columns, folder, table));
            table++;
        }
        return script.toString();
    }

    private static String source(int rowsPerSecond) {
        return """
                DROP TEMPORARY TABLE IF EXISTS events;
                DROP TEMPORARY TABLE IF EXISTS prices;
                CREATE TEMPORARY TABLE events (
                  id BIGINT, item INT, amount BIGINT, at TIMESTAMP(6), WATERMARK FOR at AS at - INTERVAL '1' SECOND
                ) WITH (
                  'connector' = 'datagen', 'number-of-rows' = '%1$d', 'rows-per-second' = '%2$d', 'seed' = '42',
                  'start' = '2024-03-31 01:59:58', 'fields.id.kind' = 'sequence', 'fields.item.max' = '99', 'fields.amount.max' = '9999',
                  'fields.at.interval' = '1 ms'
                );
                CREATE TEMPORARY TABLE prices (id BIGINT, price BIGINT) WITH (
                  'connector' = 'datagen', 'number-of-rows' = '%1$d', 'rows-per-second' = '%2$d', 'seed' = '43',
                  'fields.id.kind' = 'sequence', 'fields.price.max' = '9999'
                );
                """.formatted(ROWS, rowsPerSecond);
    }

    private static String start(StreamSession session, int parallelism, int rowsPerSecond) throws InterruptedException {
        StringBuilder script =
                new StringBuilder("SET 'execution.runtime-mode' = 'streaming'; SET 'parallelism.default' = '"
                        + parallelism + "';" + source(rowsPerSecond) + "EXECUTE STATEMENT SET BEGIN\n");
        int table = 0;
        for (String query : QUERIES.values()) {
            script.append("INSERT INTO result")
                    .append(table++)
                    .append(' ')
                    .append(query)
                    .append(";\n");
        }
        return session.run(script + "END;").get(0).get(0);
    }

    private static String stop(StreamSession session, String job) throws InterruptedException {
        session.await(job, "a checkpoint", status -> status.checkpoints().completed() > 1);
        return session.run("STOP JOB '" + job + "' WITH SAVEPOINT;").get(0).get(0);
    }
}
