package io.blink.scheduler.job;

import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.plan.JobGraph;
import io.blink.runtime.control.CheckpointAcknowledged;
import io.blink.runtime.control.CheckpointDeclined;
import io.blink.runtime.control.PartitionUnavailable;
import io.blink.runtime.control.RegisterWorker;
import io.blink.runtime.control.SplitRequest;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.runtime.control.TaskProgress;
import io.blink.runtime.control.TaskReport;
import io.blink.runtime.control.TaskStateChanged;
import io.blink.scheduler.SchedulerErrorCode;
import io.blink.scheduler.SchedulerOptions;
import io.blink.scheduler.checkpoint.CheckpointCoordination;
import io.blink.scheduler.checkpoint.CheckpointMetadata;
import io.blink.scheduler.checkpoint.CheckpointStatus;
import io.blink.scheduler.cluster.ClusterServices;
import io.blink.scheduler.cluster.RegisteredWorker;
import io.blink.scheduler.execution.AttemptState;
import io.blink.scheduler.execution.JobExecution;
import io.blink.scheduler.execution.Region;
import io.blink.scheduler.execution.RestartUnit;
import io.blink.scheduler.execution.Task;
import io.blink.scheduler.execution.TaskAttempt;
import io.blink.scheduler.region.RegionScheduling;
import io.blink.scheduler.region.TaskDeployment;
import io.blink.scheduler.split.SplitHandout;
import io.blink.scheduler.store.JobStore;
import io.blink.scheduler.store.RecoveredJob;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * One job from its graph to its end. Every method is called in a turn of the master's loop and returns at once. Messages of workers come here only if their term is
 * this master's; those about attempts that no longer count change nothing, and each may come twice.
 */
public final class JobMaster
        implements RegionScheduling.Listener, FailureHandling.Listener, CheckpointCoordination.Listener {
    private static final Duration STREAM_COMMIT_PATIENCE = Duration.ofMinutes(30);
    private static final Duration BATCH_COMMIT_PATIENCE = Duration.ofMinutes(5);

    /** Whom it tells. */
    public interface Listener {
        /** It has ended, and everybody may know. */
        void jobEnded(JobMaster job);
    }

    private final String jobId;
    private final JobGraph graph;
    private final long submittedMillis;
    private final ClusterServices cluster;
    private final Configuration settings;
    private final JobLife life;
    private final JobExecution execution;
    private final StoreWrites writes;
    private final SplitHandout splits;
    private final TaskDeployment deployment;
    private final RegionScheduling scheduling;
    private final RestartPolicy policy;
    private final FailureHandling failures;
    private final CheckpointCoordination checkpoints;
    private final SinkCommit sinks;
    private final FinishedRegions regions;
    private final ResultOffer result;
    private final BatchEnd batchEnd;
    private final JobEnd jobEnd;
    private final EdgeDecision edges;
    private final TaskReports reports;
    private final StateFromTasks stateFromTasks;

    private boolean lastCheckpointTaken;
    private boolean readerAwaited;
    private boolean changePending;

    public JobMaster(
            String jobId,
            JobGraph graph,
            long submittedMillis,
            ClusterServices cluster,
            JobStore store,
            Listener listener) {
        this.jobId = jobId;
        this.graph = graph;
        this.submittedMillis = submittedMillis;
        this.cluster = cluster;
        this.settings = cluster.configuration().withAll(graph.settings().asMap());
        this.life = new JobLife(jobId);
        this.execution = new JobExecution(jobId, cluster.term(), graph);
        this.writes = new StoreWrites(store, cluster, life);
        this.splits = new SplitHandout(
                graph,
                cluster.connectors(),
                cluster.background(),
                cluster.loop(),
                assignment -> worker(assignment.getTask())
                        .ifPresent(worker -> worker.send(
                                cluster.message().setSplitAssignment(assignment).build())),
                task -> worker(task).map(RegisteredWorker::host).orElse(""),
                this::changed,
                problem -> fail(wrap("The splits of job '" + graph.name() + "' cannot be listed", problem)));
        this.deployment = new TaskDeployment(execution, cluster, store.directory());
        this.scheduling = new RegionScheduling(execution, settings, cluster, splits, deployment, this);
        this.policy = new RestartPolicy(settings);
        this.failures = new FailureHandling(
                execution,
                policy,
                splits,
                scheduling,
                cluster,
                settings.get(SchedulerOptions.CANCELLATION_TIMEOUT),
                this);
        this.checkpoints = new CheckpointCoordination(
                execution, settings, cluster, store, writes.work(), splits, deployment, this);
        this.sinks = new SinkCommit(
                jobId, graph, cluster, execution.streaming() ? STREAM_COMMIT_PATIENCE : BATCH_COMMIT_PATIENCE);
        this.regions = new FinishedRegions(
                execution,
                new RegionRecords(execution, splits),
                writes,
                cluster,
                settings.get(SchedulerOptions.PREVIOUS_WORKER_TIMEOUT),
                this::changed);
        this.result = new ResultOffer(execution);
        this.batchEnd = new BatchEnd(execution, writes, sinks, this::batchCommitted, this::fail);
        this.jobEnd = new JobEnd(jobId, cluster, life, writes, sinks, result, () -> listener.jobEnded(this));
        this.edges = new EdgeDecision(execution, splits, settings);
        this.reports = new TaskReports(execution, cluster, failures, checkpoints, regions, result, this::changed);
        this.stateFromTasks = new StateFromTasks(execution, scheduling, cluster, life, settings, this);
    }

    private Optional<RegisteredWorker> worker(TaskAttemptId task) {
        return execution
                .task(task)
                .flatMap(known -> cluster.worker(known.current().workerId()));
    }

    private static BlinkException wrap(String what, Exception problem) {
        return problem instanceof BlinkException known
                ? known
                : new BlinkException(SchedulerErrorCode.TASK_FAILED, what + ": " + problem.getMessage(), problem);
    }

    public String jobId() {
        return jobId;
    }

    public JobGraph graph() {
        return graph;
    }

    public JobState state() {
        return life.state();
    }

    // ---- Beginning

    /** Begins a new job. Its plan is on record. */
    public void start() {
        life.started(cluster.loop().currentTimeMillis());
        splits.start();
        changed();
    }

    /** Goes on with a job of an earlier master. */
    public void recover(RecoveredJob found) {
        life.started(cluster.loop().currentTimeMillis());
        if (found.intent().isPresent()) {
            batchEnd.goOn(found.intent().get());
            return;
        }
        if (execution.streaming()) {
            checkpoints.recover(found.checkpoints());
            recommit();
        } else if (!found.regions().isEmpty()) {
            regions.recover(found.regions());
        }
        splits.start();
        changed();
    }

    /** What completed checkpoints list may not have been committed by the master before: it is committed again, in order, before anything later. */
    private void recommit() {
        List<CheckpointMetadata> lineage = checkpoints.lineage();
        for (CheckpointMetadata checkpoint : lineage) {
            boolean last = checkpoint == lineage.get(lineage.size() - 1) && everythingFinished(checkpoint);
            checkpointCompleted(checkpoint, last);
        }
    }

    private static boolean everythingFinished(CheckpointMetadata checkpoint) {
        return checkpoint.vertices().stream().allMatch(vertex -> vertex.tasks().isEmpty());
    }

    // ---- What workers say

    /** The worker has registered, for the first time or again. What it does not run any more has failed; what was lost on the way is repeated. */
    public void workerRegistered(RegisteredWorker worker, RegisterWorker registration) {
        if (life.halted()) {
            return;
        }
        deployment.reconnected(worker);
        regions.takeBack(worker, registration);
        Set<TaskAttemptId> running = new HashSet<>();
        registration.getRunningTasksList().forEach(report -> running.add(report.getTask()));
        for (Task task : execution.tasks().toList()) {
            TaskAttempt attempt = task.current();
            if (!task.live() || !attempt.workerId().equals(worker.id())) {
                continue;
            }
            if (attempt.state() == AttemptState.CANCELING) {
                failures.sendCancel(attempt);
            } else if (attempt.state() == AttemptState.DEPLOYING) {
                deployment.sendAgain(attempt, worker);
            } else if (!running.contains(attempt.id())) {
                failures.missing(task);
            }
        }
        checkpoints.reconnected(worker);
    }

    /** The worker is gone; nothing that it did or held counts any more. */
    public void workerLost(RegisteredWorker worker) {
        if (!life.halted()) {
            deployment.reconnected(worker);
            failures.workerLost(worker);
            changed();
        }
    }

    /** Whether that attempt runs by this job's will. */
    public boolean wants(TaskAttemptId attempt) {
        return !state().ended() && execution.task(attempt).filter(Task::live).isPresent();
    }

    /** Whether the worker has output that a stage of this job may still read. */
    public boolean holdsOn(String workerId) {
        return !state().ended() && execution.holdsOn(workerId);
    }

    /** A worker lists a task and its state; the message about it may have been lost. */
    public void reported(TaskReport report) {
        if (!life.halted()) {
            reports.listed(report);
        }
    }

    public void taskState(TaskStateChanged change) {
        if (!life.halted()) {
            reports.changed(change);
        }
    }

    public void progress(TaskProgress progress) {
        execution.task(progress.getTask()).filter(Task::live).ifPresent(task -> task.current()
                .progress(progress));
    }

    public void splitsWanted(SplitRequest request) {
        if (!life.halted() && counts(request.getTask())) {
            splits.request(request);
        }
    }

    /** Whether the attempt is one that is meant to go on. */
    private boolean counts(TaskAttemptId attempt) {
        return execution
                .task(attempt)
                .filter(task -> task.live() && task.current().state() != AttemptState.CANCELING)
                .isPresent();
    }

    public void acknowledged(CheckpointAcknowledged acknowledgement) {
        if (!life.halted() && counts(acknowledgement.getTask())) {
            checkpoints.acknowledged(acknowledgement);
        }
    }

    public void declined(CheckpointDeclined decline) {
        if (!life.halted() && counts(decline.getTask())) {
            checkpoints.declined(decline);
        }
    }

    public void partitionUnavailable(PartitionUnavailable partition) {
        if (!life.halted() && counts(partition.getConsumer())) {
            Task reader = execution.task(partition.getConsumer()).orElseThrow();
            failures.inputLost(execution.unitOf(reader), reader, partition.getProducer());
            changed();
        }
    }

    // ---- Going on

    @Override
    public void changed() {
        if (!changePending) {
            changePending = true;
            cluster.loop().execute(() -> {
                changePending = false;
                goOn();
            });
        }
    }

    /** Looks at everything and does what can be done now. Idempotent. */
    private void goOn() {
        if (life.halted() || state().ended() || committing()) {
            return;
        }
        if (life.is(JobState.CANCELING)) {
            endIfStopped();
            return;
        }
        if (regions.waiting() || !edgesBound()) {
            return;
        }
        failures.rerunLostOutputs();
        if (execution.allFinished()) {
            finishing();
        } else if (!checkpoints.undecided()) {
            failures.releaseRead();
            scheduling.schedule();
        }
        if (!life.is(JobState.CANCELING)) {
            stateFromTasks.show();
        }
    }

    /** What has been decided is carried out before anything else is. */
    private boolean committing() {
        return lastCheckpointTaken || batchEnd.committing();
    }

    private boolean edgesBound() {
        try {
            return edges.bound();
        } catch (BlinkException e) {
            fail(e);
            return false;
        }
    }

    // ---- RegionScheduling.Listener

    @Override
    public void deploying(RestartUnit unit) {
        if (execution.streaming()) {
            checkpoints.deploying();
        }
    }

    @Override
    public TaskDeployment.Restore of(Task task, TaskAttemptId attempt) {
        if (execution.streaming()) {
            return checkpoints.restore(task, attempt);
        }
        if (task.published() != null) {
            splits.pin(task.published().id(), attempt);
        }
        return TaskDeployment.Restore.NOTHING;
    }

    @Override
    public void deployed(RestartUnit unit) {
        if (execution.streaming()) {
            checkpoints.start();
        }
        changed();
    }

    @Override
    public void unbinding(Region region) {
        failures.unbind(region);
        changed();
    }

    @Override
    public void cannotRun(BlinkException problem) {
        fail(problem);
    }

    @Override
    public Optional<Integer> restoredParallelism(int vertexId) {
        return checkpoints.latest().flatMap(checkpoint -> checkpoint.vertices().stream()
                .filter(vertex -> vertex.vertexId() == vertexId)
                .map(CheckpointMetadata.VertexState::parallelism)
                .findFirst());
    }

    // ---- FailureHandling.Listener

    @Override
    public void stopping(RestartUnit unit) {
        if (execution.streaming()) {
            checkpoints.stop();
            result.gone();
        }
    }

    @Override
    public boolean resultNeeded() {
        return result.needed();
    }

    // ---- CheckpointCoordination.Listener

    @Override
    public void checkpointCompleted(CheckpointMetadata checkpoint, boolean last) {
        policy.progressed();
        sinks.commit(
                checkpoint.checkpointId(),
                checkpoint.committables(),
                () -> {
                    checkpoints.committed(checkpoint.checkpointId());
                    if (last) {
                        end(JobState.FINISHED);
                    }
                },
                problem -> {
                    lastCheckpointTaken = false;
                    fail(problem);
                });
        lastCheckpointTaken |= last;
        changed();
    }

    @Override
    public void checkpointsFail(BlinkException problem) {
        for (RestartUnit unit : execution.units().toList()) {
            Optional<Duration> wait = policy.afterStreamFailure(cluster.loop().nanoTime());
            if (wait.isEmpty()) {
                fail(problem);
            } else if (unit.is(RestartUnit.State.RUNNING)) {
                unit.backOff(cluster.loop().nanoTime() + wait.get().toNanos());
                failures.restart(unit);
                cluster.loop().schedule(wait.get(), this::changed);
            }
        }
    }

    // ---- Finishing

    private void finishing() {
        life.show(JobState.FINISHING);
        if (execution.streaming() && result.needed()) {
            // What its reader has not seen yet would be gone with the job.
            awaitReader();
        } else if (execution.streaming()) {
            if (!checkpoints.undecided()) {
                checkpoints.takeLast();
            }
        } else if (batchEnd.wanted()) {
            batchEnd.commit();
        } else if (result.needed()) {
            result.offerFinished();
            awaitReader();
        } else {
            end(JobState.FINISHED);
        }
    }

    private void awaitReader() {
        if (!readerAwaited) {
            readerAwaited = true;
            cluster.loop().schedule(settings.get(SchedulerOptions.RESULT_RETENTION), this::resultConsumed);
        }
    }

    private void batchCommitted() {
        if (execution.allFinished() && result.needed()) {
            changed();
        } else {
            end(JobState.FINISHED);
        }
    }

    // ---- Results

    /** Where to read the result, once there is one. */
    public CompletableFuture<ResultLocation> resultLocation() {
        return result.location();
    }

    /** The client has read all, or does not want any more. */
    public void resultConsumed() {
        if (life.halted() || !result.needed()) {
            return;
        }
        result.consumed();
        if (execution.streaming() && !execution.allFinished()) {
            cancel();
        } else {
            changed();
        }
    }

    /** A client could not read the result there: it is made again, unless rows were handed out already. */
    public void resultUnavailable(TaskAttemptId producer) {
        execution.task(producer).filter(Task::finished).ifPresent(task -> {
            result.gone();
            failures.release(List.of(task.current()));
            changed();
        });
    }

    // ---- Ending

    public void cancel() {
        if (life.mayStop() && !committing()) {
            stopAll(
                    JobState.CANCELED,
                    new BlinkException(SchedulerErrorCode.JOB_CANCELED, "Job '" + graph.name() + "' was canceled."));
        }
    }

    @Override
    public void fail(BlinkException problem) {
        if (!life.mayStop()) {
            return;
        }
        if (problem.code() == SchedulerErrorCode.TERM_SUPERSEDED) {
            cluster.superseded(problem.getMessage());
            return;
        }
        stopAll(JobState.FAILED, problem);
    }

    private void stopAll(JobState end, BlinkException why) {
        life.stop(end, why);
        splits.stop();
        checkpoints.stop();
        scheduling.withdrawAll();
        execution
                .units()
                .filter(unit -> unit.is(RestartUnit.State.RUNNING))
                .toList()
                .forEach(failures::stop);
        changed();
    }

    private void endIfStopped() {
        if (execution.units().noneMatch(unit -> unit.is(RestartUnit.State.STOPPING)) && !checkpoints.undecided()) {
            end(life.wantedEnd());
        }
    }

    private void end(JobState end) {
        if (!jobEnd.begun()) {
            splits.stop();
            checkpoints.stop();
            jobEnd.begin(end);
        }
    }

    /** A master of a higher term has taken over: nothing is done, sent or written any more. */
    public void halt(BlinkException reason) {
        life.halt();
        splits.stop();
        checkpoints.halt();
        result.failed(reason);
    }

    // ---- Status

    public JobStatus status() {
        BlinkException failure = life.failure();
        return new JobStatus(
                jobId,
                graph.name(),
                graph.mode(),
                state(),
                cluster.term(),
                submittedMillis,
                life.startedMillis(),
                life.endedMillis(),
                failure == null ? stateFromTasks.message() : failure.getMessage(),
                failure == null ? "" : failure.code().name(),
                failure == null ? 0 : failure.code().number(),
                failure == null ? "" : failure.code().type().name(),
                graph.hasResult(),
                failures.restarts(),
                JobStatusReport.vertices(execution, splits, cluster),
                execution.streaming() ? checkpoints.status() : CheckpointStatus.NONE);
    }
}
