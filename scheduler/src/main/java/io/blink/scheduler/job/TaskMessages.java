package io.blink.scheduler.job;

import io.blink.runtime.control.CheckpointAcknowledged;
import io.blink.runtime.control.CheckpointDeclined;
import io.blink.runtime.control.PartitionUnavailable;
import io.blink.runtime.control.SplitRequest;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.runtime.control.TaskProgress;
import io.blink.runtime.control.TaskReport;
import io.blink.runtime.control.TaskStateChanged;
import io.blink.runtime.control.WatermarkReport;
import io.blink.scheduler.checkpoint.CheckpointCoordination;
import io.blink.scheduler.execution.AttemptState;
import io.blink.scheduler.execution.JobExecution;
import io.blink.scheduler.execution.Task;
import io.blink.scheduler.split.AlignedWatermarks;
import io.blink.scheduler.split.SplitHandout;

/**
 * What workers say about a job's tasks. Messages come here only if their term is this master's; those about attempts that no longer count change nothing, and each may
 * come twice. In turns.
 */
public final class TaskMessages {
    private final JobLife life;
    private final JobExecution execution;
    private final TaskReports reports;
    private final SplitHandout splits;
    private final AlignedWatermarks watermarks;
    private final CheckpointCoordination checkpoints;
    private final FailureHandling failures;
    private final Runnable changed;

    TaskMessages(
            JobLife life,
            JobExecution execution,
            TaskReports reports,
            SplitHandout splits,
            AlignedWatermarks watermarks,
            CheckpointCoordination checkpoints,
            FailureHandling failures,
            Runnable changed) {
        this.life = life;
        this.execution = execution;
        this.reports = reports;
        this.splits = splits;
        this.watermarks = watermarks;
        this.checkpoints = checkpoints;
        this.failures = failures;
        this.changed = changed;
    }

    /** A worker lists a task and its state; the message about it may have been lost. */
    public void listed(TaskReport report) {
        if (!life.halted()) {
            reports.listed(report);
        }
    }

    public void changed(TaskStateChanged change) {
        if (!life.halted()) {
            reports.changed(change);
        }
    }

    public void progress(TaskProgress progress) {
        execution.task(progress.getTask()).filter(Task::live).ifPresent(task -> task.current()
                .progress(progress));
    }

    public void splitsWanted(SplitRequest request) {
        if (counts(request.getTask())) {
            splits.request(request);
        }
    }

    public void watermarkReached(WatermarkReport report) {
        if (counts(report.getTask())) {
            watermarks.reached(report);
        }
    }

    public void acknowledged(CheckpointAcknowledged acknowledgement) {
        if (counts(acknowledgement.getTask())) {
            checkpoints.acknowledged(acknowledgement);
        }
    }

    public void declined(CheckpointDeclined decline) {
        if (counts(decline.getTask())) {
            checkpoints.declined(decline);
        }
    }

    public void partitionUnavailable(PartitionUnavailable partition) {
        if (counts(partition.getConsumer())) {
            Task reader = execution.task(partition.getConsumer()).orElseThrow();
            failures.inputLost(execution.unitOf(reader), reader, partition.getProducer());
            changed.run();
        }
    }

    /** Whether the attempt is one that is meant to go on. */
    private boolean counts(TaskAttemptId attempt) {
        return !life.halted()
                && execution
                        .task(attempt)
                        .filter(task -> task.live() && task.current().state() != AttemptState.CANCELING)
                        .isPresent();
    }
}
