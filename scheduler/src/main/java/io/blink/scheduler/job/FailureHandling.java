package io.blink.scheduler.job;

import io.blink.core.error.BlinkException;
import io.blink.core.error.ErrorType;
import io.blink.core.plan.Vertex;
import io.blink.runtime.control.CancelTask;
import io.blink.runtime.control.Failure;
import io.blink.runtime.control.Failures;
import io.blink.runtime.control.ReleasePartitions;
import io.blink.runtime.control.ResultEdge;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.scheduler.SchedulerErrorCode;
import io.blink.scheduler.SchedulerOptions;
import io.blink.scheduler.execution.AttemptState;
import io.blink.scheduler.execution.JobExecution;
import io.blink.scheduler.execution.Region;
import io.blink.scheduler.execution.RestartUnit;
import io.blink.scheduler.execution.Task;
import io.blink.scheduler.execution.TaskAttempt;
import io.blink.scheduler.region.RegionScheduling;
import io.blink.scheduler.split.SplitHandout;
import io.blink.scheduler.worker.ClusterServices;
import io.blink.scheduler.worker.RegisteredWorker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What must run again when something fails: the unit of the task; units whose finished output is gone and still needed; and, when an output that was written again is
 * not the same rows as before, everything that had read the old one.
 */
final class FailureHandling {
    private static final Logger LOG = LoggerFactory.getLogger(FailureHandling.class);
    private static final int NO_VERTEX = -1;

    /** Whom it tells. */
    interface Listener {
        void fail(BlinkException problem);

        /** The unit's tasks are being stopped. */
        void stopping(RestartUnit unit);

        /** Something changed that scheduling should look at, now. */
        void changed();

        boolean resultNeeded();
    }

    private final JobExecution execution;
    private final RestartPolicy policy;
    private final SplitHandout splits;
    private final RegionScheduling scheduling;
    private final ClusterServices cluster;
    private final Duration cancellationTimeout;
    private final Listener listener;
    private int restarts;
    private String restartReason = "";

    FailureHandling(
            JobExecution execution,
            RestartPolicy policy,
            SplitHandout splits,
            RegionScheduling scheduling,
            ClusterServices cluster,
            Duration cancellationTimeout,
            Listener listener) {
        this.execution = execution;
        this.policy = policy;
        this.splits = splits;
        this.scheduling = scheduling;
        this.cluster = cluster;
        this.cancellationTimeout = cancellationTimeout;
        this.listener = listener;
    }

    int restarts() {
        return restarts;
    }

    /** Why tasks ran again the last time; empty if none did, or if the job has got on since. */
    String restartReason() {
        return restartReason;
    }

    /** A checkpoint is complete: if its tasks run, what made them restart is behind them. */
    void progressed() {
        if (execution
                .units()
                .allMatch(unit -> unit.is(RestartUnit.State.RUNNING) || unit.is(RestartUnit.State.FINISHED))) {
            restartReason = "";
        }
    }

    // ---- What happened

    /** The task's latest attempt has failed by itself. */
    void taskFailed(Task task, Failure failure) {
        RestartUnit unit = execution.unitOf(task);
        if (failure.hasLostProducer()) {
            inputLost(unit, task, failure.getLostProducer());
            return;
        }
        BlinkException problem = describe(task, failure);
        if (problem.code().type() == ErrorType.USER) {
            listener.fail(problem);
            return;
        }
        if (execution.streaming()) {
            streamFailed(
                    unit,
                    new RecurringFailures.Cause(
                            task.vertexId(), Failures.type(failure), failure.getCode(), failure.getMessage()),
                    problem);
        } else {
            policy.afterTaskFailure(task.countFailure())
                    .ifPresentOrElse(
                            wait -> restartAfter(wait, unit, problem.getMessage()), () -> listener.fail(problem));
        }
    }

    /**
     * The task's latest attempt had failed by itself when it was told to stop: its reader may have missed it first. What is the user's to mend would come again after the restart;
     * anything else tells more about the restart than that a reader missed it.
     */
    void failedBeforeItStopped(Task task, Failure failure) {
        BlinkException problem = describe(task, failure);
        if (problem.code().type() == ErrorType.USER) {
            listener.fail(problem);
        } else if (!restartReason.isEmpty() && !failure.hasLostProducer()) {
            because(problem.getMessage());
        }
    }

    private void streamFailed(RestartUnit unit, RecurringFailures.Cause cause, BlinkException problem) {
        Optional<Duration> wait =
                policy.afterStreamFailure(cause, cluster.loop().nanoTime());
        if (wait.isEmpty()) {
            listener.fail(new BlinkException(
                    problem.code(),
                    sentence(problem.getMessage()) + " The job fails: it was restarted " + restarts
                            + " times, the last ones without progress (see "
                            + SchedulerOptions.RESTART_ATTEMPTS.key() + ").",
                    problem));
        } else if (unit.is(RestartUnit.State.RUNNING)) {
            restartAfter(wait.get(), unit, problem.getMessage());
        }
    }

    private static String sentence(String text) {
        return text.endsWith(".") ? text : text + ".";
    }

    private void restartAfter(Duration wait, RestartUnit unit, String reason) {
        unit.backOff(cluster.loop().nanoTime() + wait.toNanos());
        restart(unit, reason);
        cluster.loop().schedule(wait, listener::changed);
    }

    /** Too many checkpoints of a stream in a row were given up. */
    void checkpointsFailed(BlinkException problem) {
        RecurringFailures.Cause cause = new RecurringFailures.Cause(
                NO_VERTEX, problem.code().type(), problem.code().name(), problem.getMessage());
        execution.units().toList().forEach(unit -> streamFailed(unit, cause, problem));
    }

    private BlinkException describe(Task task, Failure failure) {
        BlinkException problem = Failures.toException(failure);
        return problem.code().type() == ErrorType.USER
                ? problem
                : new BlinkException(
                        problem.code(),
                        problem.getMessage() + " (task " + name(task) + ", attempt "
                                + task.current().id().getAttempt() + ", worker "
                                + task.current().workerId() + hostOf(task) + ")",
                        problem);
    }

    private String hostOf(Task task) {
        return cluster.worker(task.current().workerId())
                .map(worker -> " on " + worker.host())
                .orElse("");
    }

    /** A consumer could not read what a producer had written, or was writing. */
    void inputLost(RestartUnit consumer, Task reader, TaskAttemptId producer) {
        Optional<Task> source = execution.task(producer);
        if (source.isPresent() && source.get().finished() && !consumer.tasks().contains(source.get())) {
            outputLost(source.get(), "its consumer cannot read it");
            restart(consumer, "the output of task " + name(source.get()) + " cannot be read");
        } else {
            lost(consumer, List.of(reader), "lost the connection to a producer");
            source.filter(task -> execution.streaming()).ifPresent(this::missed);
        }
    }

    /** A batch leaves it to the master's own connection: what its workers have finished is worth a wait. */
    private void missed(Task producer) {
        cluster.worker(producer.current().workerId()).ifPresent(cluster::missed);
    }

    private void outputLost(Task task, String reason) {
        if (!task.current().outputsHeld()) {
            return;
        }
        release(List.of(task.current()));
        if (!policy.goesOnAfterLosses(task.countOutputLoss())) {
            listener.fail(new BlinkException(
                    SchedulerErrorCode.RETRIES_EXHAUSTED,
                    "The output of task " + name(task) + " was lost too often; the last time " + reason + "."));
        }
    }

    /** The worker is gone, with its tasks and with what finished ones had written there. */
    void workerLost(RegisteredWorker worker) {
        Set<RestartUnit> hit = new LinkedHashSet<>();
        for (Task task : execution.tasks().toList()) {
            TaskAttempt attempt = task.current();
            if (attempt == null || !attempt.workerId().equals(worker.id())) {
                continue;
            }
            if (task.live()) {
                attempt.moveTo(AttemptState.FAILED);
                hit.add(execution.unitOf(task));
            } else if (attempt.outputsHeld() && !attempt.outputs().isEmpty()) {
                attempt.outputsHeld(false);
                restartReaders(attempt.id());
            }
        }
        for (RestartUnit unit : hit) {
            List<Task> lost = unit.tasks().stream()
                    .filter(task ->
                            task.current() != null && task.current().workerId().equals(worker.id()))
                    .toList();
            lost(unit, lost, "worker " + worker.id() + " was lost");
        }
    }

    /** Its worker does not list it any more. The listing may be old: the worker says for certain when it is told to cancel. */
    void missing(Task task) {
        lost(execution.unitOf(task), List.of(task), "worker " + task.current().workerId() + " no longer runs it");
    }

    private void lost(RestartUnit unit, List<Task> tasks, String reason) {
        if (unit.is(RestartUnit.State.RUNNING)) {
            boolean goesOn = execution.streaming()
                    ? policy.streamGoesOnAfterLoss(cluster.loop().nanoTime())
                    : tasks.stream().allMatch(task -> policy.goesOnAfterLosses(task.countLoss()));
            if (!goesOn) {
                listener.fail(new BlinkException(
                        SchedulerErrorCode.WORKER_LOST,
                        "Tasks of job '" + execution.graph().name()
                                + "' were lost too often without progress; the last time " + reason + "."));
                return;
            }
        }
        restart(unit, tasks.stream().map(FailureHandling::name).toList() + ": " + reason);
        settle(unit);
    }

    // ---- Stopping and restarting

    /** Stops the unit, if it runs, so that it starts again. */
    private void restart(RestartUnit unit, String reason) {
        if (unit.is(RestartUnit.State.RUNNING)) {
            restarts++;
            LOG.info("Job {} restarts {}", execution.jobId(), tasks(unit));
            because(reason);
            stop(unit);
        }
    }

    private void because(String reason) {
        restartReason = reason;
        LOG.info("Job {} restarts because: {}", execution.jobId(), reason);
    }

    private static String tasks(RestartUnit unit) {
        return unit.tasks().stream().map(FailureHandling::name).toList().toString();
    }

    private static String name(Task task) {
        return task.vertexId() + "." + task.subtask();
    }

    private static String name(TaskAttemptId attempt) {
        return attempt.getVertexId() + "." + attempt.getSubtask();
    }

    /** Cancels what runs of the unit. */
    void stop(RestartUnit unit) {
        unit.moveTo(RestartUnit.State.STOPPING);
        listener.stopping(unit);
        unit.tasks().stream().filter(Task::live).forEach(task -> cancel(task.current()));
        settle(unit);
    }

    private void cancel(TaskAttempt attempt) {
        if (attempt.state() != AttemptState.CANCELING) {
            attempt.moveTo(AttemptState.CANCELING);
        }
        sendCancel(attempt);
        cluster.loop().schedule(cancellationTimeout, () -> {
            if (!attempt.state().ended()) {
                cluster.worker(attempt.workerId())
                        .ifPresent(worker -> cluster.declareLost(
                                worker, attempt + " has not stopped within " + cancellationTimeout.toSeconds() + " s"));
            }
        });
    }

    /** Also to repeat what may be lost. */
    void sendCancel(TaskAttempt attempt) {
        cluster.worker(attempt.workerId())
                .ifPresent(worker -> worker.send(cluster.message()
                        .setCancelTask(CancelTask.newBuilder().setTask(attempt.id()))
                        .build()));
    }

    /** Once nothing of a stopping unit runs any more, it gives up slots and splits and waits. */
    void settle(RestartUnit unit) {
        if (!unit.is(RestartUnit.State.STOPPING) || unit.anyLive()) {
            return;
        }
        cluster.release(unit.slots());
        unit.slots(List.of());
        List<TaskAttempt> wrote = new ArrayList<>();
        for (Task task : unit.tasks()) {
            if (task.current() != null) {
                if (task.finished()) {
                    wrote.add(task.current());
                }
                splits.giveBack(task.current().id());
            }
        }
        release(wrote);
        unit.moveTo(RestartUnit.State.WAITING);
        listener.changed();
    }

    /** A unit that had finished must run once more. */
    private void rerun(RestartUnit unit) {
        restarts++;
        LOG.info("Job {} makes the lost output of {} again", execution.jobId(), tasks(unit));
        listener.stopping(unit);
        unit.tasks().forEach(task -> restartReaders(task.current().id()));
        release(unit.tasks().stream().map(Task::current).toList());
        unit.moveTo(RestartUnit.State.WAITING);
        execution.regions().stream()
                .filter(region -> region.units().contains(unit))
                .forEach(region -> region.recorded(false));
    }

    private void restartReaders(TaskAttemptId producer) {
        execution
                .units()
                .filter(unit -> unit.is(RestartUnit.State.RUNNING)
                        && unit.tasks().stream().anyMatch(task -> task.current().reads(producer)))
                .toList()
                .forEach(unit -> restart(unit, "the output of task " + name(producer) + " was lost"));
    }

    // ---- Outputs

    /** Has those units run again whose output is gone and needed. From the last region back, since a region that must run again needs its own inputs. */
    void rerunLostOutputs() {
        List<Region> regions = execution.regions();
        for (int i = regions.size() - 1; i >= 0; i--) {
            for (RestartUnit unit : regions.get(i).units()) {
                if (unit.is(RestartUnit.State.FINISHED) && unit.tasks().stream().anyMatch(this::lostAndNeeded)) {
                    rerun(unit);
                }
            }
        }
    }

    private boolean lostAndNeeded(Task task) {
        return !task.current().outputsHeld()
                && task.current().outputs().keySet().stream().anyMatch(this::needed);
    }

    private boolean needed(int edgeId) {
        if (edgeId == ResultEdge.RESULT_EDGE) {
            return listener.resultNeeded();
        }
        // An edge that is not in the plan any more leads to a join that was left out.
        return execution.graph().edges().stream()
                .filter(edge -> edge.id() == edgeId)
                .anyMatch(edge -> !execution.regionOf(edge.targetVertex()).finished());
    }

    /** The unit has finished: its output may be read. What read another version of it runs again. */
    void publish(RestartUnit unit) {
        for (Task task : unit.tasks()) {
            TaskAttempt before = task.published();
            TaskAttempt now = task.current();
            splits.settled(now.id(), before == null ? null : before.id());
            if (before != null && !Task.sameRows(before.outputs(), now.outputs())) {
                rollBackReaders(now.id());
            }
            task.publish();
        }
    }

    private void rollBackReaders(TaskAttemptId changed) {
        for (RestartUnit unit : execution.units().toList()) {
            if (unit.tasks().stream()
                    .anyMatch(task -> task.current() != null && task.current().readsOtherThan(changed))) {
                if (unit.is(RestartUnit.State.FINISHED)) {
                    rerun(unit);
                } else {
                    restart(unit, "task " + name(changed) + " has written other rows than before");
                }
            }
        }
    }

    /** The workers may delete what these attempts wrote. */
    void release(List<TaskAttempt> attempts) {
        for (TaskAttempt attempt : attempts) {
            if (attempt.outputsHeld() && !attempt.outputs().isEmpty()) {
                cluster.worker(attempt.workerId())
                        .ifPresent(worker -> worker.send(cluster.message()
                                .setReleasePartitions(
                                        ReleasePartitions.newBuilder().addProducers(attempt.id()))
                                .build()));
            }
            attempt.outputsHeld(attempt.outputsHeld() && attempt.outputs().isEmpty());
        }
    }

    /** Releases what nobody will read again as far as is known: all readers have finished. */
    void releaseRead() {
        for (Region region : execution.regions()) {
            if (region.finished()) {
                for (Vertex vertex : region.vertices()) {
                    List<Integer> outputs = execution.blockingOutputs(vertex);
                    if (!outputs.isEmpty() && outputs.stream().noneMatch(this::needed)) {
                        release(region.execution(vertex.id()).tasks().stream()
                                .map(Task::current)
                                .toList());
                    }
                }
            }
        }
    }

    /** The region gets other tasks: its splits go back, and whoever read from it runs again. */
    void unbind(Region region) {
        scheduling.withdraw(region);
        for (RestartUnit unit : region.units()) {
            for (Task task : unit.tasks()) {
                if (task.published() != null) {
                    TaskAttemptId none =
                            task.published().id().toBuilder().setAttempt(-1).build();
                    rollBackReaders(none);
                    splits.returnRead(task.published().id());
                }
            }
        }
        region.unbind();
    }
}
