package io.blink.scheduler.job;

import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.plan.JobGraph;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.scheduler.SchedulerErrorCode;
import io.blink.scheduler.SchedulerOptions;
import io.blink.scheduler.adaptive.StageDecisions;
import io.blink.scheduler.checkpoint.CheckpointCoordination;
import io.blink.scheduler.checkpoint.CheckpointMetadata;
import io.blink.scheduler.execution.JobExecution;
import io.blink.scheduler.execution.Region;
import io.blink.scheduler.execution.RestartUnit;
import io.blink.scheduler.execution.Task;
import io.blink.scheduler.region.MeasuredEdges;
import io.blink.scheduler.region.RegionScheduling;
import io.blink.scheduler.region.TaskDeployment;
import io.blink.scheduler.savepoint.InitialState;
import io.blink.scheduler.savepoint.SavepointRequest;
import io.blink.scheduler.savepoint.SavepointStart;
import io.blink.scheduler.split.AlignedWatermarks;
import io.blink.scheduler.split.SplitHandout;
import io.blink.scheduler.store.JobRecord;
import io.blink.scheduler.store.JobStore;
import io.blink.scheduler.store.RecoveredJob;
import io.blink.scheduler.worker.ClusterServices;
import io.blink.scheduler.worker.RegisteredWorker;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * One job from its graph to its end: it holds the parts together and decides what is done next. Every method is called in a turn of the master's loop and returns at
 * once.
 */
public final class JobMaster
        implements RegionScheduling.Listener,
                FailureHandling.Listener,
                CheckpointCoordination.Listener,
                ResultReading.Listener {
    /** Whom it tells. */
    public interface Listener {
        /** It has ended, and everybody may know. */
        void jobEnded(JobMaster job);
    }

    private final String jobId;
    private final JobGraph graph;
    private final ClusterServices cluster;
    private final Configuration settings;
    private final JobLife life;
    private final JobExecution execution;
    private final StoreWrites writes;
    private final SplitHandout splits;
    private final TaskDeployment deployment;
    private final StageDecisions decisions;
    private final RegionScheduling scheduling;
    private final RestartPolicy policy;
    private final FailureHandling failures;
    private final CheckpointCoordination checkpoints;
    private final SinkCommit sinks;
    private final FinishedRegions regions;
    private final ResultOffer result;
    private final ResultReading reading;
    private final BatchEnd batchEnd;
    private final SavepointStart savepointStart;
    private final JobStop stop;
    private final EdgeDecision edges;
    private final StateFromTasks stateFromTasks;
    private final CheckpointCommits checkpointCommits;
    private final JobWorkers workers;
    private final TaskMessages messages;
    private final JobStatusReport status;

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
                this::notListed);
        this.deployment = new TaskDeployment(execution, cluster, store.directory());
        MeasuredEdges measured = new MeasuredEdges(execution);
        this.scheduling = new RegionScheduling(execution, settings, cluster, splits, deployment, measured, this);
        this.decisions = new StageDecisions(
                execution, measured, settings, scheduling::withdraw, scheduling::tasksWanted, splits::bytes);
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
        this.sinks = new SinkCommit(jobId, graph, cluster);
        this.regions = new FinishedRegions(
                execution,
                new RegionRecords(execution, splits, decisions),
                writes,
                cluster,
                settings.get(SchedulerOptions.PREVIOUS_WORKER_TIMEOUT),
                settings.get(SchedulerOptions.STAGE_RECORD_PAUSE),
                this::changed);
        this.result = new ResultOffer(execution);
        this.reading = new ResultReading(
                result,
                execution,
                failures,
                life,
                cluster.loop(),
                settings.get(SchedulerOptions.RESULT_RETENTION),
                this);
        this.batchEnd = new BatchEnd(execution, writes, sinks, this::batchCommitted, this::fail);
        this.savepointStart = new SavepointStart(graph, settings, store.savepoints(), cluster.background());
        JobEnd end = new JobEnd(
                jobId,
                cluster,
                life,
                writes,
                sinks,
                result,
                new RetainedCheckpoint(jobId, settings, cluster, store, checkpoints),
                () -> listener.jobEnded(this));
        this.stop = new JobStop(
                execution,
                life,
                new JobStop.Activity(splits, checkpoints, regions, scheduling, failures),
                end,
                this::changed);
        this.edges = new EdgeDecision(execution, splits, settings);
        this.stateFromTasks = new StateFromTasks(execution, scheduling, cluster, life, settings, this);
        this.checkpointCommits =
                new CheckpointCommits(sinks, checkpoints, () -> stop.end(JobState.FINISHED), this::fail);
        this.workers = new JobWorkers(life, execution, deployment, regions, failures, checkpoints, this::changed);
        this.messages = new TaskMessages(
                life,
                execution,
                new TaskReports(execution, cluster, failures, checkpoints, regions, result, this::changed),
                splits,
                new AlignedWatermarks(graph, cluster.loop()::nanoTime, this::liveAttempts, limit -> worker(
                                limit.getTask())
                        .ifPresent(worker -> worker.send(
                                cluster.message().setWatermarkLimit(limit).build()))),
                checkpoints,
                failures,
                this::changed);
        this.status = new JobStatusReport(
                submittedMillis, execution, life, cluster, splits, failures, checkpoints, stateFromTasks, decisions);
    }

    private List<TaskAttemptId> liveAttempts(int vertexId) {
        return execution.vertex(vertexId).tasks().stream()
                .filter(Task::live)
                .map(task -> task.current().id())
                .toList();
    }

    private Optional<RegisteredWorker> worker(TaskAttemptId task) {
        return execution
                .task(task)
                .flatMap(known -> cluster.worker(known.current().workerId()));
    }

    private void notListed(Exception problem) {
        fail(
                problem instanceof BlinkException known
                        ? known
                        : new BlinkException(
                                SchedulerErrorCode.TASK_FAILED,
                                "The splits of job '" + graph.name() + "' cannot be listed: " + problem.getMessage(),
                                problem));
    }

    public String jobId() {
        return jobId;
    }

    /** What it does when workers come and go. */
    public JobWorkers workers() {
        return workers;
    }

    /** What workers say about its tasks. */
    public TaskMessages messages() {
        return messages;
    }

    /** What the reader of its result says. */
    public ResultReading result() {
        return reading;
    }

    // ---- Beginning

    /** Writes the job's plan down, ahead of everything else that it puts on record. */
    public void putOnRecord(JobRecord record, Runnable done, Consumer<Exception> failed) {
        writes.first(store -> store.writeJob(record), done, failed);
    }

    /** Whether nobody would notice if it had run in vain. */
    public boolean changesNothing() {
        return !sinks.hasSinks() && !execution.streaming();
    }

    /** Begins a new job. */
    public void start() {
        life.started(cluster.loop().currentTimeMillis());
        if (execution.streaming()) {
            savepointStart.read(this::startFrom, this::fail);
        }
        startSplits();
    }

    private void startFrom(InitialState state) {
        checkpoints.startFrom(state);
        startSplits();
    }

    /** A scan that goes on from a savepoint may know its splits already. */
    private void startSplits() {
        if (!savepointStart.reading() && life.mayStop()) {
            splits.start();
            changed();
        }
    }

    /** Ends a job of an earlier master as failed. Only what is decided on its record is carried out: a batch that commits does so, and its end is what that gives. */
    public void giveUp(RecoveredJob found, BlinkException why) {
        life.started(cluster.loop().currentTimeMillis());
        if (found.intent().isPresent()) {
            batchEnd.goOn(found.intent().get());
            return;
        }
        if (execution.streaming()) {
            checkpoints.recover(found.checkpoints());
            checkpointCommits.again();
        }
        if (!committing()) {
            fail(why);
        }
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
            checkpointCommits.again();
            if (found.checkpoints().isEmpty()) {
                savepointStart.read(this::startFrom, this::fail);
            }
        } else if (!found.regions().isEmpty()) {
            regions.recover(found.regions());
        }
        startSplits();
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
        if (life.halted() || life.state().ended() || committing()) {
            return;
        }
        if (life.is(JobState.CANCELING)) {
            stop.endIfStopped();
            return;
        }
        if (regions.waiting() || savepointStart.reading() || !edgesBound()) {
            return;
        }
        failures.rerunLostOutputs();
        if (execution.allFinished()) {
            finishing();
        } else if (!checkpoints.undecided()) {
            failures.releaseRead();
            decide();
            scheduling.schedule();
        }
        if (!life.is(JobState.CANCELING)) {
            stateFromTasks.show();
        }
    }

    private void decide() {
        decisions.contradiction().ifPresent(this::fail);
        if (!life.is(JobState.CANCELING) && decisions.take()) {
            splits.follow(execution.graph());
        }
    }

    /** What has been decided is carried out before anything else is. */
    private boolean committing() {
        return checkpointCommits.lastTaken() || batchEnd.committing();
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
            return checkpoints.startingPoint().of(task, attempt);
        }
        if (task.published() != null) {
            splits.pin(task.published().id(), attempt);
        }
        return TaskDeployment.Restore.NOTHING;
    }

    @Override
    public void deployed(RestartUnit unit) {
        if (execution.streaming()) {
            policy.streamRestarts(cluster.loop().nanoTime());
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
    public boolean awaits(Region region) {
        return decisions.awaits(region);
    }

    @Override
    public void cannotRun(BlinkException problem) {
        fail(problem);
    }

    @Override
    public Optional<Integer> restoredParallelism(int vertexId) {
        return checkpoints.startingPoint().parallelism(vertexId);
    }

    // ---- FailureHandling.Listener

    @Override
    public void stopping(RestartUnit unit) {
        if (execution.streaming()) {
            checkpoints.stop();
            reading.startsAgain();
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
        failures.progressed();
        checkpointCommits.commit(checkpoint, last);
        changed();
    }

    @Override
    public void checkpointsFail(BlinkException problem) {
        failures.checkpointsFailed(problem);
    }

    @Override
    public void stopped() {
        stop.conclude();
    }

    // ---- Savepoints

    /** Takes a savepoint of a stream that runs; completes {@code answer} with its folder when it stands. */
    public void savepoint(SavepointRequest request, CompletableFuture<String> answer) {
        if (!execution.streaming()) {
            answer.completeExceptionally(new BlinkException(
                    SchedulerErrorCode.NO_STREAM,
                    "Job '" + graph.name() + "' is a batch and has no savepoints; cancel it to end it."));
        } else if (!life.mayStop() || committing()) {
            answer.completeExceptionally(new BlinkException(
                    SchedulerErrorCode.SAVEPOINT_FAILED, "Job '" + graph.name() + "' is about to end."));
        } else {
            checkpoints.savepoint(request, answer);
        }
    }

    // ---- Finishing

    private void finishing() {
        life.show(JobState.FINISHING);
        if (execution.streaming() && result.needed()) {
            // What its reader has not seen yet would be gone with the job.
            reading.await();
        } else if (execution.streaming()) {
            if (!checkpoints.undecided()) {
                checkpoints.takeLast();
            }
        } else if (batchEnd.wanted()) {
            batchEnd.commit();
        } else if (result.needed()) {
            result.offerFinished();
            reading.await();
        } else {
            stop.end(JobState.FINISHED);
        }
    }

    private void batchCommitted() {
        if (execution.allFinished() && result.needed()) {
            changed();
        } else {
            stop.end(JobState.FINISHED);
        }
    }

    // ---- Ending

    @Override
    public void cancel() {
        if (!committing()) {
            stop.stop(
                    JobState.CANCELED,
                    new BlinkException(SchedulerErrorCode.JOB_CANCELED, "Job '" + graph.name() + "' was canceled."));
        }
    }

    @Override
    public void fail(BlinkException problem) {
        if (life.mayStop() && problem.code() == SchedulerErrorCode.TERM_SUPERSEDED) {
            cluster.superseded(problem.getMessage());
            return;
        }
        stop.stop(JobState.FAILED, problem);
    }

    /** A master of a higher term has taken over: nothing is done, sent or written any more. */
    public void halt(BlinkException reason) {
        stop.halt(reason);
        result.failed(reason);
    }

    // ---- Status

    public JobStatus status() {
        return status.status();
    }
}
