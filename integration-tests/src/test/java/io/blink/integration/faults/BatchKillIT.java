package io.blink.integration.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.integration.cluster.CommandResult;
import io.blink.integration.cluster.SharedCluster;
import io.blink.integration.cluster.YarnSession;
import io.blink.scheduler.job.JobStatus;
import io.blink.scheduler.job.JobStatus.TaskStatus;
import io.blink.scheduler.job.JobStatus.VertexStatus;
import io.blink.testing.process.Waiting;
import io.blink.yarn.ApplicationFiles;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;

/** A batch query of two stages on two workers while {@code kill -9} hits a worker or the master: the answer is right, and only what was lost is done again. */
class BatchKillIT {
    private static final long ROWS = 6_000_000;
    private static final int GROUPS = 7;

    private final YarnSession session = FaultSession.get();

    @Test
    void workerKilledWhileItWritesShuffleOutputCostsItsOwnTaskOnly() {
        // Slow enough to be met in its first stage: rows are due over 15 s.
        CompletableFuture<CommandResult> query = session.startSql(query("killed_writer", 400_000));
        String job = job("killed_writer");
        JobStatus before = session.await(
                job,
                "both tasks of the first stage produce rows",
                status -> tasksRunning(status, 0) == 2
                        && status.vertices().get(0).operators().get(0).rowsOut() > 0);
        session.worker(task(before, 0, 0).workerId()).kill();
        assertAnswer(query.join());
        JobStatus end = session.jobs().status(job);
        assertThat(task(end, 0, 0).attempt()).isGreaterThan(task(before, 0, 0).attempt());
        assertThat(task(end, 0, 1))
                .as("the task of the other worker was not run again")
                .extracting(TaskStatus::attempt, TaskStatus::workerId)
                .containsExactly(
                        task(before, 0, 1).attempt(), task(before, 0, 1).workerId());
    }

    @Test
    void workerKilledWhileItReadsLosesItsHalfOfBothStages() {
        CompletableFuture<CommandResult> query = session.startSql(query("killed_reader", 3_000_000));
        String job = job("killed_reader");
        JobStatus before =
                session.await(job, "both tasks of the second stage run", status -> tasksRunning(status, 1) == 2);
        session.worker(task(before, 1, 0).workerId()).kill();
        assertAnswer(query.join());
        JobStatus end = session.jobs().status(job);
        assertThat(end.restarts()).isPositive();
        for (TaskStatus writer : before.vertices().get(0).tasks()) {
            boolean lost = writer.workerId().equals(task(before, 1, 0).workerId());
            assertThat(task(end, 0, writer.subtask()).attempt())
                    .as("attempts of a writer whose output was " + (lost ? "lost" : "kept"))
                    .satisfies(attempt -> assertThat(attempt > writer.attempt()).isEqualTo(lost));
        }
    }

    @Test
    void newMasterGoesOnBehindTheFinishedStage() throws IOException {
        CompletableFuture<CommandResult> query = session.startSql(query("killed_master", 3_000_000));
        String job = job("killed_master");
        JobStatus before = session.await(job, "the second stage runs", status -> tasksRunning(status, 1) > 0);
        awaitFirstStageOnRecord(before);
        session.master().kill();
        assertAnswer(query.join());
        JobStatus end = session.jobs().status(job);
        assertThat(end.term()).isGreaterThan(before.term());
        assertThat(end.vertices().get(0).tasks())
                .as("the first stage's tasks were taken over as they were")
                .extracting(TaskStatus::attempt, TaskStatus::workerId)
                .containsExactlyElementsOf(before.vertices().get(0).tasks().stream()
                        .map(task -> org.assertj.core.groups.Tuple.tuple(task.attempt(), task.workerId()))
                        .toList());
    }

    /** Rows are numbered; the second stage has to tell them all apart. */
    private static String query(String name, int rowsPerSecond) {
        return """
                SET 'execution.runtime-mode' = 'batch';
                SET 'execution.batch-shuffle-mode' = 'ALL_EXCHANGES_BLOCKING';
                SET 'execution.batch.job-recovery.snapshot.min-pause' = '0 ms';
                SET 'parallelism.default' = '2';
                CREATE TEMPORARY TABLE %s (id BIGINT) WITH (
                  'connector' = 'datagen', 'number-of-rows' = '%d', 'rows-per-second' = '%d', 'splits' = '4',
                  'fields.id.kind' = 'sequence');
                SELECT k, COUNT(*) AS n, SUM(id) AS total
                FROM (SELECT MOD(id, %d) AS k, id, COUNT(*) AS c FROM %s GROUP BY MOD(id, %d), id)
                GROUP BY k ORDER BY k;
                """.formatted(name, ROWS, rowsPerSecond, GROUPS, name, GROUPS);
    }

    private String job(String table) {
        return session.awaitJob(status -> status.name().contains(table));
    }

    private static int tasksRunning(JobStatus status, int vertex) {
        return status.vertices().get(vertex).tasksRunning();
    }

    private static TaskStatus task(JobStatus status, int vertex, int subtask) {
        VertexStatus of = status.vertices().get(vertex);
        return of.tasks().stream()
                .filter(task -> task.subtask() == subtask)
                .findFirst()
                .orElseThrow(() -> new AssertionError("vertex " + vertex + " has no task " + subtask + ": " + of));
    }

    private void awaitFirstStageOnRecord(JobStatus status) throws IOException {
        Configuration hadoop = new Configuration();
        hadoop.set("fs.defaultFS", SharedCluster.get().hadoop().fileSystem().toString());
        try (FileSystem fileSystem = FileSystem.newInstance(hadoop)) {
            String root = new Path(fileSystem.getHomeDirectory(), ".blink/" + session.applicationId()).toString();
            Path records = new Path(new ApplicationFiles(root).masterStore(), status.jobId() + "/" + status.term());
            Waiting.until("the first stage is on record", YarnSession.PATIENCE, () -> hasRegion(fileSystem, records));
        }
    }

    private static boolean hasRegion(FileSystem fileSystem, Path records) {
        try {
            return List.of(fileSystem.listStatus(records)).stream()
                    .anyMatch(file -> file.getPath().getName().startsWith("region-"));
        } catch (IOException exception) {
            throw new java.io.UncheckedIOException("Cannot list " + records, exception);
        }
    }

    private static void assertAnswer(CommandResult result) {
        StringBuilder expected = new StringBuilder("k,n,total\n");
        for (long k = 0; k < GROUPS; k++) {
            long rows = (ROWS - k + GROUPS - 1) / GROUPS;
            long total = rows * k + GROUPS * (rows * (rows - 1) / 2);
            expected.append(k)
                    .append(',')
                    .append(rows)
                    .append(',')
                    .append(total)
                    .append('\n');
        }
        assertThat(result.succeeded().output()).isEqualToNormalizingNewlines(expected.toString());
    }
}
