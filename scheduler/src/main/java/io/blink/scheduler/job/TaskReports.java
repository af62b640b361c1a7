package io.blink.scheduler.job;

import io.blink.core.error.ErrorType;
import io.blink.runtime.control.Failure;
import io.blink.runtime.control.OutputPartitions;
import io.blink.runtime.control.PartitionSummary;
import io.blink.runtime.control.ResultEdge;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.runtime.control.TaskReport;
import io.blink.runtime.control.TaskState;
import io.blink.runtime.control.TaskStateChanged;
import io.blink.scheduler.SchedulerErrorCode;
import io.blink.scheduler.checkpoint.CheckpointCoordination;
import io.blink.scheduler.execution.AttemptState;
import io.blink.scheduler.execution.JobExecution;
import io.blink.scheduler.execution.RestartUnit;
import io.blink.scheduler.execution.Task;
import io.blink.scheduler.execution.TaskAttempt;
import io.blink.scheduler.worker.ClusterServices;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What becomes of a job when workers tell how its tasks do. Each report may come late, twice, or about an attempt that no longer counts. In turns. */
final class TaskReports {
    private final JobExecution execution;
    private final ClusterServices cluster;
    private final FailureHandling failures;
    private final CheckpointCoordination checkpoints;
    private final FinishedRegions regions;
    private final ResultOffer result;
    private final Runnable changed;

    TaskReports(
            JobExecution execution,
            ClusterServices cluster,
            FailureHandling failures,
            CheckpointCoordination checkpoints,
            FinishedRegions regions,
            ResultOffer result,
            Runnable changed) {
        this.execution = execution;
        this.cluster = cluster;
        this.failures = failures;
        this.checkpoints = checkpoints;
        this.regions = regions;
        this.result = result;
        this.changed = changed;
    }

    /** A worker lists a task and its state; the message about it may have been lost. */
    void listed(TaskReport report) {
        Optional<Task> task = execution.task(report.getTask()).filter(Task::live);
        if (task.isEmpty()) {
            return;
        }
        switch (report.getState()) {
            case STARTING, RUNNING -> {
                if (task.get().current().state() == AttemptState.CANCELING) {
                    failures.sendCancel(task.get().current());
                } else {
                    changed(TaskStateChanged.newBuilder()
                            .setTask(report.getTask())
                            .setState(report.getState())
                            .build());
                }
            }
            // A worker answers the cancellation of a task that has ended with how it ended.
            case FINISHED, CANCELED, FAILED -> failures.sendCancel(task.get().current());
            default -> {}
        }
    }

    void changed(TaskStateChanged change) {
        Optional<Task> task = execution.task(change.getTask()).filter(Task::live);
        if (task.isEmpty()) {
            return;
        }
        TaskAttempt attempt = task.get().current();
        boolean canceling = attempt.state() == AttemptState.CANCELING;
        switch (change.getState()) {
            case STARTING -> move(attempt, AttemptState.STARTING);
            case RUNNING -> {
                move(attempt, AttemptState.RUNNING);
                result.offerRunning();
            }
            case FINISHED -> {
                finished(task.get(), change, canceling);
                result.offerRunning();
            }
            case CANCELED -> {
                if (canceling) {
                    attempt.moveTo(AttemptState.CANCELED);
                } else {
                    changed(ended(attempt.id(), "worker " + attempt.workerId() + " canceled it"));
                    return;
                }
            }
            case FAILED -> {
                attempt.moveTo(AttemptState.FAILED);
                if (canceling) {
                    failures.failedBeforeItStopped(task.get(), change.getFailure());
                } else {
                    failures.taskFailed(task.get(), change.getFailure());
                }
            }
            default -> {}
        }
        if (attempt.state().ended()) {
            failures.settle(execution.unitOf(task.get()));
            changed.run();
        }
    }

    private static void move(TaskAttempt attempt, AttemptState next) {
        if (attempt.state().ordinal() < next.ordinal()) {
            attempt.moveTo(next);
        }
    }

    private static TaskStateChanged ended(TaskAttemptId task, String reason) {
        return TaskStateChanged.newBuilder()
                .setTask(task)
                .setState(TaskState.FAILED)
                .setFailure(Failure.newBuilder()
                        .setCode(SchedulerErrorCode.TASK_FAILED.name())
                        .setCodeNumber(SchedulerErrorCode.TASK_FAILED.number())
                        .setType(ErrorType.RESOURCES.name())
                        .setMessage("The task has ended without a word: " + reason))
                .build();
    }

    private void finished(Task task, TaskStateChanged change, boolean canceling) {
        TaskAttempt attempt = task.current();
        if (canceling) {
            attempt.moveTo(AttemptState.CANCELED);
            return;
        }
        Map<Integer, PartitionSummary> outputs = new HashMap<>();
        for (OutputPartitions output : change.getOutputsList()) {
            outputs.put(output.getEdgeId(), output.getSummary());
        }
        if (result.streamedBy(task)) {
            // Held and made again like written output: its reader may not have seen the end yet.
            outputs.put(ResultEdge.RESULT_EDGE, PartitionSummary.getDefaultInstance());
        }
        attempt.progress(change.getProgress());
        attempt.finish(outputs, change.getCommittablesList());
        checkpoints.finished(attempt.id());
        RestartUnit unit = execution.unitOf(task);
        if (unit.is(RestartUnit.State.RUNNING) && unit.allFinished()) {
            cluster.release(unit.slots());
            unit.slots(List.of());
            unit.moveTo(RestartUnit.State.FINISHED);
            failures.publish(unit);
            regions.record();
        }
    }
}
