package io.blink.session.statement;

import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.error.ErrorCode;
import io.blink.core.error.ErrorType;
import io.blink.scheduler.client.JobClient;
import io.blink.scheduler.client.ResultStream;
import io.blink.scheduler.job.JobState;
import io.blink.scheduler.job.JobStatus;
import io.blink.session.JobListener;
import java.time.Duration;

/** Waits for jobs and turns their failures into exceptions. */
final class JobWaiting {
    /** How often the listener hears of a job that runs. */
    private static final Duration PROGRESS_INTERVAL = Duration.ofMillis(100);

    /** An error that a job reported, under the code that it had there. */
    private record ReportedCode(String name, int number, ErrorType type) implements ErrorCode {}

    private final JobClient jobs;
    private final JobListener listener;

    JobWaiting(JobClient jobs, JobListener listener) {
        this.jobs = jobs;
        this.listener = listener;
    }

    ResultStream results(String jobId) {
        return jobs.results(jobId);
    }

    /** Waits until the job has ended; an interrupted wait cancels it. */
    JobStatus untilEnded(String jobId) {
        while (true) {
            JobStatus status = awaited(jobId);
            listener.progress(status);
            if (status.state().ended()) {
                return succeeded(status);
            }
        }
    }

    private JobStatus awaited(String jobId) {
        try {
            return jobs.await(jobId, PROGRESS_INTERVAL);
        } catch (InterruptedException e) {
            throw cancelled(jobId, e);
        } catch (BlinkException e) {
            // Set when it was the interrupt that ended the call; it must not end the next one too.
            if (Thread.interrupted()) {
                throw cancelled(jobId, e);
            }
            throw e;
        }
    }

    /** Cancels the job; the exception to throw. */
    BlinkException cancelled(String jobId, Exception interrupt) {
        jobs.cancel(jobId);
        return new BlinkException(CoreErrorCode.CANCELED, "Job " + jobId + " was cancelled.", interrupt);
    }

    private static JobStatus succeeded(JobStatus status) {
        if (status.state() == JobState.FINISHED) {
            return status;
        }
        if (status.state() == JobState.CANCELED) {
            throw new BlinkException(CoreErrorCode.CANCELED, "Job " + status.jobId() + " was cancelled.");
        }
        throw new BlinkException(
                new ReportedCode(status.errorCode(), status.errorNumber(), ErrorType.valueOf(status.errorType())),
                status.message());
    }
}
