package io.blink.runtime.worker;

import io.blink.runtime.control.CheckpointAcknowledged;
import io.blink.runtime.control.CheckpointDeclined;
import io.blink.runtime.control.DeployTask;
import io.blink.runtime.control.Heartbeat;
import io.blink.runtime.control.MasterLink;
import io.blink.runtime.control.MasterMessage;
import io.blink.runtime.control.PartitionUnavailable;
import io.blink.runtime.control.RegisterWorker;
import io.blink.runtime.control.SplitRequest;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.runtime.control.TaskState;
import io.blink.runtime.control.TaskStateChanged;
import io.blink.runtime.control.WatermarkReport;
import io.blink.runtime.control.WorkerAccepted;
import io.blink.runtime.control.WorkerMessage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The worker's side of the control protocol: registration, heartbeats, lease, terms and attempts. A state machine without threads, clock or I/O of its own: every call
 * comes on one thread (in production the worker's control thread, in the simulator the test's), {@link #tick} at least every 100 ms.
 *
 * <pre>
 * UNREGISTERED  accepted                              -> ACTIVE
 * ACTIVE        lease without a word of the master    -> SUSPENDED (tasks stop emitting)
 * SUSPENDED     accepted, by the same term or higher  -> ACTIVE    (tasks go on; the master cancels what it has replaced)
 * any           no word for the orphan time, or told to stop -> STOPPED
 * </pre>
 *
 * A message of a lower term is dropped; the first one of a higher term makes the worker obey it and register again, with the tasks and partitions that it holds.
 * Whatever ended is told again after each acceptance, since the message may have died with the old connection; a master knows an attempt's end by
 * its identity. Of each subtask only the highest attempt counts.
 */
public final class WorkerControl implements TaskReports {
    private static final Logger LOG = LoggerFactory.getLogger(WorkerControl.class);

    /** Until a master says otherwise. */
    private static final long DEFAULT_HEARTBEAT_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long DEFAULT_LEASE_NANOS = TimeUnit.SECONDS.toNanos(30);
    private static final long DEFAULT_ORPHAN_NANOS = TimeUnit.MINUTES.toNanos(5);

    private final String workerId;
    private final RegisterWorker identity;
    private final TaskExecution execution;
    private final LongSupplier nanoTime;
    private final Consumer<String> exit;
    private final HeldTasks held = new HeldTasks();

    private WorkerState state = WorkerState.UNREGISTERED;
    private MasterLink master;
    private boolean accepted;
    private int term;
    private long heartbeatSequence;
    private long heartbeatNanos = DEFAULT_HEARTBEAT_NANOS;
    private long leaseNanos = DEFAULT_LEASE_NANOS;
    private long orphanNanos = DEFAULT_ORPHAN_NANOS;
    private long lastWordNanos;
    private long lastBeatNanos;

    /**
     * @param identity the registration without tasks and partitions
     * @param nanoTime a monotonic clock
     * @param exit called once, with the reason, when the worker shall end
     */
    public WorkerControl(
            String workerId,
            RegisterWorker identity,
            TaskExecution execution,
            LongSupplier nanoTime,
            Consumer<String> exit) {
        this.workerId = workerId;
        this.identity = identity;
        this.execution = execution;
        this.nanoTime = nanoTime;
        this.exit = exit;
        this.lastWordNanos = nanoTime.getAsLong();
    }

    public WorkerState state() {
        return state;
    }

    public int term() {
        return term;
    }

    /** A connection stands; the worker registers on it. */
    public void connected(MasterLink link) {
        if (state == WorkerState.STOPPED) {
            return;
        }
        master = link;
        accepted = false;
        register();
    }

    public void disconnected(MasterLink link) {
        if (link == master) {
            master = null;
            accepted = false;
        }
    }

    /** A message that came on {@code link}; one of an earlier connection counts like any other, its term decides. */
    public void receive(MasterMessage message) {
        if (state == WorkerState.STOPPED) {
            return;
        }
        if (message.getTerm() < term) {
            LOG.info("Dropping a {} of term {}; term {} is obeyed", message.getMessageCase(), message.getTerm(), term);
            return;
        }
        if (message.getTerm() > term) {
            obey(message);
        }
        lastWordNanos = nanoTime.getAsLong();
        handle(message);
    }

    private void obey(MasterMessage message) {
        boolean first = term == 0;
        term = message.getTerm();
        accepted = false;
        if (!first || !message.hasWorkerAccepted()) {
            LOG.info("Obeying the master of term {}", term);
            register();
        }
    }

    private void handle(MasterMessage message) {
        switch (message.getMessageCase()) {
            case WORKER_ACCEPTED -> accept(message.getWorkerAccepted());
            case HEARTBEAT_ANSWER -> {}
            case DEPLOY_TASK -> deploy(message.getDeployTask());
            case CANCEL_TASK -> cancel(message.getCancelTask().getTask());
            case SPLIT_ASSIGNMENT -> execution.assignSplits(message.getSplitAssignment());
            case WATERMARK_LIMIT -> execution.limitWatermark(message.getWatermarkLimit());
            case TRIGGER_CHECKPOINT -> execution.triggerCheckpoint(message.getTriggerCheckpoint());
            case CHECKPOINT_COMPLETED ->
                execution.checkpointCompleted(
                        message.getCheckpointCompleted().getJobId(),
                        message.getCheckpointCompleted().getCheckpointId());
            case OVERTAKE_BARRIER ->
                execution.overtakeBarrier(
                        message.getOvertakeBarrier().getJobId(),
                        message.getOvertakeBarrier().getCheckpointId());
            case CHECKPOINT_ABORTED ->
                execution.checkpointAborted(
                        message.getCheckpointAborted().getJobId(),
                        message.getCheckpointAborted().getCheckpointId());
            case RELEASE_PARTITIONS -> {
                held.releasePartitions(message.getReleasePartitions().getProducersList());
                execution.releasePartitions(message.getReleasePartitions().getProducersList());
            }
            case RELEASE_JOB -> {
                held.releaseJob(message.getReleaseJob().getJobId());
                execution.releaseJob(message.getReleaseJob().getJobId());
            }
            case STOP_WORKER ->
                stop("the master says: " + message.getStopWorker().getReason());
            case MESSAGE_NOT_SET -> LOG.warn("Dropping an empty or unknown message of term {}", message.getTerm());
        }
    }

    private void accept(WorkerAccepted acceptance) {
        heartbeatNanos = positiveMillis(acceptance.getHeartbeatIntervalMillis(), heartbeatNanos);
        leaseNanos = positiveMillis(acceptance.getLeaseMillis(), leaseNanos);
        orphanNanos = positiveMillis(acceptance.getOrphanMillis(), orphanNanos);
        accepted = true;
        if (state == WorkerState.SUSPENDED) {
            LOG.info("Term {} took this worker back: its tasks go on", term);
            execution.resume();
        }
        state = WorkerState.ACTIVE;
        held.ended().forEach(change -> send(WorkerMessage.newBuilder().setTaskState(change)));
    }

    private static long positiveMillis(long millis, long otherwiseNanos) {
        return millis > 0 ? TimeUnit.MILLISECONDS.toNanos(millis) : otherwiseNanos;
    }

    private void deploy(DeployTask deployment) {
        TaskAttemptId task = deployment.getTask();
        HeldTasks.Admission admission = held.admit(task);
        // Also of an attempt that is known: the master does not send the graph again with the next one.
        if (admission != HeldTasks.Admission.OLD
                && !deployment.getJobGraphJson().isEmpty()) {
            execution.graph(task.getJobId(), deployment.getJobGraphJson());
        }
        switch (admission) {
            case NEW -> execution.deploy(deployment, term);
            case KNOWN ->
                held.ended(task)
                        .ifPresent(end -> send(WorkerMessage.newBuilder().setTaskState(end)));
            case OLD -> LOG.info("Dropping the deployment of {}: a later attempt is known", TaskIds.text(task));
        }
    }

    /** An attempt that is not known here has never come or was released: its master is told that it does not run. */
    private void cancel(TaskAttemptId task) {
        if (held.state(task) == TaskState.TASK_STATE_UNKNOWN) {
            stateChanged(TaskStateChanged.newBuilder()
                    .setTask(task)
                    .setState(TaskState.CANCELED)
                    .build());
        } else {
            held.ended(task)
                    .ifPresentOrElse(
                            end -> send(WorkerMessage.newBuilder().setTaskState(end)), () -> execution.cancel(task));
        }
    }

    /** Sends what is due and watches the lease. */
    public void tick() {
        if (state == WorkerState.STOPPED) {
            return;
        }
        long now = nanoTime.getAsLong();
        long silence = now - lastWordNanos;
        if (silence >= orphanNanos) {
            stop("no word of a master for " + TimeUnit.NANOSECONDS.toSeconds(silence) + " s");
            return;
        }
        if (state == WorkerState.ACTIVE && silence >= leaseNanos) {
            LOG.warn("No word of the master of term {} for the lease: the tasks stop emitting", term);
            state = WorkerState.SUSPENDED;
            accepted = false;
            execution.suspend();
        }
        if (now - lastBeatNanos >= heartbeatNanos) {
            lastBeatNanos = now;
            beat();
        }
    }

    private void beat() {
        if (!accepted) {
            register();
            return;
        }
        send(WorkerMessage.newBuilder()
                .setHeartbeat(Heartbeat.newBuilder()
                        .setSequence(++heartbeatSequence)
                        .addAllTasks(execution.progress())
                        .addAllStates(held.reports())));
    }

    private void register() {
        send(WorkerMessage.newBuilder()
                .setRegister(
                        identity.toBuilder().addAllRunningTasks(held.reports()).addAllPartitions(held.partitions())));
    }

    private void stop(String reason) {
        LOG.info("Worker {} stops: {}", workerId, reason);
        state = WorkerState.STOPPED;
        exit.accept(reason);
    }

    private void send(WorkerMessage.Builder message) {
        if (master != null) {
            master.send(message.setWorkerId(workerId).setTerm(term).build());
        }
    }

    private void sendIfActive(WorkerMessage.Builder message) {
        if (state == WorkerState.ACTIVE) {
            send(message);
        }
    }

    @Override
    public void stateChanged(TaskStateChanged change) {
        if (held.changed(change)) {
            sendIfActive(WorkerMessage.newBuilder().setTaskState(change));
        }
    }

    @Override
    public void splitsWanted(SplitRequest request) {
        sendIfActive(WorkerMessage.newBuilder().setSplitRequest(request));
    }

    @Override
    public void watermarkReached(WatermarkReport report) {
        sendIfActive(WorkerMessage.newBuilder().setWatermarkReport(report));
    }

    @Override
    public void acknowledged(CheckpointAcknowledged acknowledgement) {
        sendIfActive(WorkerMessage.newBuilder().setCheckpointAcknowledged(acknowledgement));
    }

    @Override
    public void declined(CheckpointDeclined decline) {
        sendIfActive(WorkerMessage.newBuilder().setCheckpointDeclined(decline));
    }

    @Override
    public void unavailable(PartitionUnavailable partition) {
        sendIfActive(WorkerMessage.newBuilder().setPartitionUnavailable(partition));
    }
}
