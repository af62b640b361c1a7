package io.blink.scheduler.client;

import io.blink.core.plan.JobGraph;
import io.blink.scheduler.job.JobStatus;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a client can do with the jobs of a cluster. Safe on any thread; calls block. Errors are {@link io.blink.core.error.BlinkException}s; those of a job carry the
 * code of what made it fail.
 */
public interface JobClient extends AutoCloseable {
    /**
     * Brings a jar of users' functions to where the workers of the cluster read it.
     *
     * @param sha256 of its content, in hex
     * @param jar in this process's file system; must stay where workers are in this process
     * @return the path by which plans name it
     */
    default String publish(String sha256, Path jar) {
        return jar.toAbsolutePath().toString();
    }

    /** A folder that this process and all workers read and write, for what a statement keeps between its jobs; empty: none is known. */
    default Optional<String> sharedFolder() {
        return Optional.empty();
    }

    /** Hands a job over; returns its id once it is on record, so that it survives the master. */
    String submit(JobGraph graph);

    /** How the job stands now, or how it ended; JOB_NOT_FOUND if there is none. */
    JobStatus status(String jobId);

    /** Running jobs and the latest ended ones, in the order in which they were submitted. */
    List<JobStatus> list();

    /** Asks the job to end, and returns; {@link #await} tells when it has. Nothing if it has ended. */
    void cancel(String jobId);

    /**
     * Has a savepoint of a stream taken and waits for it.
     *
     * @param parent folder in which it gets one of its own; empty: the one that the job's settings name
     * @return its folder, once it stands
     */
    String savepoint(String jobId, String parent) throws InterruptedException;

    /**
     * Ends a stream with a savepoint, in which all is that it has done, and waits for that.
     *
     * @param drain whether event time ends before, so that all windows are emitted
     * @return the savepoint's folder, once the job has ended
     */
    String stop(String jobId, String parent, boolean drain) throws InterruptedException;

    /** Deletes a savepoint. */
    void disposeSavepoint(String directory);

    /** Waits until the job has ended, however it ends. A batch with a result ends when the result was read. */
    JobStatus await(String jobId) throws InterruptedException;

    /** Waits until the job has ended, but not for longer; how it stands then. */
    JobStatus await(String jobId, Duration most) throws InterruptedException;

    /** The rows of the job's result, once. */
    ResultStream results(String jobId);

    @Override
    void close();
}
