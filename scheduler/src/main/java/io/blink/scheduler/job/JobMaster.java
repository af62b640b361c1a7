package io.blink.scheduler.job;

import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.error.ErrorType;
import io.blink.core.plan.JobGraph;
import io.blink.core.plan.Vertex;
import io.blink.core.spi.connector.Committable;
import io.blink.core.spi.connector.Committer;
import io.blink.runtime.control.CheckpointAcknowledged;
import io.blink.runtime.control.CheckpointDeclined;
import io.blink.runtime.control.Failure;
import io.blink.runtime.control.OperatorCommittables;
import io.blink.runtime.control.OutputPartitions;
import io.blink.runtime.control.PartitionReport;
import io.blink.runtime.control.PartitionSummary;
import io.blink.runtime.control.PartitionUnavailable;
import io.blink.runtime.control.RegisterWorker;
import io.blink.runtime.control.ReleaseJob;
import io.blink.runtime.control.SplitRequest;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.runtime.control.TaskProgress;
import io.blink.runtime.control.TaskReport;
import io.blink.runtime.control.TaskStateChanged;
import io.blink.scheduler.SchedulerErrorCode;
import io.blink.scheduler.SchedulerOptions;
import io.blink.scheduler.actor.OrderedWork;
import io.blink.scheduler.actor.StateMachine;
import io.blink.scheduler.checkpoint.CheckpointCoordination;
import io.blink.scheduler.checkpoint.CheckpointMetadata;
import io.blink.scheduler.checkpoint.CheckpointStatus;
import io.blink.scheduler.checkpoint.OperatorStates;
import io.blink.scheduler.cluster.ClusterServices;
import io.blink.scheduler.cluster.RegisteredWorker;
import io.blink.scheduler.cluster.SlotRequest;
import io.blink.scheduler.execution.AttemptState;
import io.blink.scheduler.execution.JobExecution;
import io.blink.scheduler.execution.Region;
import io.blink.scheduler.execution.RestartUnit;
import io.blink.scheduler.execution.Task;
import io.blink.scheduler.execution.TaskAttempt;
import io.blink.scheduler.region.EdgeBinding;
import io.blink.scheduler.region.RegionScheduling;
import io.blink.scheduler.region.TaskDeployment;
import io.blink.scheduler.split.SplitHandout;
import io.blink.scheduler.store.CommitIntent;
import io.blink.scheduler.store.EndRecord;
import io.blink.scheduler.store.JobStore;
import io.blink.scheduler.store.RecoveredJob;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One job from its graph to its end. Every method is called in a turn of the master's loop and returns at once. Messages of workers come here only if their term is
 * this master's; those about attempts that no longer count change nothing, and each may come twice.
 */
public final class JobMaster
        implements RegionScheduling.Listener, FailureHandling.Listener, CheckpointCoordination.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(JobMaster.class);
    private static final Duration STREAM_COMMIT_PATIENCE = Duration.ofMinutes(30);
    private static final Duration BATCH_COMMIT_PATIENCE = Duration.ofMinutes(5);
    private static final Duration STORE_RETRY = Duration.ofSeconds(1);
    private static final int STORE_RETRIES_MAX = 30;

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
    private final JobStore store;
    private final OrderedWork storeWork;
    private final Listener listener;
    private final StateMachine<JobState> state;
    private final JobExecution execution;
    private final SplitHandout splits;
    private final TaskDeployment deployment;
    private final RegionScheduling scheduling;
    private final RestartPolicy policy;
    private final FailureHandling failures;
    private final CheckpointCoordination checkpoints;
    private final SinkCommit sinks;
    private final RegionRecords records;
    private final JobResult result = new JobResult();
    private final Set<TaskAttemptId> recovering = new HashSet<>();

    private long startedMillis;
    private long endedMillis;
    private BlinkException failure;
    private JobState wantedEnd;
    private boolean resultNeeded;
    private boolean committing;
    private boolean committed;
    private boolean ending;
    private boolean waitingForWorkers;
    private boolean halted;
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
        this.store = store;
        this.storeWork = new OrderedWork(cluster.background());
        this.listener = listener;
        this.state = new StateMachine<>("job " + jobId, JobState.CREATED, JobState.TRANSITIONS);
        this.execution = new JobExecution(jobId, cluster.term(), graph);
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
        this.checkpoints =
                new CheckpointCoordination(execution, settings, cluster, store, storeWork, splits, deployment, this);
        this.sinks = new SinkCommit(
                jobId, graph, cluster, execution.streaming() ? STREAM_COMMIT_PATIENCE : BATCH_COMMIT_PATIENCE);
        this.records = new RegionRecords(execution, splits);
        this.resultNeeded = graph.hasResult();
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
        return state.get();
    }

    // ---- Beginning

    /** Begins a new job. Its plan is on record. */
    public void start() {
        startedMillis = cluster.loop().currentTimeMillis();
        splits.start();
        changed();
    }

    /** Goes on with a job of an earlier master. */
    public void recover(RecoveredJob found) {
        startedMillis = cluster.loop().currentTimeMillis();
        if (found.intent().isPresent()) {
            commitBatch(found.intent().get().committables());
            return;
        }
        if (execution.streaming()) {
            checkpoints.recover(found.checkpoints());
            recommit();
        } else if (!found.regions().isEmpty()) {
            execution.bindEdges(found.regions().get(0).blockingEdges());
            recovering.addAll(records.recover(found.regions()));
            waitForWorkers();
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

    /** Finished output of the workers of an earlier master is taken back if they come in time. */
    private void waitForWorkers() {
        waitingForWorkers = !recovering.isEmpty();
        cluster.loop().schedule(settings.get(SchedulerOptions.PREVIOUS_WORKER_TIMEOUT), () -> {
            waitingForWorkers = false;
            changed();
        });
    }

    // ---- What workers say

    /** The worker has registered, for the first time or again. What it does not run any more has failed; what was lost on the way is repeated. */
    public void workerRegistered(RegisteredWorker worker, RegisterWorker registration) {
        if (halted) {
            return;
        }
        deployment.reconnected(worker);
        takeBack(worker, registration);
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

    private static TaskStateChanged ended(TaskAttemptId task, String reason) {
        return TaskStateChanged.newBuilder()
                .setTask(task)
                .setState(io.blink.runtime.control.TaskState.FAILED)
                .setFailure(Failure.newBuilder()
                        .setCode(SchedulerErrorCode.TASK_FAILED.name())
                        .setCodeNumber(SchedulerErrorCode.TASK_FAILED.number())
                        .setType(ErrorType.RESOURCES.name())
                        .setMessage("The task has ended without a word: " + reason))
                .build();
    }

    private void takeBack(RegisteredWorker worker, RegisterWorker registration) {
        for (PartitionReport partition : registration.getPartitionsList()) {
            if (recovering.remove(partition.getProducer())) {
                execution
                        .task(partition.getProducer())
                        .filter(task -> task.current().workerId().equals(worker.id()))
                        .ifPresent(task -> task.current().outputsHeld(true));
            }
        }
        if (waitingForWorkers && recovering.isEmpty()) {
            waitingForWorkers = false;
            changed();
        }
    }

    /** The worker is gone; nothing that it did or held counts any more. */
    public void workerLost(RegisteredWorker worker) {
        if (!halted) {
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
        return !state().ended()
                && execution
                        .tasks()
                        .map(Task::current)
                        .anyMatch(attempt -> attempt != null
                                && attempt.workerId().equals(workerId)
                                && (!attempt.state().ended()
                                        || (attempt.outputsHeld()
                                                && !attempt.outputs().isEmpty())));
    }

    /** A worker lists a task and its state; the message about it may have been lost. */
    public void reported(TaskReport report) {
        Optional<Task> task = execution.task(report.getTask()).filter(Task::live);
        if (halted || task.isEmpty()) {
            return;
        }
        switch (report.getState()) {
            case STARTING, RUNNING -> {
                if (task.get().current().state() == AttemptState.CANCELING) {
                    failures.sendCancel(task.get().current());
                } else {
                    taskState(TaskStateChanged.newBuilder()
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

    public void taskState(TaskStateChanged change) {
        Optional<Task> task = execution.task(change.getTask()).filter(Task::live);
        if (halted || task.isEmpty()) {
            return;
        }
        TaskAttempt attempt = task.get().current();
        boolean canceling = attempt.state() == AttemptState.CANCELING;
        switch (change.getState()) {
            case STARTING -> move(attempt, AttemptState.STARTING);
            case RUNNING -> {
                move(attempt, AttemptState.RUNNING);
                offerStreamingResult();
            }
            case FINISHED -> finished(task.get(), change, canceling);
            case CANCELED -> {
                if (canceling) {
                    attempt.moveTo(AttemptState.CANCELED);
                } else {
                    taskState(ended(attempt.id(), "worker " + attempt.workerId() + " canceled it"));
                    return;
                }
            }
            case FAILED -> {
                attempt.moveTo(AttemptState.FAILED);
                if (!canceling) {
                    failures.taskFailed(task.get(), change.getFailure());
                }
            }
            default -> {}
        }
        if (attempt.state().ended()) {
            failures.settle(execution.unitOf(task.get()));
            changed();
        }
    }

    private static void move(TaskAttempt attempt, AttemptState next) {
        if (attempt.state().ordinal() < next.ordinal()) {
            attempt.moveTo(next);
        }
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
        attempt.progress(change.getProgress());
        attempt.finish(outputs, change.getCommittablesList());
        checkpoints.finished(attempt.id());
        RestartUnit unit = execution.unitOf(task);
        if (unit.is(RestartUnit.State.RUNNING) && unit.allFinished()) {
            cluster.release(unit.slots());
            unit.slots(List.of());
            unit.moveTo(RestartUnit.State.FINISHED);
            failures.publish(unit);
            recordFinishedRegions();
        }
    }

    private void recordFinishedRegions() {
        if (execution.streaming() || execution.allFinished()) {
            return;
        }
        for (Region region : execution.regions()) {
            if (region.finished() && !region.recorded()) {
                region.recorded(true);
                var record = records.describe(region);
                storeWork.run(
                        () -> {
                            store.writeRegion(record);
                            return true;
                        },
                        done -> {},
                        problem -> {
                            // Without the record a new master repeats the region; that is all that is lost.
                            region.recorded(false);
                            stopIfSuperseded(problem);
                        });
            }
        }
    }

    private boolean stopIfSuperseded(Exception problem) {
        boolean superseded =
                problem instanceof BlinkException known && known.code() == SchedulerErrorCode.TERM_SUPERSEDED;
        if (superseded) {
            cluster.superseded(problem.getMessage());
        }
        return superseded;
    }

    public void progress(TaskProgress progress) {
        execution.task(progress.getTask()).filter(Task::live).ifPresent(task -> task.current()
                .progress(progress));
    }

    public void splitsWanted(SplitRequest request) {
        if (!halted && counts(request.getTask())) {
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
        if (!halted && counts(acknowledgement.getTask())) {
            checkpoints.acknowledged(acknowledgement);
        }
    }

    public void declined(CheckpointDeclined decline) {
        if (!halted && counts(decline.getTask())) {
            checkpoints.declined(decline);
        }
    }

    public void partitionUnavailable(PartitionUnavailable partition) {
        if (!halted && counts(partition.getConsumer())) {
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
        if (halted || state().ended() || committing) {
            return;
        }
        if (state.is(JobState.CANCELING)) {
            endIfStopped();
            return;
        }
        if (waitingForWorkers || !bindEdges()) {
            return;
        }
        failures.rerunLostOutputs();
        if (execution.allFinished()) {
            finishing();
        } else if (!checkpoints.undecided()) {
            failures.releaseRead();
            scheduling.schedule();
        }
        if (!state.is(JobState.CANCELING)) {
            showState();
        }
    }

    private boolean bindEdges() {
        if (execution.edgesBound()) {
            return true;
        }
        if (!graph.vertices().stream().allMatch(splits::decidable)) {
            return false;
        }
        try {
            execution.bindEdges(EdgeBinding.bind(graph, pipelineFreeEdges()));
            return true;
        } catch (BlinkException e) {
            fail(e);
            return false;
        }
    }

    private boolean pipelineFreeEdges() {
        return switch (settings.get(SchedulerOptions.BATCH_SHUFFLE_MODE)) {
            case ALL_EXCHANGES_BLOCKING -> false;
            case ALL_EXCHANGES_PIPELINED -> true;
            case ADAPTIVE -> splits.complete() && isShort();
        };
    }

    private boolean isShort() {
        long total = 0;
        for (Vertex vertex : graph.vertices()) {
            long bytes = splits.bytes(vertex);
            if (bytes < 0) {
                return false;
            }
            total += bytes;
        }
        return total <= settings.get(SchedulerOptions.PIPELINED_BYTES_MAX).bytes();
    }

    private void showState() {
        boolean running = execution.units().anyMatch(unit -> unit.is(RestartUnit.State.RUNNING));
        boolean stopping = execution
                .units()
                .anyMatch(unit -> unit.is(RestartUnit.State.STOPPING)
                        || !unit.mayStart(cluster.loop().nanoTime()));
        if (execution.allFinished()) {
            show(JobState.FINISHING);
        } else if (stopping) {
            show(JobState.RESTARTING);
        } else if (running) {
            show(JobState.RUNNING);
        } else if (!scheduling.waiting().isEmpty()) {
            show(JobState.WAITING_FOR_SLOTS);
            watchSlotTimeout();
        }
    }

    private void show(JobState next) {
        if (!state.is(next) && JobState.TRANSITIONS.get(state.get()).contains(next)) {
            state.moveTo(next);
            LOG.info("Job {} is {}", jobId, next);
        }
    }

    /** A gang that does not get its slots, or a job in a cluster without any worker, does not wait for ever. */
    private void watchSlotTimeout() {
        Duration patience = settings.get(SchedulerOptions.SLOT_REQUEST_TIMEOUT);
        long now = cluster.loop().nanoTime();
        for (SlotRequest request : scheduling.waiting()) {
            long left = patience.toNanos() - (now - request.sinceNanos());
            boolean hopeless = request.slotsMin() > 1 || cluster.workers().isEmpty();
            if (left <= 0 && hopeless) {
                fail(new BlinkException(
                        SchedulerErrorCode.NOT_ENOUGH_SLOTS,
                        "Job '" + graph.name() + "' has waited " + patience.toSeconds() + " s for " + request.slotsMin()
                                + " free slots; " + cluster.describeSlots() + ". Give it fewer tasks by '"
                                + SchedulerOptions.PARALLELISM.key() + "', end other jobs, or raise '"
                                + SchedulerOptions.SLOT_REQUEST_TIMEOUT.key() + "'."));
                return;
            }
            cluster.loop().schedule(Duration.ofNanos(Math.max(left, 1_000_000_000L)), this::changed);
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
        return resultNeeded;
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
                        committed = true;
                        end(JobState.FINISHED);
                    }
                },
                this::fail);
        committing |= last;
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
        show(JobState.FINISHING);
        if (execution.streaming()) {
            if (!checkpoints.undecided()) {
                checkpoints.takeLast();
            }
        } else if (sinks.hasSinks() && !committed) {
            commitBatch();
        } else if (resultNeeded) {
            offerBatchResult();
        } else {
            end(JobState.FINISHED);
        }
    }

    private void commitBatch() {
        Map<Integer, List<Committable>> committables = new LinkedHashMap<>();
        execution.tasks().forEach(task -> {
            for (OperatorCommittables ofOperator : task.current().committables()) {
                committables
                        .computeIfAbsent(ofOperator.getOperatorId(), id -> new java.util.ArrayList<>())
                        .addAll(OperatorStates.toCommittables(ofOperator));
            }
        });
        committing = true;
        writeIntent(new CommitIntent(committables), 0);
    }

    private void writeIntent(CommitIntent intent, int tries) {
        storeWork.run(
                () -> {
                    store.writeIntent(intent);
                    return true;
                },
                done -> commitBatch(intent.committables()),
                problem -> {
                    if (stopIfSuperseded(problem) || halted) {
                        return;
                    }
                    if (tries < STORE_RETRIES_MAX) {
                        cluster.loop().schedule(STORE_RETRY, () -> writeIntent(intent, tries + 1));
                    } else {
                        committing = false;
                        fail(wrap("The commit of job '" + graph.name() + "' cannot be put on record", problem));
                    }
                });
    }

    /** The intent is on record: from here it only goes forward. */
    private void commitBatch(Map<Integer, List<Committable>> committables) {
        committing = true;
        sinks.commit(
                Committer.FINAL_BATCH_CHECKPOINT,
                committables,
                () -> {
                    committed = true;
                    committing = false;
                    if (execution.allFinished() && resultNeeded) {
                        changed();
                    } else {
                        end(JobState.FINISHED);
                    }
                },
                problem -> {
                    committing = false;
                    fail(problem);
                });
    }

    // ---- Results

    /** Where to read the result, once there is one. */
    public CompletableFuture<ResultLocation> resultLocation() {
        if (!graph.hasResult()) {
            return CompletableFuture.failedFuture(new BlinkException(
                    SchedulerErrorCode.NO_RESULT, "Job '" + graph.name() + "' (" + jobId + ") has no result to read."));
        }
        return result.location();
    }

    private void offerBatchResult() {
        Vertex vertex = execution.resultVertex().orElseThrow();
        List<Task> tasks = execution.vertex(vertex.id()).tasks();
        result.at(new ResultLocation(
                tasks.stream().map(task -> task.current().location()).toList(), true));
        cluster.loop().schedule(settings.get(SchedulerOptions.RESULT_RETENTION), this::resultConsumed);
    }

    private void offerStreamingResult() {
        if (execution.streaming() && resultNeeded) {
            Vertex vertex = execution.resultVertex().orElseThrow();
            List<Task> tasks = execution.vertex(vertex.id()).tasks();
            if (tasks.stream().allMatch(task -> task.current().state() == AttemptState.RUNNING)) {
                result.at(new ResultLocation(
                        tasks.stream().map(task -> task.current().location()).toList(), false));
            }
        }
    }

    /** The client has read all, or does not want any more. */
    public void resultConsumed() {
        if (halted || !resultNeeded) {
            return;
        }
        resultNeeded = false;
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
        if (halted || state().ended() || state.is(JobState.CANCELING) || committing) {
            return;
        }
        failure = new BlinkException(SchedulerErrorCode.JOB_CANCELED, "Job '" + graph.name() + "' was canceled.");
        stopAll(JobState.CANCELED);
    }

    @Override
    public void fail(BlinkException problem) {
        if (halted || state().ended() || state.is(JobState.CANCELING)) {
            return;
        }
        if (problem.code() == SchedulerErrorCode.TERM_SUPERSEDED) {
            cluster.superseded(problem.getMessage());
            return;
        }
        failure = problem;
        stopAll(JobState.FAILED);
    }

    private void stopAll(JobState end) {
        state.moveTo(JobState.CANCELING);
        LOG.info("Job {} is being stopped: {}", jobId, failure.getMessage());
        wantedEnd = end;
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
            end(wantedEnd);
        }
    }

    /** Puts the end on record, cleans up, tells everybody. */
    private void end(JobState end) {
        if (ending) {
            return;
        }
        ending = true;
        splits.stop();
        checkpoints.stop();
        endedMillis = cluster.loop().currentTimeMillis();
        writeEnd(new EndRecord(end.name(), endedMillis, failure == null ? null : failure.getMessage()), end, 0);
    }

    private void writeEnd(EndRecord record, JobState end, int tries) {
        storeWork.run(
                () -> {
                    store.writeEnd(record);
                    return true;
                },
                done -> cleanUp(end),
                problem -> {
                    if (stopIfSuperseded(problem)) {
                        return;
                    }
                    if (tries < STORE_RETRIES_MAX) {
                        cluster.loop().schedule(STORE_RETRY, () -> writeEnd(record, end, tries + 1));
                    } else {
                        // A later master may run the job's end once more; each step of it can be repeated.
                        cleanUp(end);
                    }
                });
    }

    private void cleanUp(JobState end) {
        if (sinks.hasSinks()) {
            // What cannot be removed is invisible to readers; its sink names it when it is cleaned up again.
            sinks.cleanUp(() -> {}, problem -> {});
            sinks.close();
        }
        tellEnd(end);
    }

    private void tellEnd(JobState end) {
        if (halted) {
            return;
        }
        if (end == JobState.FINISHED && !state.is(JobState.FINISHING)) {
            show(JobState.FINISHING);
        }
        state.moveTo(end);
        LOG.info("Job {} has ended: {}", jobId, end);
        cluster.workers()
                .forEach(worker -> worker.send(cluster.message()
                        .setReleaseJob(ReleaseJob.newBuilder().setJobId(jobId))
                        .build()));
        result.failed(
                failure != null
                        ? failure
                        : new BlinkException(
                                SchedulerErrorCode.NO_RESULT,
                                "The result of job '" + graph.name() + "' was read, or was not asked for in time."));
        storeWork.run(
                () -> {
                    store.delete();
                    return true;
                },
                done -> {},
                // The end is on record, so that a new master does not run the job; its folder stays behind.
                problem -> {});
        listener.jobEnded(this);
    }

    /** A master of a higher term has taken over: nothing is done, sent or written any more. */
    public void halt(BlinkException reason) {
        halted = true;
        splits.stop();
        checkpoints.halt();
        result.failed(reason);
    }

    // ---- Status

    public Optional<BlinkException> failure() {
        return Optional.ofNullable(failure);
    }

    public JobStatus status() {
        return new JobStatus(
                jobId,
                graph.name(),
                graph.mode(),
                state(),
                cluster.term(),
                submittedMillis,
                startedMillis,
                endedMillis,
                message(),
                failure == null ? "" : failure.code().name(),
                failure == null ? 0 : failure.code().number(),
                failure == null ? "" : failure.code().type().name(),
                graph.hasResult(),
                failures.restarts(),
                JobStatusReport.vertices(execution, splits, cluster),
                execution.streaming() ? checkpoints.status() : CheckpointStatus.NONE);
    }

    private String message() {
        if (failure != null) {
            return failure.getMessage();
        }
        List<SlotRequest> waiting = state.is(JobState.WAITING_FOR_SLOTS) ? scheduling.waiting() : List.of();
        return waiting.isEmpty()
                ? ""
                : "It waits for " + waiting.get(0).slotsMin() + " free slots; " + cluster.describeSlots() + ".";
    }
}
