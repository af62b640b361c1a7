package io.blink.scheduler.job;

import io.blink.core.error.BlinkException;
import io.blink.core.plan.JobGraph;
import io.blink.core.plan.OperatorNode;
import io.blink.core.plan.Vertex;
import io.blink.core.spi.connector.ScanFigures;
import io.blink.runtime.control.OperatorProgress;
import io.blink.runtime.control.PartitionSummary;
import io.blink.runtime.control.ScanMessages;
import io.blink.scheduler.adaptive.StageDecisions;
import io.blink.scheduler.checkpoint.CheckpointCoordination;
import io.blink.scheduler.checkpoint.CheckpointStatus;
import io.blink.scheduler.execution.AttemptState;
import io.blink.scheduler.execution.JobExecution;
import io.blink.scheduler.execution.Region;
import io.blink.scheduler.execution.Task;
import io.blink.scheduler.execution.VertexExecution;
import io.blink.scheduler.job.JobStatus.OperatorStatus;
import io.blink.scheduler.job.JobStatus.TaskStatus;
import io.blink.scheduler.job.JobStatus.VertexStatus;
import io.blink.scheduler.split.SplitHandout;
import io.blink.scheduler.worker.ClusterServices;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** A job as its users see it, summed up from its parts and from what its tasks report. In turns. */
final class JobStatusReport {
    private final long submittedMillis;
    private final JobExecution execution;
    private final JobLife life;
    private final ClusterServices cluster;
    private final SplitHandout splits;
    private final FailureHandling failures;
    private final CheckpointCoordination checkpoints;
    private final StateFromTasks stateFromTasks;
    private final StageDecisions decisions;

    JobStatusReport(
            long submittedMillis,
            JobExecution execution,
            JobLife life,
            ClusterServices cluster,
            SplitHandout splits,
            FailureHandling failures,
            CheckpointCoordination checkpoints,
            StateFromTasks stateFromTasks,
            StageDecisions decisions) {
        this.submittedMillis = submittedMillis;
        this.execution = execution;
        this.life = life;
        this.cluster = cluster;
        this.splits = splits;
        this.failures = failures;
        this.checkpoints = checkpoints;
        this.stateFromTasks = stateFromTasks;
        this.decisions = decisions;
    }

    JobStatus status() {
        JobGraph graph = execution.graph();
        BlinkException failure = life.failure();
        return new JobStatus(
                execution.jobId(),
                graph.name(),
                graph.mode(),
                life.state(),
                cluster.term(),
                submittedMillis,
                life.startedMillis(),
                life.endedMillis(),
                failure == null ? message() : failure.getMessage(),
                failure == null ? "" : failure.code().name(),
                failure == null ? 0 : failure.code().number(),
                failure == null ? "" : failure.code().type().name(),
                graph.hasResult(),
                failures.restarts(),
                graph.vertices().stream().map(this::vertex).toList(),
                decided(),
                execution.streaming() ? checkpoints.status() : CheckpointStatus.NONE);
    }

    /** What it waits for, and why it is not further. */
    private String message() {
        String reason = failures.restartReason();
        if (life.state().ended() || reason.isEmpty()) {
            return stateFromTasks.message();
        }
        return (stateFromTasks.message() + " Last restarted because: " + reason).strip();
    }

    private List<String> decided() {
        List<String> texts = new ArrayList<>();
        decisions.taken().forEach(decision -> texts.add(decision.text()));
        execution.regions().stream()
                .filter(Region::bound)
                .flatMap(region -> region.vertices().stream())
                .flatMap(vertex -> execution.vertex(vertex.id()).shared().stream())
                .forEach(shared -> texts.add(shared.text()));
        return texts;
    }

    private VertexStatus vertex(Vertex vertex) {
        VertexExecution running = execution.edgesBound() ? execution.vertex(vertex.id()) : null;
        List<Task> tasks = running == null ? List.of() : running.tasks();
        List<Task> started =
                tasks.stream().filter(task -> task.current() != null).toList();
        return new VertexStatus(
                vertex.id(),
                vertex.name(),
                tasks.size(),
                count(started, AttemptState.RUNNING),
                count(started, AttemptState.FINISHED),
                splits.splits(vertex),
                splits.pooled(vertex),
                started.stream()
                        .flatMap(task -> task.current().outputs().values().stream())
                        .mapToLong(JobStatusReport::bytes)
                        .sum(),
                vertex.operators().stream()
                        .map(operator -> operator(operator, started))
                        .toList(),
                started.stream().map(this::task).toList());
    }

    private static int count(List<Task> tasks, AttemptState state) {
        return (int)
                tasks.stream().filter(task -> task.current().state() == state).count();
    }

    private static long bytes(PartitionSummary summary) {
        return summary.getBucketBytesList().stream().mapToLong(Long::longValue).sum();
    }

    private static OperatorStatus operator(OperatorNode operator, List<Task> tasks) {
        List<OperatorProgress> progress = tasks.stream()
                .flatMap(task -> task.current().progress().getOperatorsList().stream())
                .filter(reported -> reported.getOperatorId() == operator.id())
                .toList();
        return new OperatorStatus(
                operator.id(),
                operator.name(),
                sum(progress, OperatorProgress::getRowsIn),
                sum(progress, OperatorProgress::getRowsOut),
                sum(progress, OperatorProgress::getBusyNanos),
                progress.stream()
                        .mapToLong(OperatorProgress::getMemoryBytesPeak)
                        .max()
                        .orElse(0),
                sum(progress, OperatorProgress::getSpilledBytes),
                sum(progress, OperatorProgress::getLateRowsDropped),
                progress.stream()
                        .mapToLong(OperatorProgress::getWatermarkMicros)
                        .min()
                        .orElse(Long.MIN_VALUE),
                progress.stream()
                        .map(reported -> ScanMessages.figures(reported.getScan()))
                        .reduce(ScanFigures.NONE, ScanFigures::plus));
    }

    private static long sum(List<OperatorProgress> progress, ToLongFunction<OperatorProgress> value) {
        return progress.stream().mapToLong(value).sum();
    }

    private TaskStatus task(Task task) {
        String workerId = task.current().workerId();
        return new TaskStatus(
                task.subtask(),
                task.current().id().getAttempt(),
                task.current().state().name(),
                workerId,
                cluster.worker(workerId).map(worker -> worker.host()).orElse(""),
                cluster.worker(workerId).map(worker -> worker.logUrl()).orElse(""));
    }
}
