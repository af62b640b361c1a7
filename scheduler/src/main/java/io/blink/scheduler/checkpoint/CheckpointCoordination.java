package io.blink.scheduler.checkpoint;

import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.runtime.control.CheckpointAcknowledged;
import io.blink.runtime.control.CheckpointDeclined;
import io.blink.runtime.control.OperatorState;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.scheduler.SchedulerErrorCode;
import io.blink.scheduler.SchedulerOptions;
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
import java.math.BigDecimal;
import java.time.Duration;
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
 * prepared for it goes into the next. A stream without an interval has savepoints alone, and a checkpoint when the master would have to remember too many splits.
 */
public final class CheckpointCoordination implements Savepoints.Listener {
    private static final Logger LOG = LoggerFactory.getLogger(CheckpointCoordination.class);
    private static final Duration LAST_RETRY = Duration.ofSeconds(1);
    private static final int LAST_TRIES_MAX = 1800;

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
    private final CheckpointTimers timers;
    private final CompletedCheckpoints completed;
    private final StartingPoint startingPoint;
    private final CheckpointRetention retention;
    private final Savepoints savepoints;
    private final CheckpointHistory history;
    private final CheckpointFailures failures;
    private final Optional<String> claimedFolder;
    private final CommittableLedger ledger = new CommittableLedger();

    private PendingCheckpoint pending;
    private boolean writing;
    private boolean halted;
    private boolean active;
    private long lastId;
    private int lastTries;
    private long acknowledgedNanos;
    private long lastAborted;

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
        this.timers = new CheckpointTimers(cluster.loop(), settings);
        this.history = new CheckpointHistory(settings.get(SchedulerOptions.CHECKPOINT_HISTORY));
        this.failures = new CheckpointFailures(
                execution.jobId(),
                settings.get(SchedulerOptions.CHECKPOINT_FAILURES_TOLERATED),
                history,
                listener::checkpointsFail);
        this.claimedFolder = SavepointStart.claimedFolder(settings);
        this.retention = new CheckpointRetention(store, cluster.background(), claimedFolder, history::problem);
        this.completed = new CompletedCheckpoints(settings.get(SchedulerOptions.CHECKPOINTS_RETAINED));
        this.startingPoint = new StartingPoint(execution, splits, completed);
        this.savepoints = new Savepoints(execution.jobId(), settings, store.savepoints(), cluster.background(), this);
    }

    // ---- The last completed checkpoint

    /** A new master has found these, oldest first. */
    public void recover(List<CheckpointMetadata> found) {
        startingPoint.recover(found);
        latest().ifPresent(checkpoint -> {
            lastId = checkpoint.checkpointId();
            ledger.complete(checkpoint.committables());
        });
    }

    /** Before the first deployment of a job that starts from a savepoint. */
    public void startFrom(InitialState state) {
        startingPoint.startFrom(state.checkpoint());
        lastId = state.checkpoint().checkpointId();
        state.notices().forEach(history::problem);
    }

    /** What the next deployment goes on from. */
    public StartingPoint startingPoint() {
        return startingPoint;
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

    /** The latest and those that it follows, as far as they are kept, oldest first: whatever they list must be committed. */
    public List<CheckpointMetadata> lineage() {
        return completed.lineage();
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
                startingPoint.restoredFrom(),
                pending == null ? 0 : pending.id(),
                failures.inARow(),
                history.lastFailure(),
                savepoints.latest(),
                history.records());
    }

    // ---- Taking

    /** Before the tasks get attempts. */
    public void deploying() {
        ledger.reset();
        startingPoint.deploying();
    }

    /** The tasks are deployed: checkpoints are taken from now on. */
    public void start() {
        active = true;
        timers.triggered();
        scheduleTrigger();
    }

    /** The tasks are being stopped: nothing is triggered and what is pending is given up. */
    public void stop() {
        active = false;
        timers.cancelTrigger();
        if (pending != null && !writing) {
            giveUp("the tasks are being restarted", false);
        }
    }

    /** This master no longer counts. */
    public void halt() {
        halted = true;
        active = false;
        timers.cancelTrigger();
        timers.cancelPending();
        pending = null;
    }

    private void scheduleTrigger() {
        timers.cancelTrigger();
        if (active && !savepoints.concluding()) {
            timers.scheduleTrigger(savepoints.wanted(), this::trigger);
        }
    }

    private void trigger() {
        if (!active || pending != null || savepoints.concluding()) {
            return;
        }
        timers.triggered();
        if (!timers.hasInterval() && !savepoints.wanted() && !splits.crowded()) {
            scheduleTrigger();
            return;
        }
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
        scheduleImpatience(pending.id());
    }

    private void scheduleImpatience(long id) {
        if (pending.kind() == CheckpointRecord.Kind.CHECKPOINT) {
            timers.scheduleOvertaking(() -> {
                if (isPending(id)) {
                    messages.overtake(id);
                }
            });
        }
        timers.scheduleTimeout(() -> {
            if (isPending(id)) {
                giveUp(
                        pending.awaitedTasks() + " tasks have not acknowledged it within "
                                + BigDecimal.valueOf(timers.timeout().toMillis(), 3)
                                        .stripTrailingZeros()
                                        .toPlainString()
                                + " s",
                        true);
            }
        });
    }

    /** Whether tasks may still acknowledge or decline it. */
    private boolean isPending(long id) {
        return pending != null && pending.id() == id && !writing;
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
        if (isPending(acknowledgement.getCheckpointId())) {
            pending.acknowledge(acknowledgement, cluster.loop().nanoTime());
            writeIfComplete(false);
        } else if (active) {
            ledger.add(acknowledgement.getCommittablesList());
        }
    }

    /** Of an attempt that counts. */
    public void declined(CheckpointDeclined decline) {
        if (isPending(decline.getCheckpointId())) {
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
        timers.cancelTrigger();
        if (pending != null) {
            giveUp("all tasks have finished", false);
        }
        timers.triggered();
        begin(execution.tasks().toList(), CheckpointRecord.Kind.LAST, false, false);
        writeIfComplete(true);
    }

    private void writeIfComplete(boolean last) {
        if (!pending.complete()) {
            return;
        }
        timers.cancelPending();
        acknowledgedNanos = cluster.loop().nanoTime();
        ledger.take(pending, execution);
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
        ledger.taken(pending.finished());
        failures.completed();
        history.completed(pending, checkpoint.stateBytes(), timers.nanosSinceTrigger());
        logCompleted(checkpoint, pending.firstAndLast(timers.triggeredNanos()));
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
        timers.cancelPending();
        PendingCheckpoint given = pending;
        retention.leftovers();
        pending = null;
        given.acknowledged().values().forEach(ack -> ledger.add(ack.getCommittablesList()));
        history.failed(given, timers.nanosSinceTrigger(), reason);
        abort(given.id());
        if (counts || given.drain() || !active) {
            savepoints.givenUp(given.id(), reason);
        } else {
            savepoints.takeAgain(given.id());
        }
        if (given.drain() && active) {
            failures.eventTimeEnded(reason);
        } else if (counts) {
            failures.count(given.id(), reason);
        }
        scheduleTrigger();
    }

    private void abort(long checkpointId) {
        lastAborted = checkpointId;
        messages.aborted(checkpointId);
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
            failures.eventTimeEnded(problem.getMessage());
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
