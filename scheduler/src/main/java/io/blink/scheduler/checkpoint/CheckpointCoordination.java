package io.blink.scheduler.checkpoint;

import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.runtime.control.CheckpointAcknowledged;
import io.blink.runtime.control.CheckpointDeclined;
import io.blink.runtime.control.OperatorState;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.scheduler.SchedulerErrorCode;
import io.blink.scheduler.SchedulerOptions;
import io.blink.scheduler.actor.ActorLoop.Timer;
import io.blink.scheduler.actor.OrderedWork;
import io.blink.scheduler.execution.AttemptState;
import io.blink.scheduler.execution.JobExecution;
import io.blink.scheduler.execution.Task;
import io.blink.scheduler.region.TaskDeployment;
import io.blink.scheduler.savepoint.InitialState;
import io.blink.scheduler.savepoint.SavepointRequest;
import io.blink.scheduler.savepoint.SavepointStart;
import io.blink.scheduler.savepoint.Savepoints;
import io.blink.scheduler.split.SplitHandout;
import io.blink.scheduler.split.SplitHandout.ScanCut;
import io.blink.scheduler.store.JobStore;
import io.blink.scheduler.worker.ClusterServices;
import io.blink.scheduler.worker.RegisteredWorker;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the checkpoints and savepoints of one stream, one at a time, and knows the last completed one. A checkpoint is triggered at the tasks without inputs, acknowledged by every
 * task that has not finished before it came, and complete when its metadata file stands. One that is declined, late or cannot be written is given up; what sinks
 * prepared for it goes into the next.
 */
public final class CheckpointCoordination implements Savepoints.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointCoordination.class);
    private static final Duration LAST_RETRY = Duration.ofSeconds(1);
    private static final int LAST_TRIES_MAX = 1800;
    /** How soon a savepoint is tried again whose tasks do not all run yet. */
    private static final Duration SAVEPOINT_RETRY = Duration.ofMillis(50);

    /** Whom it tells. */
    public interface Listener {
        /** The metadata stands: its committables must be committed. */
        void checkpointCompleted(CheckpointMetadata checkpoint, boolean last);

        /** Too many in a row were given up. */
        void checkpointsFail(BlinkException problem);

        /** The savepoint stands with which the job is to end. */
        void stopped();

        /** A checkpoint was decided: whoever waited while {@link #undecided} shall look again. */
        void changed();
    }

    private final JobExecution execution;
    private final ClusterServices cluster;
    private final JobStore store;
    private final OrderedWork storeWork;
    private final SplitHandout splits;
    private final CheckpointMessages messages;
    private final Listener listener;
    private final Optional<Duration> interval;
    private final Duration timeout;
    private final Duration pause;
    private final int failuresTolerated;
    private final boolean unaligned;
    private final Duration alignedTimeout;
    private final CompletedCheckpoints completed;
    private final CheckpointRestore restoring;
    private final CheckpointRetention retention;
    private final Savepoints savepoints;
    private final CheckpointHistory history;
    private final Optional<String> claimedFolder;
    private final CommittableLedger ledger = new CommittableLedger();
    private final Set<TaskAttemptId> finishedAndTaken = new HashSet<>();

    private PendingCheckpoint pending;
    private boolean writing;
    private boolean halted;
    private Timer timeoutTimer;
    private Timer overtakeTimer;
    private Timer triggerTimer;
    private boolean active;
    private long lastId;
    private long lastTriggerNanos;
    private int failuresInARow;
    private int lastTries;
    private long restoredFrom;
    private long acknowledgedNanos;
    private long lastAborted;
    private InitialState initial;

    public CheckpointCoordination(
            JobExecution execution,
            Configuration settings,
            ClusterServices cluster,
            JobStore store,
            OrderedWork storeWork,
            SplitHandout splits,
            TaskDeployment deployment,
            Listener listener) {
        this.execution = execution;
        this.cluster = cluster;
        this.store = store;
        this.storeWork = storeWork;
        this.splits = splits;
        this.messages = new CheckpointMessages(execution.jobId(), cluster, deployment);
        this.listener = listener;
        this.interval = settings.optional(SchedulerOptions.CHECKPOINT_INTERVAL);
        this.timeout = settings.get(SchedulerOptions.CHECKPOINT_TIMEOUT);
        this.pause = settings.get(SchedulerOptions.CHECKPOINT_PAUSE);
        this.failuresTolerated = settings.get(SchedulerOptions.CHECKPOINT_FAILURES_TOLERATED);
        this.unaligned = settings.get(SchedulerOptions.UNALIGNED);
        this.alignedTimeout = settings.get(SchedulerOptions.ALIGNED_TIMEOUT);
        this.restoring = new CheckpointRestore(execution, splits);
        this.history = new CheckpointHistory(settings.get(SchedulerOptions.CHECKPOINT_HISTORY));
        this.claimedFolder = SavepointStart.claimedFolder(settings);
        this.retention = new CheckpointRetention(store, cluster.background(), claimedFolder, history::problem);
        this.completed = new CompletedCheckpoints(settings.get(SchedulerOptions.CHECKPOINTS_RETAINED));
        this.savepoints = new Savepoints(execution.jobId(), settings, store.savepoints(), cluster.background(), this);
    }

    // ---- The last completed checkpoint

    /** A new master has found these, oldest first. */
    public void recover(List<CheckpointMetadata> found) {
        found.forEach(checkpoint -> {
            completed.add(checkpoint);
            lastId = Math.max(lastId, checkpoint.checkpointId());
        });
        latest().ifPresent(checkpoint -> {
            ledger.complete(checkpoint.committables());
            splits.restore(checkpoint.scans());
        });
    }

    /** Before the first deployment of a job that starts from a savepoint. */
    public void startFrom(InitialState state) {
        initial = state;
        lastId = state.checkpoint().checkpointId();
        splits.restore(state.checkpoint().scans());
        state.notices().forEach(history::problem);
    }

    /** What the job started from that had no checkpoint then. */
    public Optional<InitialState> initial() {
        return Optional.ofNullable(initial);
    }

    /** The folder of a savepoint that is the job's own and no longer needed. */
    public Optional<String> claimedAndFollowed() {
        return claimedFolder.filter(folder -> latest().isPresent());
    }

    /** The job has ended and its last checkpoint is there. */
    public void retained(String directory) {
        savepoints.latest(directory);
        latest().ifPresent(checkpoint -> history.stands(checkpoint.checkpointId(), directory));
    }

    /** Something about checkpoints that users should hear of. */
    public void problem(String message) {
        LOG.warn("Job {}: {}", execution.jobId(), message);
        history.problem(message);
    }

    /** The last completed one of this job. */
    public Optional<CheckpointMetadata> latest() {
        return completed.latest();
    }

    /** What the next deployment goes on from. */
    private Optional<CheckpointMetadata> latestOrInitial() {
        return latest().or(() -> initial().map(InitialState::checkpoint));
    }

    /** The latest and those that it follows, as far as they are kept, oldest first: whatever they list must be committed. */
    public List<CheckpointMetadata> lineage() {
        return completed.lineage();
    }

    /** How many tasks the vertex must have to go on from where it is: rows that barriers overtook are theirs alone. */
    public Optional<Integer> parallelism(int vertexId) {
        return latest().or(() -> initial().map(InitialState::checkpoint).filter(CheckpointMetadata::hasOvertakenRows))
                .flatMap(checkpoint -> checkpoint.parallelism(vertexId));
    }

    /** Whether a checkpoint may be about to complete, or the job about to end with one: until that is known nothing is restored. */
    public boolean undecided() {
        return writing || savepoints.concluding();
    }

    public CheckpointStatus status() {
        return new CheckpointStatus(
                latest().map(CheckpointMetadata::checkpointId).orElse(0L),
                latest().map(CheckpointMetadata::timestampMillis).orElse(0L),
                history.lastDurationMillis(),
                latest().map(CheckpointMetadata::stateBytes).orElse(0L),
                history.completed(),
                restoredFrom,
                pending == null ? 0 : pending.id(),
                failuresInARow,
                history.lastFailure(),
                savepoints.latest(),
                history.records());
    }

    // ---- Restoring

    /** Before the tasks get attempts: deals out what the last checkpoint does not give to them. */
    public void deploying() {
        restoredFrom = latestOrInitial().map(CheckpointMetadata::checkpointId).orElse(0L);
        LOG.info(
                "Job {} starts {}",
                execution.jobId(),
                restoredFrom == 0 ? "without a checkpoint" : "from checkpoint " + restoredFrom);
        ledger.reset();
        finishedAndTaken.clear();
        restoring.begin(latestOrInitial());
    }

    public TaskDeployment.Restore restore(Task task, TaskAttemptId attempt) {
        return latestOrInitial()
                .map(checkpoint -> restoring.of(checkpoint, task, attempt))
                .orElse(TaskDeployment.Restore.NOTHING);
    }

    // ---- Taking

    /** The tasks are deployed: checkpoints are taken from now on. */
    public void start() {
        active = true;
        lastTriggerNanos = cluster.loop().nanoTime();
        scheduleTrigger();
    }

    /** The tasks are being stopped: nothing is triggered and what is pending is given up. */
    public void stop() {
        active = false;
        cancel(triggerTimer);
        if (pending != null && !writing) {
            giveUp("the tasks are being restarted", false);
        }
    }

    /** This master no longer counts. */
    public void halt() {
        halted = true;
        active = false;
        cancel(triggerTimer);
        cancel(timeoutTimer);
        cancel(overtakeTimer);
        pending = null;
    }

    private static void cancel(Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
    }

    private void scheduleTrigger() {
        cancel(triggerTimer);
        if (!active || savepoints.concluding()) {
            return;
        }
        if (savepoints.wanted()) {
            triggerTimer = cluster.loop().schedule(SAVEPOINT_RETRY, this::trigger);
        } else if (interval.isPresent()) {
            long since = cluster.loop().nanoTime() - lastTriggerNanos;
            long wait = Math.max(interval.get().toNanos() - since, pause.toNanos());
            triggerTimer = cluster.loop().schedule(Duration.ofNanos(Math.max(0, wait)), this::trigger);
        }
    }

    private void trigger() {
        if (!active || pending != null || savepoints.concluding()) {
            return;
        }
        lastTriggerNanos = cluster.loop().nanoTime();
        List<Task> tasks = execution.tasks().toList();
        List<Task> sources = tasks.stream()
                .filter(task -> execution.graph().edgesTo(task.vertexId()).isEmpty()
                        && task.current().state() == AttemptState.RUNNING)
                .toList();
        boolean ready = tasks.stream()
                .map(task -> task.current().state())
                .allMatch(state -> state == AttemptState.RUNNING || state == AttemptState.FINISHED);
        if (!ready || sources.isEmpty()) {
            scheduleTrigger();
            return;
        }
        beginNext(tasks);
        for (Task source : sources) {
            messages.trigger(source, pending);
        }
        long id = pending.id();
        if (unaligned && pending.kind() == CheckpointRecord.Kind.CHECKPOINT) {
            overtakeTimer = cluster.loop().schedule(alignedTimeout, () -> {
                if (pending != null && pending.id() == id && !writing) {
                    messages.overtake(id);
                }
            });
        }
        timeoutTimer = cluster.loop().schedule(timeout, () -> {
            if (pending != null && pending.id() == id && !writing) {
                giveUp(
                        pending.awaitedTasks() + " tasks have not acknowledged it within " + timeout.toSeconds() + " s",
                        true);
            }
        });
    }

    private void beginNext(List<Task> tasks) {
        if (savepoints.wanted()) {
            SavepointRequest request = savepoints.begin(lastId + 1);
            begin(tasks, CheckpointRecord.Kind.SAVEPOINT, request.stop(), request.drain());
        } else {
            begin(tasks, CheckpointRecord.Kind.CHECKPOINT, false, false);
        }
    }

    private void begin(List<Task> tasks, CheckpointRecord.Kind kind, boolean stop, boolean drain) {
        Set<TaskAttemptId> running = new LinkedHashSet<>();
        Set<TaskAttemptId> finished = new LinkedHashSet<>();
        tasks.forEach(task ->
                (task.finished() ? finished : running).add(task.current().id()));
        pending = new PendingCheckpoint(
                ++lastId, kind, stop, drain, cluster.loop().currentTimeMillis(), running, finished);
    }

    /** Of an attempt that counts. */
    public void acknowledged(CheckpointAcknowledged acknowledgement) {
        if (pending != null && pending.id() == acknowledgement.getCheckpointId() && !writing) {
            pending.acknowledge(acknowledgement, cluster.loop().nanoTime());
            writeIfComplete(false);
        } else if (active) {
            ledger.add(acknowledgement.getCommittablesList());
        }
    }

    /** Of an attempt that counts. */
    public void declined(CheckpointDeclined decline) {
        if (pending != null && pending.id() == decline.getCheckpointId() && !writing) {
            giveUp(
                    "task " + decline.getTask().getVertexId() + "."
                            + decline.getTask().getSubtask() + " declined it: "
                            + decline.getFailure().getMessage(),
                    true);
        }
    }

    /**
     * An attempt that counts has finished. If it had not acknowledged the pending checkpoint, nobody knows whether it met the barrier and the acknowledgement was
     * lost, or ended before: that checkpoint is given up, and in the next the attempt counts as finished.
     */
    public void finished(TaskAttemptId task) {
        if (pending != null && !writing && pending.awaits(task)) {
            giveUp("a task finished without acknowledging it", false);
        }
    }

    /** All tasks have finished: the last checkpoint has only what sinks prepared. */
    public void takeLast() {
        if (writing) {
            return;
        }
        active = false;
        cancel(triggerTimer);
        if (pending != null) {
            giveUp("all tasks have finished", false);
        }
        lastTriggerNanos = cluster.loop().nanoTime();
        begin(execution.tasks().toList(), CheckpointRecord.Kind.LAST, false, false);
        writeIfComplete(true);
    }

    private void writeIfComplete(boolean last) {
        if (!pending.complete()) {
            return;
        }
        cancel(timeoutTimer);
        cancel(overtakeTimer);
        acknowledgedNanos = cluster.loop().nanoTime();
        pending.acknowledged().values().forEach(ack -> ledger.add(ack.getCommittablesList()));
        Set<TaskAttemptId> newlyFinished = new HashSet<>(pending.finished());
        newlyFinished.removeAll(finishedAndTaken);
        execution
                .tasks()
                .filter(task -> newlyFinished.contains(task.current().id()))
                .forEach(task -> ledger.add(task.current().committables()));
        Map<TaskAttemptId, List<OperatorState>> saved = new LinkedHashMap<>();
        pending.acknowledged().forEach((task, ack) -> saved.put(task, ack.getOperatorStatesList()));
        ScanCut cut = splits.cut(saved, pending.finished());
        CheckpointMetadata metadata = pending.toMetadata(
                execution, latest().map(CheckpointMetadata::checkpointId).orElse(0L), cut.states(), ledger.open());
        writing = true;
        storeWork.run(
                () -> {
                    store.writeCheckpoint(metadata);
                    return metadata;
                },
                done -> written(done, cut, last),
                problem -> notWritten(problem, last));
    }

    private void written(CheckpointMetadata checkpoint, ScanCut cut, boolean last) {
        writing = false;
        if (halted) {
            return;
        }
        finishedAndTaken.addAll(pending.finished());
        failuresInARow = 0;
        history.completed(pending, checkpoint.stateBytes(), cluster.loop().nanoTime() - lastTriggerNanos);
        logCompleted(checkpoint, pending.firstAndLast(lastTriggerNanos));
        pending = null;
        completed.add(checkpoint);
        savepoints.completed(checkpoint);
        completed.hold(savepoints.copied());
        ledger.complete(checkpoint.committables());
        splits.completed(cut);
        messages.completed(checkpoint.checkpointId());
        listener.checkpointCompleted(checkpoint, last);
        scheduleTrigger();
    }

    private void logCompleted(CheckpointMetadata checkpoint, String acknowledgements) {
        LOG.info(
                "Checkpoint {} of job {} is complete after {} ms: {}, metadata after {} ms more; state {} bytes",
                checkpoint.checkpointId(),
                execution.jobId(),
                history.lastDurationMillis(),
                acknowledgements,
                Duration.ofNanos(cluster.loop().nanoTime() - acknowledgedNanos).toMillis(),
                checkpoint.stateBytes());
    }

    private void notWritten(Exception problem, boolean last) {
        writing = false;
        if (halted) {
            return;
        }
        if (problem instanceof BlinkException known && known.code() == SchedulerErrorCode.TERM_SUPERSEDED) {
            pending = null;
            cluster.superseded(known.getMessage());
            return;
        }
        String reason = "its metadata cannot be written: " + problem.getMessage();
        history.problem("Checkpoint " + pending.id() + " was given up: " + reason);
        // Nothing runs any more that a restart could help: the last checkpoint is tried again for as long as commits
        // are.
        giveUp(reason, !last || ++lastTries > LAST_TRIES_MAX);
        if (last) {
            cluster.loop().schedule(LAST_RETRY, listener::changed);
        } else {
            listener.changed();
        }
    }

    /** The worker may have missed what was said while it had no connection. */
    public void reconnected(RegisteredWorker worker) {
        latest().ifPresent(checkpoint -> messages.completed(checkpoint.checkpointId(), worker));
        if (lastAborted > 0) {
            messages.aborted(lastAborted, worker);
        }
    }

    private void giveUp(String reason, boolean counts) {
        cancel(timeoutTimer);
        cancel(overtakeTimer);
        PendingCheckpoint given = pending;
        retention.leftovers();
        pending = null;
        given.acknowledged().values().forEach(ack -> ledger.add(ack.getCommittablesList()));
        history.failed(given, cluster.loop().nanoTime() - lastTriggerNanos, reason);
        abort(given.id());
        if (counts || given.drain() || !active) {
            savepoints.givenUp(given.id(), reason);
        } else {
            savepoints.takeAgain(given.id());
        }
        if (given.drain() && active) {
            eventTimeEnded(reason);
        } else if (counts) {
            count("Checkpoint " + given.id() + " was given up: " + reason);
        }
        scheduleTrigger();
    }

    private void abort(long checkpointId) {
        lastAborted = checkpointId;
        messages.aborted(checkpointId);
    }

    private void count(String failure) {
        history.problem(failure);
        LOG.warn("Job {}: {}", execution.jobId(), failure);
        if (++failuresInARow > failuresTolerated) {
            failuresInARow = 0;
            listener.checkpointsFail(new BlinkException(
                    SchedulerErrorCode.CHECKPOINT_FAILED,
                    failure + ". That was more than '" + SchedulerOptions.CHECKPOINT_FAILURES_TOLERATED.key()
                            + "' in a row."));
        }
    }

    /** All windows were emitted for a savepoint that does not come to be: the tasks must go back behind that. */
    private void eventTimeEnded(String reason) {
        listener.checkpointsFail(new BlinkException(
                SchedulerErrorCode.SAVEPOINT_FAILED,
                "The job cannot go on where event time has ended for a savepoint that was not taken: " + reason));
    }

    // ---- Savepoints

    /** Completes {@code answer} with its folder once it stands. */
    public void savepoint(SavepointRequest request, CompletableFuture<String> answer) {
        savepoints.request(request, answer);
    }

    /** No more savepoints: the job ends for another reason. */
    public void endSavepoints(BlinkException reason) {
        savepoints.end(reason);
    }

    @Override
    public void savepointWanted() {
        if (pending == null) {
            trigger();
        }
    }

    @Override
    public void savepointStands(long checkpointId, SavepointRequest request, String directory) {
        history.stands(checkpointId, directory);
        completed.hold(Optional.empty());
        if (request.stop() && !halted) {
            listener.stopped();
        }
        scheduleTrigger();
    }

    @Override
    public void savepointNotKept(long checkpointId, SavepointRequest request, BlinkException problem) {
        history.problem(problem.getMessage());
        completed.hold(Optional.empty());
        if (halted) {
            return;
        }
        if (request.stop()) {
            abort(checkpointId);
            listener.changed();
        }
        if (request.drain()) {
            eventTimeEnded(problem.getMessage());
        }
        scheduleTrigger();
    }

    // ---- Retention

    /** What the checkpoint lists is committed: older ones are no longer needed. */
    public void committed(long checkpointId) {
        savepoints.committed(checkpointId);
        retention.delete(completed.committed(checkpointId), completed.kept(), checkpointId);
    }
}
