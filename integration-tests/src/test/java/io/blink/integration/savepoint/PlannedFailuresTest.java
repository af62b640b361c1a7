package io.blink.integration.savepoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.scheduler.job.JobState;
import io.blink.scheduler.job.JobStatus;
import io.blink.testing.exactlyonce.ResultComparison;
import io.blink.testing.exactlyonce.WindowedCount;
import io.blink.testing.faults.FailingConnectorFactory;
import io.blink.testing.faults.FailurePlan;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Counts by key in four tasks with a checkpoint every 20 ms while failures hit it, one after a few checkpoints each, some sooner: no row is lost or counted twice, however the state is kept. */
class PlannedFailuresTest {
    private static final WindowedCount QUERY = new WindowedCount(
            160_000, LocalDateTime.parse("2024-03-31T01:59:58"), 500, 20_000_000, 42, "item", 1_000, "amount", 999);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @CsvSource({"paged, false, 50", "rocksdb, true, 8"})
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void countsAreExactAfterManyFailures(String backend, boolean fromLocal, int failures) throws InterruptedException {
        FailurePlan plan = new FailurePlan(7, failures, 1_000, 5_000);
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
            session.run("SET 'state.backend.type' = '%s'; SET 'execution.state-recovery.from-local' = '%s';"
                    .formatted(backend, fromLocal));
            String job = start(session);
            JobStatus end = session.jobs().await(job);
            assertThat(end.state()).as(end.message()).isEqualTo(JobState.FINISHED);
            assertThat(plan.left()).isZero();
            // Failures of several tasks at the same time are one restart.
            assertThat(end.restarts()).isBetween(failures / 4, failures);
            assertExact(session);
        }
    }

    private String start(StreamSession session) throws InterruptedException {
        return session.run("""
                        SET 'execution.runtime-mode' = 'streaming';
                        SET 'parallelism.default' = '4';
                        SET 'execution.checkpointing.interval' = '20 ms';
                        SET 'restart-strategy.exponential-delay.initial-backoff' = '1 ms';
                        SET 'restart-strategy.exponential-delay.max-backoff' = '10 ms';
                        SET 'restart-strategy.exponential-delay.attempts-before-reset-backoff' = '100';
                        CREATE TEMPORARY TABLE events (
                          item INT, amount BIGINT, at TIMESTAMP(6), WATERMARK FOR at AS at - INTERVAL '1' SECOND
                        ) WITH (
                          'connector' = 'datagen', 'number-of-rows' = '%d', 'rows-per-second' = '50000', 'seed' = '42',
                          'start' = '2024-03-31 01:59:58', 'fields.item.max' = '999', 'fields.amount.max' = '999',
                          'fields.at.interval' = '500 us'
                        );
                        CREATE TABLE counts (window_start TIMESTAMP(6), item INT, n BIGINT, amount BIGINT)
                        WITH ('connector' = 'filesystem', 'path' = '%s/counts', 'format' = 'parquet');
                        INSERT INTO counts SELECT window_start, item, COUNT(*), SUM(amount)
                        FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(at), INTERVAL '20' SECOND))
                        GROUP BY window_start, window_end, item;
                        """.formatted(QUERY.rows(), folder)).get(0).get(0);
    }

    private static void assertExact(StreamSession session) throws InterruptedException {
        List<ResultComparison.Line> lines = session
                .run("SET 'execution.runtime-mode' = 'batch'; SELECT window_start, item, n, amount FROM counts;")
                .stream()
                .map(row -> new ResultComparison.Line(
                        new WindowedCount.Group(
                                LocalDateTime.parse(row.get(0).replace(' ', 'T')), Long.parseLong(row.get(1))),
                        new WindowedCount.Totals(Long.parseLong(row.get(2)), Long.parseLong(row.get(3)))))
                .toList();
        ResultComparison comparison = ResultComparison.of(QUERY.expected(), lines);
        assertThat(comparison.differences()).isEmpty();
        assertThat(comparison.rows()).isEqualTo(QUERY.rows());
    }
}
