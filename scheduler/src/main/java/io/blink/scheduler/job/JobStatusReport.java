package io.blink.scheduler.job;

import io.blink.core.plan.OperatorNode;
import io.blink.core.plan.Vertex;
import io.blink.runtime.control.OperatorProgress;
import io.blink.runtime.control.PartitionSummary;
import io.blink.scheduler.cluster.ClusterServices;
import io.blink.scheduler.execution.AttemptState;
import io.blink.scheduler.execution.JobExecution;
import io.blink.scheduler.execution.Task;
import io.blink.scheduler.execution.VertexExecution;
import io.blink.scheduler.job.JobStatus.OperatorStatus;
import io.blink.scheduler.job.JobStatus.TaskStatus;
import io.blink.scheduler.job.JobStatus.VertexStatus;
import io.blink.scheduler.split.SplitHandout;
import java.util.List;
import java.util.function.ToLongFunction;

/** Sums up what the tasks of a job report. */
final class JobStatusReport {
    private JobStatusReport() {}

    static List<VertexStatus> vertices(JobExecution execution, SplitHandout splits, ClusterServices cluster) {
        return execution.graph().vertices().stream()
                .map(vertex -> vertex(execution, splits, cluster, vertex))
                .toList();
    }

    private static VertexStatus vertex(
            JobExecution execution, SplitHandout splits, ClusterServices cluster, Vertex vertex) {
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
                started.stream().map(task -> task(task, cluster)).toList());
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
                        .orElse(Long.MIN_VALUE));
    }

    private static long sum(List<OperatorProgress> progress, ToLongFunction<OperatorProgress> value) {
        return progress.stream().mapToLong(value).sum();
    }

    private static TaskStatus task(Task task, ClusterServices cluster) {
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
