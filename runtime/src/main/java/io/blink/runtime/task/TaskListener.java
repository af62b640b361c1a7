package io.blink.runtime.task;

import io.blink.runtime.control.CheckpointAcknowledged;
import io.blink.runtime.control.CheckpointDeclined;
import io.blink.runtime.control.TaskStateChanged;

/** Hears of a task. Called on any thread, in order for one task; returns at once. */
public interface TaskListener {
    /** The last one is FINISHED, CANCELED or FAILED. */
    void stateChanged(TaskStateChanged change);

    void acknowledged(CheckpointAcknowledged acknowledgement);

    void declined(CheckpointDeclined decline);
}
