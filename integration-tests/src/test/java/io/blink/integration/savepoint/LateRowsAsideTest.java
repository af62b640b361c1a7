package io.blink.integration.savepoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.scheduler.job.JobState;
import io.blink.scheduler.job.JobStatus;
import io.blink.testing.faults.FailingConnectorFactory;
import io.blink.testing.faults.FailurePlan;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A tenth of the rows comes a minute late to windows of 20 seconds, or sessions of less, in four tasks that fail again and again: each row is in its window or aside, once. */
class LateRowsAsideTest {
    private static final int ROWS = 160_000;
    private static final int FAILURES = 8;

    @TempDir
    private Path folder;

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void everyRowIsInItsWindowOrAside() throws InterruptedException {
        String counts = "INSERT INTO counts SELECT window_start, item, COUNT(*)"
                + " FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(at), INTERVAL '20' SECOND)) GROUP BY window_start, window_end, item";
        run(counts, session -> {
            assertThat(count(session, "SELECT COUNT(*) - COUNT(DISTINCT id) FROM late"))
                    .as("a column that the query does not read")
                    .isEqualTo("0");
            assertThat(count(session, "SELECT COUNT(*) FROM (" + differences() + ")"))
                    .isEqualTo("0");
        });
    }

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void everyRowIsInASessionOrAside() throws InterruptedException {
        String sessions = "INSERT INTO rows_in_time SELECT id, at, item"
                + " FROM TABLE(SESSION(TABLE events PARTITION BY item, DESCRIPTOR(at), INTERVAL '0.3' SECOND))";
        run(sessions, session -> {
            String all = "(SELECT id FROM rows_in_time UNION ALL SELECT id FROM late)";
            assertThat(count(session, "SELECT COUNT(*) FROM " + all)).isEqualTo(Integer.toString(ROWS));
            assertThat(count(session, "SELECT COUNT(DISTINCT id) FROM " + all)).isEqualTo(Integer.toString(ROWS));
        });
    }

    /** What is asked of the tables when all rows are through. */
    @FunctionalInterface
    private interface Check {
        void of(StreamSession session) throws InterruptedException;
    }

    private void run(String insert, Check check) throws InterruptedException {
        FailurePlan plan = new FailurePlan(11, FAILURES, 1_000, 5_000);
        Map<String, String> settings = Map.of(
                "taskmanager.numberOfTaskSlots",
                "4",
                "blink.network.channel-bytes",
                "4 kb",
                "io.tmp.dirs",
                folder.resolve("engine").toString());
        try (StreamSession session = new StreamSession(
                settings,
                factory -> factory.name().equals("datagen") ? new FailingConnectorFactory(factory, plan) : factory)) {
            JobStatus end = session.jobs().await(start(session, insert));
            assertThat(end.state()).as(end.message()).isEqualTo(JobState.FINISHED);
            assertThat(plan.left()).isZero();
            assertThat(Long.parseLong(count(session, "SELECT COUNT(*) FROM late")))
                    .isBetween(ROWS / 100L, ROWS / 10L);
            check.of(session);
        }
    }

    private String start(StreamSession session, String insert) throws InterruptedException {
        return session.run("""
                        SET 'execution.runtime-mode' = 'streaming';
                        SET 'parallelism.default' = '4';
                        SET 'execution.checkpointing.interval' = '20 ms';
                        SET 'restart-strategy.exponential-delay.initial-backoff' = '1 ms';
                        SET 'restart-strategy.exponential-delay.max-backoff' = '10 ms';
                        SET 'restart-strategy.exponential-delay.attempts-before-reset-backoff' = '100';
                        CREATE TEMPORARY TABLE events (
                          id BIGINT, item INT, made TIMESTAMP(6),
                          at AS CASE WHEN id %% 10 = 0 THEN made - INTERVAL '60' SECOND ELSE made END,
                          WATERMARK FOR at AS at - INTERVAL '1' SECOND
                        ) WITH (
                          'connector' = 'datagen', 'number-of-rows' = '%d', 'rows-per-second' = '50000', 'seed' = '42',
                          'fields.id.kind' = 'sequence', 'fields.item.max' = '99', 'fields.item.min' = '0',
                          'fields.made.interval' = '2 ms'
                        );
                        CREATE TABLE counts (window_start TIMESTAMP(6), item INT, n BIGINT)
                        WITH ('connector' = 'filesystem', 'path' = '%s/counts', 'format' = 'parquet');
                        CREATE TABLE late (id BIGINT, at TIMESTAMP(6), item INT)
                        WITH ('connector' = 'filesystem', 'path' = '%s/late', 'format' = 'parquet');
                        CREATE TABLE rows_in_time (id BIGINT, at TIMESTAMP(6), item INT)
                        WITH ('connector' = 'filesystem', 'path' = '%s/rows_in_time', 'format' = 'parquet');
                        SET 'table.exec.late-rows.table' = 'late';
                        %s;
                        """.formatted(ROWS, folder, folder, folder, insert))
                .get(0)
                .get(0);
    }

    private static String count(StreamSession session, String query) throws InterruptedException {
        List<List<String>> rows =
                session.run("SET 'execution.runtime-mode' = 'batch'; SET 'parallelism.default' = '2'; " + query + ";");
        return rows.get(0).get(0);
    }

    /** Groups of all rows whose number is not that of their windows' results and the late rows together. */
    private static String differences() {
        String windows =
                "SELECT window_start, item, COUNT(*) AS n FROM TABLE(TUMBLE(TABLE %s, DESCRIPTOR(at), INTERVAL '20' SECOND))"
                        + " GROUP BY window_start, window_end, item";
        String found =
                "SELECT window_start, item, SUM(n) AS n FROM (SELECT window_start, item, n FROM counts UNION ALL "
                        + windows.formatted("late") + ") GROUP BY window_start, item";
        return "SELECT COALESCE(e.n, 0) AS n FROM (" + windows.formatted("events") + ") AS e FULL JOIN (" + found
                + ") AS f ON e.window_start = f.window_start AND e.item = f.item WHERE COALESCE(e.n, 0) <> COALESCE(f.n, 0)";
    }
}
