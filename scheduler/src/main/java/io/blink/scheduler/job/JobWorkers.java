package io.blink.scheduler.job;

import io.blink.runtime.control.RegisterWorker;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.scheduler.checkpoint.CheckpointCoordination;
import io.blink.scheduler.execution.AttemptState;
import io.blink.scheduler.execution.JobExecution;
import io.blink.scheduler.execution.Task;
import io.blink.scheduler.execution.TaskAttempt;
import io.blink.scheduler.region.TaskDeployment;
import io.blink.scheduler.worker.RegisteredWorker;
import java.util.HashSet;
import java.util.Set;

/** What a job does when workers come and go. In turns. */
public final class JobWorkers {
    private final JobLife life;
    private final JobExecution execution;
    private final TaskDeployment deployment;
    private final FinishedRegions regions;
    private final FailureHandling failures;
    private final CheckpointCoordination checkpoints;
    private final Runnable changed;

    JobWorkers(
            JobLife life,
            JobExecution execution,
            TaskDeployment deployment,
            FinishedRegions regions,
            FailureHandling failures,
            CheckpointCoordination checkpoints,
            Runnable changed) {
        this.life = life;
        this.execution = execution;
        this.deployment = deployment;
        this.regions = regions;
        this.failures = failures;
        this.checkpoints = checkpoints;
        this.changed = changed;
    }

    /** The worker has registered, for the first time or again. What it does not run any more has failed; what was lost on the way is repeated. */
    public void registered(RegisteredWorker worker, RegisterWorker registration) {
        if (life.halted()) {
            return;
        }
        regions.takeBack(worker, registration);
        Set<TaskAttemptId> running = new HashSet<>();
        registration.getRunningTasksList().forEach(report -> running.add(report.getTask()));
        for (Task task : execution.tasks().toList()) {
            if (task.live() && task.current().workerId().equals(worker.id())) {
                goOn(task, worker, running.contains(task.current().id()));
            }
        }
        checkpoints.reconnected(worker);
    }

    private void goOn(Task task, RegisteredWorker worker, boolean running) {
        TaskAttempt attempt = task.current();
        if (attempt.state() == AttemptState.CANCELING) {
            failures.sendCancel(attempt);
        } else if (attempt.state() == AttemptState.DEPLOYING) {
            deployment.send(attempt, worker);
        } else if (!running) {
            failures.missing(task);
        }
    }

    /** The worker is gone; nothing that it did or held counts any more. */
    public void lost(RegisteredWorker worker) {
        if (!life.halted()) {
            deployment.lost(worker);
            failures.workerLost(worker);
            changed.run();
        }
    }

    /** Whether that attempt runs by the job's will. */
    public boolean wants(TaskAttemptId attempt) {
        return !life.state().ended()
                && execution.task(attempt).filter(Task::live).isPresent();
    }

    /** Whether the worker has output that a stage of the job may still read. */
    public boolean holdsOn(String workerId) {
        return !life.state().ended() && execution.holdsOn(workerId);
    }
}
