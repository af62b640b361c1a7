package io.blink.runtime.worker;

import io.blink.runtime.control.DeployTask;
import io.blink.runtime.control.SplitAssignment;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.runtime.control.TaskProgress;
import io.blink.runtime.control.TriggerCheckpoint;
import io.blink.runtime.control.WatermarkLimit;
import java.util.List;

/**
 * What a worker's control does to its tasks. All calls come on the control's thread and return at once; what happens is told through {@link TaskReports}.
 * The simulator has an implementation without rows; the real one is {@code LocalTaskExecution}.
 */
public interface TaskExecution {
    /** The graph of a job, for the tasks that are deployed from now on. A batch gets another one when its master has decided about its stages. */
    void graph(String jobId, String json);

    /** Starts an attempt, under the term of the master that deployed it. Reports STARTING, RUNNING and at last FINISHED, CANCELED or FAILED, each at most once. */
    void deploy(DeployTask deployment, int term);

    /** Stops an attempt, which then reports CANCELED unless it ends otherwise first. Nothing if it is unknown or has ended. */
    void cancel(TaskAttemptId task);

    void assignSplits(SplitAssignment assignment);

    void limitWatermark(WatermarkLimit limit);

    void triggerCheckpoint(TriggerCheckpoint trigger);

    /** The checkpoint's barrier is late: in each task of the job it shall overtake the rows ahead of it. */
    void overtakeBarrier(String jobId, long checkpointId);

    void checkpointCompleted(String jobId, long checkpointId);

    void checkpointAborted(String jobId, long checkpointId);

    /** Deletes what these attempts wrote to blocking edges. */
    void releasePartitions(List<TaskAttemptId> producers);

    /** Cancels what still runs of a job and deletes all that is held for it. */
    void releaseJob(String jobId);

    /** The lease has run out: nothing may leave the tasks (rows, acknowledgements, commits) until {@link #resume}. */
    void suspend();

    void resume();

    /** Counters of the running tasks. */
    List<TaskProgress> progress();
}
