package io.blink.scheduler.checkpoint;

import io.blink.runtime.control.TaskAttemptId;
import io.blink.scheduler.execution.JobExecution;
import io.blink.scheduler.execution.Task;
import io.blink.scheduler.region.TaskDeployment;
import io.blink.scheduler.split.SplitHandout;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the tasks of a stream go on from when they are deployed: its last completed checkpoint, else the savepoint that it started from, else nothing. In turns. */
public final class StartingPoint {
    private static final Logger LOG = LoggerFactory.getLogger(StartingPoint.class);

    private final JobExecution execution;
    private final SplitHandout splits;
    private final CompletedCheckpoints completed;
    private final CheckpointRestore restoring;
    /** Of the savepoint that the job started from; {@code null}: none. */
    private CheckpointMetadata initial;

    private long restoredFrom;

    StartingPoint(JobExecution execution, SplitHandout splits, CompletedCheckpoints completed) {
        this.execution = execution;
        this.splits = splits;
        this.completed = completed;
        this.restoring = new CheckpointRestore(execution, splits);
    }

    /** A new master has found these, oldest first. */
    void recover(List<CheckpointMetadata> found) {
        found.forEach(completed::add);
        completed.latest().ifPresent(checkpoint -> splits.restore(checkpoint.scans()));
    }

    /** Before the first deployment of a job that starts from a savepoint. */
    void startFrom(CheckpointMetadata savepoint) {
        initial = savepoint;
        splits.restore(savepoint.scans());
    }

    private Optional<CheckpointMetadata> checkpoint() {
        return completed.latest().or(() -> Optional.ofNullable(initial));
    }

    /** How many tasks the vertex must have to go on from where it is: rows that barriers overtook are theirs alone. */
    public Optional<Integer> parallelism(int vertexId) {
        return completed
                .latest()
                .or(() -> Optional.ofNullable(initial).filter(CheckpointMetadata::hasOvertakenRows))
                .flatMap(checkpoint -> checkpoint.parallelism(vertexId));
    }

    /** Before the tasks get attempts: deals out what the checkpoint does not give to them. */
    void deploying() {
        restoredFrom = checkpoint().map(CheckpointMetadata::checkpointId).orElse(0L);
        LOG.info(
                "Job {} starts {}",
                execution.jobId(),
                restoredFrom == 0 ? "without a checkpoint" : "from checkpoint " + restoredFrom);
        restoring.begin(checkpoint());
    }

    /** What the attempt starts with. */
    public TaskDeployment.Restore of(Task task, TaskAttemptId attempt) {
        return checkpoint()
                .map(checkpoint -> restoring.of(checkpoint, task, attempt))
                .orElse(TaskDeployment.Restore.NOTHING);
    }

    /** The checkpoint of the latest deployment; 0: none. */
    long restoredFrom() {
        return restoredFrom;
    }
}
