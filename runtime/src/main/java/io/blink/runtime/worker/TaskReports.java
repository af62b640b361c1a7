package io.blink.runtime.worker;

import io.blink.runtime.control.CheckpointAcknowledged;
import io.blink.runtime.control.CheckpointDeclined;
import io.blink.runtime.control.PartitionUnavailable;
import io.blink.runtime.control.SplitRequest;
import io.blink.runtime.control.TaskStateChanged;
import io.blink.runtime.control.WatermarkReport;

/** What tasks tell their worker's control. Called on the thread on which the control lives, or handed over to it. */
public interface TaskReports {
    void stateChanged(TaskStateChanged change);

    void splitsWanted(SplitRequest request);

    void watermarkReached(WatermarkReport report);

    void acknowledged(CheckpointAcknowledged acknowledgement);

    void declined(CheckpointDeclined decline);

    void unavailable(PartitionUnavailable partition);
}
