package io.blink.session;

import io.blink.scheduler.job.JobStatus;

/** Told how a job goes on while a statement waits for it: for progress bars. Called on the thread that waits. */
@FunctionalInterface
public interface JobListener {
    JobListener NONE = status -> {};

    void progress(JobStatus status);
}
