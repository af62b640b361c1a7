package io.blink.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.integration.cluster.CommandResult;
import io.blink.integration.cluster.SharedCluster;
import io.blink.integration.cluster.YarnSession;
import io.blink.scheduler.job.JobState;
import io.blink.scheduler.job.JobStatus;
import io.blink.testing.exactlyonce.ExactlyOnceCheck;
import io.blink.testing.exactlyonce.ResultComparison;
import io.blink.testing.exactlyonce.WindowedCount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * A stream whose result is known at any moment: generated rows without end, counted per window and key into a partitioned Hive table, by two workers, with a checkpoint every second. Whatever a
 * test waits for decides how long it runs, not the clock.
 */
final class CountedStream implements AutoCloseable {
    private static final int ROWS_PER_SECOND = 10_000;
    private static final LocalDateTime START = LocalDateTime.parse("2024-03-31T01:59:58");
    private static final long STEP_MICROS = 500;
    private static final long WINDOW_MICROS = 1_000_000;

    private final YarnSession session;
    private final String database;
    private final String useDatabase;
    private final String jobId;

    private CountedStream(YarnSession session, String database) {
        this.session = session;
        this.database = database;
        this.useDatabase = SharedCluster.get().use(database);
        this.jobId = session.submitStream(useDatabase + """
                SET 'execution.runtime-mode' = 'streaming';
                SET 'parallelism.default' = '2';
                SET 'execution.checkpointing.interval' = '1 s';
                CREATE TEMPORARY TABLE events (
                  item INT, amount BIGINT, at TIMESTAMP(6), WATERMARK FOR at AS at - INTERVAL '1' SECOND
                ) WITH (
                  'connector' = 'datagen', 'rows-per-second' = '%d', 'seed' = '42',
                  'start' = '2024-03-31 01:59:58', 'fields.item.max' = '9', 'fields.amount.max' = '999',
                  'fields.at.interval' = '500 us'
                );
                CREATE TABLE counts (window_start TIMESTAMP(6), item INT, n BIGINT, amount BIGINT)
                PARTITIONED BY (minute STRING) STORED AS PARQUET
                TBLPROPERTIES ('sink.partition-commit.policy.kind' = 'metastore,success-file');
                INSERT INTO counts
                SELECT window_start, item, COUNT(*), SUM(amount), DATE_FORMAT(window_start, 'HH-mm')
                FROM TABLE(TUMBLE(TABLE events, DESCRIPTOR(at), INTERVAL '1' SECOND))
                GROUP BY window_start, window_end, item;
                """.formatted(ROWS_PER_SECOND));
    }

    static CountedStream start(YarnSession session, String database) {
        return new CountedStream(session, database);
    }

    String jobId() {
        return jobId;
    }

    String database() {
        return database;
    }

    /** Until the tasks of now have completed {@code count} checkpoints. @return the status in which they had */
    JobStatus awaitCheckpoints(int count, int term) {
        return session.await(
                jobId,
                count + " checkpoints in term " + term,
                status -> status.term() >= term
                        && status.checkpoints().lastCompleted()
                                >= status.checkpoints().restoredFrom() + count
                        && status.checkpoints().completed() >= count);
    }

    /** Until the job runs from a checkpoint at least as new as {@code checkpoint} and has completed one more. */
    JobStatus awaitResumed(long checkpoint, int term) {
        return session.await(
                jobId,
                "a new checkpoint after a restart from " + checkpoint + " or later in term " + term,
                status -> status.term() >= term
                        && status.checkpoints().restoredFrom() >= checkpoint
                        && status.checkpoints().lastCompleted()
                                > status.checkpoints().restoredFrom());
    }

    /** Ends it; what it has committed by then stays. */
    void cancel() {
        session.jobs().cancel(jobId);
        JobStatus end = awaitEnd();
        assertThat(end.state()).as(end.message()).isEqualTo(JobState.CANCELED);
    }

    private JobStatus awaitEnd() {
        try {
            return session.jobs().await(jobId);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while " + jobId + " was to end", interrupted);
        }
    }

    /** Nothing of it runs into the next test. */
    @Override
    public void close() {
        if (!session.jobs().status(jobId).state().ended()) {
            cancel();
        }
    }

    /**
     * Compares what the table holds with what the source's definition gives: all windows before the last one that it shows, every row once.
     *
     * @return how many rows the windows have that were compared
     */
    long assertExactlyOnce() throws IOException {
        List<ResultComparison.Line> lines = result();
        LocalDateTime last = lines.stream()
                .map(line -> line.group().windowStart())
                .max(LocalDateTime::compareTo)
                .orElseThrow();
        long rows = ChronoUnit.MICROS.between(START, last) / STEP_MICROS;
        WindowedCount query = new WindowedCount(rows, START, STEP_MICROS, WINDOW_MICROS, 42, "item", 10, "amount", 999);
        ResultComparison comparison = ResultComparison.of(
                query.expected(),
                lines.stream()
                        .filter(line -> line.group().windowStart().isBefore(last))
                        .toList());
        assertThat(comparison.differences()).isEmpty();
        return comparison.rows();
    }

    private List<ResultComparison.Line> result() throws IOException {
        CommandResult result = session.sql(useDatabase + "SELECT window_start, item, n, amount FROM counts;")
                .succeeded();
        Path csv = Files.writeString(Files.createTempFile("counts", ".csv"), result.output());
        try {
            return ExactlyOnceCheck.read(csv);
        } finally {
            Files.delete(csv);
        }
    }
}
