package io.blink.scheduler;

import io.blink.core.config.ConfigOption;
import io.blink.core.config.DataSize;
import io.blink.core.plan.AdaptiveBroadcast;
import java.time.Duration;
import java.util.List;

/** The settings that this module reads; of the cluster or, where the description says so, of a job. */
public final class SchedulerOptions {
    public static final ConfigOption<String> STORAGE_DIRECTORY = ConfigOption.string(
            "high-availability.storageDir",
            null,
            "Folder for what a new master needs to go on: plans, finished stages, checkpoints. A URI that master and workers reach.");
    public static final ConfigOption<Duration> HEARTBEAT_INTERVAL =
            ConfigOption.duration("heartbeat.interval", "1 s", "How often a worker reports to its master.");
    public static final ConfigOption<Duration> HEARTBEAT_TIMEOUT = ConfigOption.duration(
            "heartbeat.timeout",
            "30 s",
            "Silence after which a worker counts as lost, and after which a worker without its master stops emitting.");
    public static final ConfigOption<Duration> ORPHAN_TIMEOUT = ConfigOption.duration(
            "blink.worker.orphan-timeout",
            "5 min",
            "How long a worker without a master waits for a new one before it exits.");
    public static final ConfigOption<Duration> RECONNECT_GRACE = ConfigOption.duration(
            "blink.worker.reconnect-grace",
            "1 s",
            "How long a worker whose connection broke may take to come back before it counts as lost; at once, if a task of a stream has lost its connection to the worker too.");
    public static final ConfigOption<Duration> SLOT_REQUEST_TIMEOUT = ConfigOption.duration(
            "slot.request.timeout", "5 min", "How long a job waits for the slots that it needs before it fails.");
    public static final ConfigOption<Duration> SLOT_STABILIZATION = ConfigOption.duration(
            "jobmanager.adaptive-scheduler.resource-stabilization-timeout",
            "3 s",
            "How long a batch stage that could use more slots waits for workers on their way before it starts with those there are. After none came, stages "
                    + "do not wait until a worker has registered.");
    public static final ConfigOption<Duration> WORKER_IDLE_TIMEOUT = ConfigOption.duration(
            "resourcemanager.taskmanager-timeout",
            "30 s",
            "How long a worker that runs nothing and holds nothing is kept.",
            "slotmanager.taskmanager-timeout");
    public static final ConfigOption<Integer> SPARE_WORKERS = ConfigOption.integer(
            "slotmanager.redundant-taskmanager-num",
            "0",
            "Workers that stand by while jobs run, so that a stream that loses a worker goes on at once.");
    public static final ConfigOption<Duration> PREVIOUS_WORKER_TIMEOUT = ConfigOption.duration(
            "execution.batch.job-recovery.previous-worker.recovery.timeout",
            "30 s",
            "How long a new master waits for the workers of the one before it.");
    public static final ConfigOption<Duration> STAGE_RECORD_PAUSE = ConfigOption.duration(
            "execution.batch.job-recovery.snapshot.min-pause",
            "2 s",
            "Job: time between records of finished batch stages; what finished since the last one runs again if the master dies.");
    public static final ConfigOption<Duration> CANCELLATION_TIMEOUT = ConfigOption.duration(
            "task.cancellation.timeout", "60 s", "How long a task may take to stop before its worker counts as lost.");
    public static final ConfigOption<Integer> PARALLELISM = ConfigOption.integer(
            "parallelism.default", "-1", "Job: tasks of each vertex whose number is open; -1: computed.");
    public static final ConfigOption<DataSize> BYTES_PER_TASK = ConfigOption.size(
            "execution.batch.adaptive.auto-parallelism.avg-data-volume-per-task",
            "4mb",
            "Job: input for which a batch stage gets one more task.");
    public static final ConfigOption<Integer> BATCH_PARALLELISM_MAX = ConfigOption.integer(
            "execution.batch.adaptive.auto-parallelism.max-parallelism", "128", "Job: most tasks of a batch stage.");
    public static final ConfigOption<BatchShuffleMode> BATCH_SHUFFLE_MODE = ConfigOption.choice(
            "execution.batch-shuffle-mode",
            BatchShuffleMode.class,
            "ADAPTIVE",
            "Job: whether a batch's free exchanges are pipelined. ADAPTIVE pipelines short work.");
    public static final ConfigOption<DataSize> PIPELINED_BYTES_MAX = ConfigOption.size(
            "blink.batch.pipelined-bytes-max",
            "32mb",
            "Job: input up to which a batch counts as short work, whose stages run at the same time.");
    public static final ConfigOption<AdaptiveBroadcast> ADAPTIVE_BROADCAST = ConfigOption.choice(
            "table.optimizer.adaptive-broadcast-join.strategy",
            AdaptiveBroadcast.class,
            "auto",
            "Job: whether a join's build side that turns out to be small goes to every task, so that the other side need not travel.");
    public static final ConfigOption<DataSize> BROADCAST_THRESHOLD = ConfigOption.size(
            "table.optimizer.join.broadcast-threshold",
            "10mb",
            "Job: up to which measured size the build side of a join is read by every task; 0 switches it off.",
            "sql.exec.hash-join.broadcast.threshold");
    public static final ConfigOption<Boolean> RUNTIME_FILTERS = ConfigOption.bool(
            "table.optimizer.runtime-filter.enabled",
            "true",
            "Job: whether a scan that a decision brings into the task of a join is filtered by its build side.");
    public static final ConfigOption<SkewedJoins> SKEWED_JOINS = ConfigOption.choice(
            "table.optimizer.skewed-join-optimization.strategy",
            SkewedJoins.class,
            "auto",
            "Job: whether all tasks of a join share buckets of its probe side that are much larger than others.");
    public static final ConfigOption<Double> SKEWED_FACTOR = ConfigOption.decimal(
            "table.optimizer.skewed-join-optimization.skewed-factor",
            "4.0",
            "Job: how many times the median a bucket must exceed to be shared.");
    public static final ConfigOption<DataSize> SKEWED_BYTES_MIN = ConfigOption.size(
            "table.optimizer.skewed-join-optimization.skewed-threshold",
            "64mb",
            "Job: bytes that a bucket must exceed to be shared.");
    public static final ConfigOption<Integer> TASK_RETRIES =
            ConfigOption.integer("blink.batch.task-retries", "3", "Job: how often a failed batch task is run again.");
    public static final ConfigOption<Duration> RESTART_BACKOFF_INITIAL = ConfigOption.duration(
            "restart-strategy.exponential-delay.initial-backoff", "1 s", "Job: wait before a stream's first restart.");
    public static final ConfigOption<Duration> RESTART_BACKOFF_MAX = ConfigOption.duration(
            "restart-strategy.exponential-delay.max-backoff", "1 min", "Job: longest wait before a stream's restart.");
    public static final ConfigOption<Duration> RESTART_BACKOFF_RESET = ConfigOption.duration(
            "restart-strategy.exponential-delay.reset-backoff-threshold",
            "10 min",
            "Job: time without failure after which a stream's restarts count from the beginning, as they do after a completed checkpoint.");
    public static final ConfigOption<Integer> RESTART_ATTEMPTS = ConfigOption.integer(
            "restart-strategy.exponential-delay.attempts-before-reset-backoff",
            "8",
            "Job: restarts of a stream in a row, without that time or a completed checkpoint between them, before it fails. The same internal error within 30 s of each restart counts although "
                    + "checkpoints complete, and is given up within 5 minutes.");
    public static final ConfigOption<Duration> CHECKPOINT_INTERVAL = ConfigOption.duration(
            "execution.checkpointing.interval",
            null,
            "Job: time between checkpoints; if not set there are none, but where a scan has begun 65,536 splits since the last.");
    public static final ConfigOption<Duration> CHECKPOINT_TIMEOUT = ConfigOption.duration(
            "execution.checkpointing.timeout", "10 min", "Job: time after which a checkpoint is given up.");
    public static final ConfigOption<Duration> CHECKPOINT_PAUSE = ConfigOption.duration(
            "execution.checkpointing.min-pause",
            "0 ms",
            "Job: least time between the end of a checkpoint and the next.");
    public static final ConfigOption<Integer> CHECKPOINT_FAILURES_TOLERATED = ConfigOption.integer(
            "execution.checkpointing.tolerable-failed-checkpoints",
            "3",
            "Job: checkpoints that may fail in a row before the job restarts.");
    public static final ConfigOption<Integer> CHECKPOINTS_RETAINED = ConfigOption.integer(
            "execution.checkpointing.num-retained",
            "2",
            "Job: completed checkpoints that are kept.",
            "state.checkpoints.num-retained");
    public static final ConfigOption<Boolean> UNALIGNED = ConfigOption.bool(
            "execution.checkpointing.unaligned.enabled",
            "false",
            "Job: whether barriers of checkpoints that are late overtake the rows ahead of them, which are saved with the checkpoint. Those of savepoints never do.",
            "execution.checkpointing.unaligned");
    public static final ConfigOption<Duration> ALIGNED_TIMEOUT = ConfigOption.duration(
            "execution.checkpointing.aligned-checkpoint-timeout",
            "0 ms",
            "Job: time after which a checkpoint is late, where barriers overtake rows; 0: at once.",
            "execution.checkpointing.alignment-timeout");
    public static final ConfigOption<Integer> CHECKPOINT_HISTORY =
            ConfigOption.integer("web.checkpoints.history", "10", "Job: checkpoints about which its users can ask.");
    public static final ConfigOption<String> SAVEPOINT_DIRECTORY = ConfigOption.string(
            "execution.checkpointing.savepoint-dir",
            null,
            "Job: folder for savepoints that name none.",
            "state.savepoints.dir");
    public static final ConfigOption<String> RETAINED_DIRECTORY = ConfigOption.string(
            "execution.checkpointing.dir",
            null,
            "Job: folder for the last checkpoints of jobs that have ended, where they are retained. Those of jobs that run are below high-availability.storageDir.",
            "state.checkpoints.dir");
    public static final ConfigOption<CheckpointsAtEnd> CHECKPOINTS_AT_END = ConfigOption.choice(
            "execution.checkpointing.externalized-checkpoint-retention",
            CheckpointsAtEnd.class,
            "NO_EXTERNALIZED_CHECKPOINTS",
            "Job: whether the last checkpoint of a job that is canceled or fails is kept, in execution.checkpointing.dir, so that another job can start from it.");
    public static final ConfigOption<String> RECOVERY_PATH = ConfigOption.string(
            "execution.state-recovery.path",
            null,
            "Job: folder of the savepoint or retained checkpoint from which it starts.",
            "execution.savepoint.path");
    public static final ConfigOption<ClaimMode> CLAIM_MODE = ConfigOption.choice(
            "execution.state-recovery.claim-mode",
            ClaimMode.class,
            "NO_CLAIM",
            "Job: whether the savepoint from which it starts becomes its own, to be deleted when it is no longer needed (CLAIM), or is only read (NO_CLAIM).",
            "execution.savepoint-restore-mode");
    public static final ConfigOption<Boolean> IGNORE_UNCLAIMED_STATE = ConfigOption.bool(
            "execution.state-recovery.ignore-unclaimed-state",
            "false",
            "Job: whether it may leave out state of the savepoint that belongs to none of its operators.",
            "execution.savepoint.ignore-unclaimed-state");
    public static final ConfigOption<Duration> RESULT_RETENTION = ConfigOption.duration(
            "blink.result.retention", "10 min", "How long the result of a finished query waits to be read.");

    public static final ConfigOption<Integer> MASTERS_ENDED_BY_JOB = ConfigOption.integer(
            "blink.job.masters-ended-max",
            "2",
            "Masters that one job may end by mistakes in the master's turns for it; then it fails, and the others go on. 1 where YARN starts a master no more than twice.");

    private SchedulerOptions() {}

    public static List<ConfigOption<?>> all() {
        return List.of(
                STORAGE_DIRECTORY,
                HEARTBEAT_INTERVAL,
                HEARTBEAT_TIMEOUT,
                ORPHAN_TIMEOUT,
                RECONNECT_GRACE,
                SLOT_REQUEST_TIMEOUT,
                SLOT_STABILIZATION,
                WORKER_IDLE_TIMEOUT,
                SPARE_WORKERS,
                PREVIOUS_WORKER_TIMEOUT,
                STAGE_RECORD_PAUSE,
                CANCELLATION_TIMEOUT,
                PARALLELISM,
                BYTES_PER_TASK,
                BATCH_PARALLELISM_MAX,
                BATCH_SHUFFLE_MODE,
                PIPELINED_BYTES_MAX,
                ADAPTIVE_BROADCAST,
                BROADCAST_THRESHOLD,
                RUNTIME_FILTERS,
                SKEWED_JOINS,
                SKEWED_FACTOR,
                SKEWED_BYTES_MIN,
                TASK_RETRIES,
                RESTART_BACKOFF_INITIAL,
                RESTART_BACKOFF_MAX,
                RESTART_BACKOFF_RESET,
                RESTART_ATTEMPTS,
                CHECKPOINT_INTERVAL,
                CHECKPOINT_TIMEOUT,
                CHECKPOINT_PAUSE,
                CHECKPOINT_FAILURES_TOLERATED,
                CHECKPOINTS_RETAINED,
                UNALIGNED,
                ALIGNED_TIMEOUT,
                CHECKPOINT_HISTORY,
                SAVEPOINT_DIRECTORY,
                RETAINED_DIRECTORY,
                CHECKPOINTS_AT_END,
                RECOVERY_PATH,
                CLAIM_MODE,
                IGNORE_UNCLAIMED_STATE,
                RESULT_RETENTION,
                MASTERS_ENDED_BY_JOB);
    }

    /** Whether skew in the keys of joins is evened out. */
    public enum SkewedJoins {
        /** Where the join's other operators allow it. */
        AUTO,
        /** As AUTO: sharing costs no exchange, so that nothing is left to force. */
        FORCED,
        NONE
    }

    /** Whose a savepoint is from which a job starts. */
    public enum ClaimMode {
        CLAIM,
        NO_CLAIM
    }

    /** Of which jobs the last checkpoint is kept. */
    public enum CheckpointsAtEnd {
        NO_EXTERNALIZED_CHECKPOINTS,
        /** Of those that fail. */
        DELETE_ON_CANCELLATION,
        /** Of those that fail or are canceled. */
        RETAIN_ON_CANCELLATION
    }

    /** What becomes of the exchanges that the planner left open. */
    public enum BatchShuffleMode {
        /** Pipelined where the work is short. */
        ADAPTIVE,
        ALL_EXCHANGES_BLOCKING,
        /** Pipelined wherever that cannot deadlock. */
        ALL_EXCHANGES_PIPELINED
    }
}
