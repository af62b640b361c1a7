package io.blink.scheduler.store;

import io.blink.core.plan.JobGraph;

/** A job as it was submitted. */
public record JobRecord(String jobId, long submittedMillis, JobGraph graph) {
    static final String KIND = "job";
    static final int VERSION = 1;
}
