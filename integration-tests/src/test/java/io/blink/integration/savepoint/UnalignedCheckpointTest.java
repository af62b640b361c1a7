package io.blink.integration.savepoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.scheduler.checkpoint.CheckpointRecord;
import io.blink.scheduler.checkpoint.CheckpointRecord.Kind;
import io.blink.scheduler.checkpoint.CheckpointRecord.Outcome;
import io.blink.scheduler.job.JobState;
import io.blink.scheduler.job.JobStatus;
import io.blink.testing.exactlyonce.ResultComparison;
import io.blink.testing.exactlyonce.WindowedCount;
import io.blink.testing.faults.FailingConnectorFactory;
import io.blink.testing.faults.FailurePlan;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Streams that read faster than they count, so that every channel is full: barriers overtake what is queued, and what they overtook is there after a failure. */
class UnalignedCheckpointTest {
    private static final int FAILURES = 2;
    private static final LocalDateTime START = LocalDateTime.parse("2024-03-31T01:59:58");
    private static final long STEP_MICROS = 500;

    @TempDir
    private Path folder;

    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void rowsThatBarriersOvertookAreCountedOnce() throws InterruptedException {
        FailurePlan plan = FailurePlan.onDemand();
        Map<String, String> settings = Map.of(
                "taskmanager.numberOfTaskSlots",
                "4",
                "blink.network.channel-bytes",
                "256 kb",
                "io.tmp.dirs",
                folder.resolve("engine").toString());
        try (StreamSession session = new StreamSession(
                settings,
                factory -> factory.name().equals("datagen") ? new FailingConnectorFactory(factory, plan) : factory)) {
            String job = start(session);
            long lastBefore = 0;
            for (int failures = 1; failures <= FAILURES; failures++) {
                long last = lastBefore;
                session.await(job, "a last checkpoint with overtaken rows", status -> overtookLast(status, last));
                if (failures < FAILURES) {
                    plan.failNext();
                } else {
                    plan.failNextAndFallSilent();
                }
                int restarts = failures;
                session.await(job, "restart " + failures, status -> status.restarts() == restarts);
                lastBefore = session.jobs().status(job).checkpoints().lastCompleted();
            }
            assertThat(session.jobs().status(job).checkpoints().restoredFrom()).isPositive();
            session.run("STOP JOB '" + job + "' WITH SAVEPOINT;");
            JobStatus end = session.jobs().status(job);
            assertThat(end.state()).as(end.message()).isEqualTo(JobState.FINISHED);
            assertThat(end.checkpoints().history())
                    .last()
                    .satisfies(savepoint -> assertThat(savepoint.kind()).isEqualTo(Kind.SAVEPOINT))
                    .satisfies(
                            savepoint -> assertThat(savepoint.overtakenBytes()).isZero());
            assertExact(session);
        }
    }

    /** Whether the next restart goes on from rows that a barrier overtook, in a checkpoint of tasks that run since the restart before: those of earlier ones are gone and cannot take its failure. */
    private static boolean overtookLast(JobStatus status, long lastBefore) {
        List<CheckpointRecord> completed = status.checkpoints().history().stream()
                .filter(record -> record.outcome() == Outcome.COMPLETED)
                .toList();
        return !completed.isEmpty()
                && completed.get(completed.size() - 1).overtakenBytes() > 0
                && status.checkpoints().lastCompleted() > lastBefore;
    }

    private String start(StreamSession session) throws InterruptedException {
        return session.run("""
                        SET 'execution.runtime-mode' = 'streaming';
                        SET 'parallelism.default' = '4';
                        SET 'execution.checkpointing.interval' = '30 ms';
                        SET 'execution.checkpointing.savepoint-dir' = '%s/savepoints';
                        SET 'execution.checkpointing.unaligned.enabled' = 'true';
                        SET 'table.optimizer.agg-phase-strategy' = 'ONE_PHASE';
                        SET 'restart-strategy.exponential-delay.initial-backoff' = '1 ms';
                        SET 'restart-strategy.exponential-delay.max-backoff' = '10 ms';
                        SET 'restart-strategy.exponential-delay.attempts-before-reset-backoff' = '100';
                        CREATE TEMPORARY TABLE events (
                          item INT, amount BIGINT, at TIMESTAMP(6), WATERMARK FOR at AS at - INTERVAL '1' SECOND
                        ) WITH (
                          'connector' = 'datagen', 'seed' = '42',
                          'start' = '2024-03-31 01:59:58', 'fields.item.max' = '1999', 'fields.amount.max' = '999',
                          'fields.at.interval' = '500 us'
                        );
                        CREATE TABLE counts (window_start TIMESTAMP(6), item INT, n BIGINT, amount BIGINT)
                        WITH ('connector' = 'filesystem', 'path' = '%s/counts', 'format' = 'parquet');
                        INSERT INTO counts SELECT window_start, item, COUNT(*), SUM(amount)
                        FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(at), INTERVAL '20' SECOND))
                        GROUP BY window_start, window_end, item;
                        """.formatted(folder, folder)).get(0).get(0);
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
        LocalDateTime last = lines.stream()
                .map(line -> line.group().windowStart())
                .max(LocalDateTime::compareTo)
                .orElseThrow();
        long rows = ChronoUnit.MICROS.between(START, last) / STEP_MICROS;
        WindowedCount query = new WindowedCount(rows, START, STEP_MICROS, 20_000_000, 42, "item", 2_000, "amount", 999);
        ResultComparison comparison = ResultComparison.of(
                query.expected(),
                lines.stream()
                        .filter(line -> line.group().windowStart().isBefore(last))
                        .toList());
        assertThat(comparison.differences()).isEmpty();
        assertThat(comparison.rows()).isPositive();
    }
}
