package io.blink.runtime.task;

import io.blink.runtime.control.SplitRequest;
import io.blink.runtime.control.WatermarkReport;

/** What a task's sources ask of the job master; the answers come to {@link RunningTask}. Any thread; returns at once. A request or its answer may be lost. */
public interface MasterRequests {
    void splits(SplitRequest request);

    void watermark(WatermarkReport report);
}
