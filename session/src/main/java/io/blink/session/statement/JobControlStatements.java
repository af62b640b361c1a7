package io.blink.session.statement;

import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.scheduler.SchedulerOptions;
import io.blink.scheduler.checkpoint.CheckpointRecord;
import io.blink.scheduler.checkpoint.CheckpointStatus;
import io.blink.scheduler.client.JobClient;
import io.blink.scheduler.job.JobStatus;
import io.blink.session.StatementResult;
import io.blink.sql.Statement;
import java.time.Instant;

/** Statements about jobs that run: they are shown, stopped, and have savepoints taken of them. */
public final class JobControlStatements {
    private final SessionContext context;
    private final JobClient jobs;

    public JobControlStatements(SessionContext context, JobClient jobs) {
        this.context = context;
        this.jobs = jobs;
    }

    /** STOP JOB: waits until the job has ended. */
    public StatementResult stop(Statement.StopJob stop) {
        return interruptibly(() -> {
            if (stop.savepoint()) {
                return path(jobs.stop(stop.jobId(), folder(), stop.drain()));
            }
            jobs.cancel(stop.jobId());
            jobs.await(stop.jobId());
            return new StatementResult.Done(0);
        });
    }

    /** CREATE SAVEPOINT: waits until it stands. */
    public StatementResult createSavepoint(Statement.CreateSavepoint create) {
        return interruptibly(
                () -> path(jobs.savepoint(create.jobId(), create.folder().orElseGet(this::folder))));
    }

    /** DROP SAVEPOINT. */
    public StatementResult dropSavepoint(Statement.DropSavepoint drop) {
        jobs.disposeSavepoint(drop.folder());
        return new StatementResult.Done(0);
    }

    /** What the session says goes before what the job's own settings say. */
    private String folder() {
        return context.settings().optional(SchedulerOptions.SAVEPOINT_DIRECTORY).orElse("");
    }

    private static StatementResult path(String savepoint) {
        TextTable table = new TextTable("savepoint path");
        table.add(savepoint);
        return table.result(0);
    }

    /** DESCRIBE JOB. */
    public StatementResult describe(Statement.DescribeJob describe) {
        JobStatus job = jobs.status(describe.jobId());
        CheckpointStatus checkpoints = job.checkpoints();
        TextTable table = new TextTable("property", "value");
        table.add("job id", job.jobId());
        table.add("job name", job.name());
        table.add("status", job.state().name());
        table.add("mode", job.mode().name());
        table.add("submit time", time(job.submittedMillis()));
        table.add("start time", time(job.startedMillis()));
        table.add("end time", time(job.endedMillis()));
        table.add("restarts", Integer.toString(job.restarts()));
        table.add("message", job.message().isEmpty() ? null : job.message());
        table.add(
                "last checkpoint",
                checkpoints.lastCompleted() == 0 ? null : Long.toString(checkpoints.lastCompleted()));
        table.add("state bytes", Long.toString(checkpoints.stateBytes()));
        table.add("last savepoint", checkpoints.savepoint().isEmpty() ? null : checkpoints.savepoint());
        return table.result(0);
    }

    private static String time(long millis) {
        return millis == 0 ? null : Instant.ofEpochMilli(millis).toString();
    }

    /** SHOW CHECKPOINTS FOR JOB: the latest ones, oldest first. */
    public StatementResult checkpoints(Statement.ShowCheckpoints show) {
        TextTable table = new TextTable(
                "checkpoint",
                "kind",
                "status",
                "trigger time",
                "duration ms",
                "sync ms",
                "alignment ms",
                "state bytes",
                "written bytes",
                "overtaken bytes",
                "location",
                "failure");
        for (CheckpointRecord checkpoint :
                jobs.status(show.jobId()).checkpoints().history()) {
            table.add(
                    Long.toString(checkpoint.id()),
                    checkpoint.kind().name(),
                    checkpoint.outcome().name(),
                    time(checkpoint.triggeredMillis()),
                    Long.toString(checkpoint.durationMillis()),
                    Double.toString(checkpoint.syncMicros() / 1000.0),
                    Long.toString(checkpoint.alignmentMillis()),
                    Long.toString(checkpoint.stateBytes()),
                    Long.toString(checkpoint.writtenBytes()),
                    Long.toString(checkpoint.overtakenBytes()),
                    checkpoint.location().isEmpty() ? null : checkpoint.location(),
                    checkpoint.failure().isEmpty() ? null : checkpoint.failure());
        }
        return table.result(0);
    }

    private interface Waiting {
        StatementResult call() throws InterruptedException;
    }

    private static StatementResult interruptibly(Waiting work) {
        try {
            return work.call();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new BlinkException(
                    CoreErrorCode.CANCELED, "The wait was interrupted; what was asked for may still happen.", e);
        }
    }
}
