package io.blink.benchmarks.chaos;

import io.blink.scheduler.client.JobClient;
import io.blink.scheduler.job.JobStatus;

/** An engine with a way to hurt it. Used by the run's thread. */
interface StruckEngine extends AutoCloseable {
    JobClient jobs();

    /** Runs statements of which the last begins a job. @return its id */
    String start(String script);

    /** Does the harm, and may block until what was broken stands again. @param choice decides whom it hits, where there is a choice; from 0 on */
    void strike(JobStatus status, int choice);

    @Override
    void close();
}
