package io.blink.client.job;

import io.blink.core.plan.ExecutionMode;
import io.blink.scheduler.checkpoint.CheckpointRecord;
import io.blink.scheduler.checkpoint.CheckpointStatus;
import io.blink.scheduler.job.JobStatus;
import io.blink.scheduler.job.JobStatus.OperatorStatus;
import io.blink.scheduler.job.JobStatus.TaskStatus;
import io.blink.scheduler.job.JobStatus.VertexStatus;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** What the command line says about jobs. */
public final class JobText {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT);
    private static final String[] UNITS = {"B", "kB", "MB", "GB", "TB", "PB"};

    private final ZoneId zone;

    /** @param zone of the times that are shown */
    public JobText(ZoneId zone) {
        this.zone = zone;
    }

    /** One line a job, below a heading. */
    public String list(List<JobStatus> jobs) {
        TextColumns columns = new TextColumns("").add("JOB", "STATE", "MODE", "SUBMITTED", "NAME");
        for (JobStatus job : jobs) {
            columns.add(job.jobId(), job.state().name(), mode(job), time(job.submittedMillis()), oneLine(job.name()));
        }
        StringBuilder out = new StringBuilder();
        columns.appendTo(out);
        return out.toString();
    }

    /** All that is known about a job. */
    public String info(JobStatus job) {
        StringBuilder out = new StringBuilder();
        TextColumns head = new TextColumns("")
                .add("Job", job.jobId())
                .add("Name", oneLine(job.name()))
                .add("State", job.state().name() + (job.message().isEmpty() ? "" : ": " + job.message()))
                .add("Mode", mode(job))
                .add("Term", job.term() + ", " + job.restarts() + " restarts")
                .add("Submitted", time(job.submittedMillis()))
                .add("Started", time(job.startedMillis()))
                .add("Ended", time(job.endedMillis()));
        if (!job.errorCode().isEmpty()) {
            head.add("Error", job.errorCode());
        }
        if (job.mode() == ExecutionMode.STREAMING) {
            head.add("Checkpoints", checkpoints(job.checkpoints()));
        }
        if (!job.checkpoints().savepoint().isEmpty()) {
            head.add("Savepoint", job.checkpoints().savepoint());
        }
        job.decisions().forEach(decision -> head.add("Decided", oneLine(decision)));
        head.appendTo(out);
        history(job.checkpoints().history(), out);
        job.vertices().forEach(vertex -> vertex(vertex, out));
        return out.toString();
    }

    private String checkpoints(CheckpointStatus status) {
        String completed = status.lastCompleted() == 0
                ? "none completed"
                : "latest " + status.lastCompleted() + " of " + time(status.lastCompletedMillis()) + " after "
                        + status.lastDurationMillis() + " ms, state " + bytes(status.stateBytes()) + ", "
                        + status.completed() + " completed in this term";
        String restored = status.restoredFrom() == 0 ? "" : ", restored from " + status.restoredFrom();
        String pending = status.pending() == 0 ? "" : ", " + status.pending() + " under way";
        String failures = status.failuresInARow() == 0
                ? ""
                : ", " + status.failuresInARow() + " failed in a row: " + oneLine(status.lastFailure());
        return completed + restored + pending + failures;
    }

    private void history(List<CheckpointRecord> checkpoints, StringBuilder out) {
        if (checkpoints.isEmpty()) {
            return;
        }
        out.append('\n');
        TextColumns columns = new TextColumns("")
                .add(
                        "CHECKPOINT",
                        "KIND",
                        "TRIGGERED",
                        "DURATION",
                        "SYNC",
                        "ALIGNMENT",
                        "STATE",
                        "WRITTEN",
                        "OVERTAKEN",
                        "STATUS");
        for (CheckpointRecord checkpoint : checkpoints) {
            columns.add(
                    Long.toString(checkpoint.id()),
                    checkpoint.kind().name().toLowerCase(Locale.ROOT),
                    time(checkpoint.triggeredMillis()),
                    checkpoint.durationMillis() + " ms",
                    String.format(Locale.ROOT, "%.3f ms", checkpoint.syncMicros() / 1e3),
                    checkpoint.alignmentMillis() + " ms",
                    bytes(checkpoint.stateBytes()),
                    bytes(checkpoint.writtenBytes()),
                    bytes(checkpoint.overtakenBytes()),
                    checkpoint.failure().isEmpty() ? "completed" : "failed: " + oneLine(checkpoint.failure()));
        }
        columns.appendTo(out);
    }

    private static void vertex(VertexStatus vertex, StringBuilder out) {
        out.append('\n')
                .append("Vertex ")
                .append(vertex.vertexId())
                .append(": ")
                .append(vertex.name())
                .append('\n')
                .append("  parallelism ")
                .append(vertex.parallelism() == 0 ? "not yet decided" : vertex.parallelism())
                .append(", tasks running ")
                .append(vertex.tasksRunning())
                .append(", finished ")
                .append(vertex.tasksFinished());
        if (vertex.splits() > 0) {
            out.append(", splits ").append(vertex.splits()).append(", waiting ").append(vertex.splitsWaiting());
        }
        if (vertex.bytesWritten() > 0) {
            out.append(", written ").append(bytes(vertex.bytesWritten()));
        }
        out.append('\n');
        operators(vertex.operators(), out);
        tasks(vertex.tasks(), out);
    }

    private static void operators(List<OperatorStatus> operators, StringBuilder out) {
        if (operators.isEmpty()) {
            return;
        }
        TextColumns columns = new TextColumns("  ")
                .add("OPERATOR", "ROWS IN", "ROWS OUT", "BUSY", "MEMORY PEAK", "SPILLED", "LATE ROWS");
        for (OperatorStatus operator : operators) {
            columns.add(
                    operator.operatorId() + " " + oneLine(operator.name()),
                    Long.toString(operator.rowsIn()),
                    Long.toString(operator.rowsOut()),
                    String.format(Locale.ROOT, "%.3f s", operator.busyNanos() / 1e9),
                    bytes(operator.memoryBytesPeak()),
                    bytes(operator.spilledBytes()),
                    Long.toString(operator.lateRowsDropped()));
        }
        columns.appendTo(out);
    }

    private static void tasks(List<TaskStatus> tasks, StringBuilder out) {
        if (tasks.isEmpty()) {
            return;
        }
        TextColumns columns = new TextColumns("  ").add("TASK", "ATTEMPT", "STATE", "WORKER", "HOST", "LOG");
        for (TaskStatus task : tasks) {
            columns.add(
                    Integer.toString(task.subtask()),
                    Integer.toString(task.attempt()),
                    task.state(),
                    orDash(task.workerId()),
                    orDash(task.host()),
                    orDash(task.logUrl()));
        }
        columns.appendTo(out);
    }

    private static String mode(JobStatus job) {
        return job.mode().name().toLowerCase(Locale.ROOT);
    }

    private String time(long millis) {
        return millis == 0 ? "-" : TIME.format(Instant.ofEpochMilli(millis).atZone(zone));
    }

    private static String orDash(String text) {
        return text == null || text.isEmpty() ? "-" : text;
    }

    private static String oneLine(String text) {
        return text.strip().replaceAll("\\s+", " ");
    }

    static String bytes(long count) {
        double value = count;
        int unit = 0;
        while (value >= 1024 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return unit == 0 ? count + " B" : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }
}
