package io.blink.scheduler.cluster;

import io.blink.core.error.BlinkException;
import io.blink.core.plan.JobGraph;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.scheduler.SchedulerErrorCode;
import io.blink.scheduler.job.JobMaster;
import io.blink.scheduler.job.JobStatus;
import io.blink.scheduler.job.ResultLocation;
import io.blink.scheduler.savepoint.SavepointRequest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * What clients may ask of a master, on any thread. Answers come in a turn, once the master has taken over; they fail with what ended it if it has stopped, and with
 * JOB_NOT_FOUND for a job that it does not know.
 */
public final class JobRequests {
    private final TermLife life;
    private final JobTable jobs;
    private final JobBeginnings beginnings;

    JobRequests(TermLife life, JobTable jobs, JobBeginnings beginnings) {
        this.life = life;
        this.jobs = jobs;
        this.beginnings = beginnings;
    }

    /**
     * Takes a job. Completes once its plan is on record, so that it survives this master; a repeated call with the same id changes nothing.
     *
     * @param jobId chosen by the client, so that it can repeat a submission whose answer was lost
     */
    public CompletableFuture<String> submit(String jobId, JobGraph graph) {
        CompletableFuture<String> accepted = new CompletableFuture<>();
        life.ask(accepted, () -> beginnings.submit(jobId, graph, accepted));
        return accepted;
    }

    public CompletableFuture<JobStatus> status(String jobId) {
        return life.ask(() -> jobs.status(jobId));
    }

    /** Completes with the job's last status when it has ended, however it ended. */
    public CompletableFuture<JobStatus> ended(String jobId) {
        CompletableFuture<JobStatus> end = new CompletableFuture<>();
        life.ask(end, () -> jobs.whenEnded(jobId, end));
        return end;
    }

    /** Running jobs and the latest ended ones, in the order in which they came. */
    public CompletableFuture<List<JobStatus>> list() {
        return life.ask(jobs::list);
    }

    /** Asks the job to end; {@link #status} tells when it has. Nothing if it has ended. */
    public CompletableFuture<Void> cancel(String jobId) {
        return tell(jobId, JobMaster::cancel);
    }

    /**
     * Has a savepoint taken. Completes with its folder once it stands and, if the job was to end with it, has ended. Repeated with the same name it is the same savepoint.
     */
    public CompletableFuture<String> savepoint(String jobId, SavepointRequest request) {
        CompletableFuture<String> stands = new CompletableFuture<>();
        life.ask(stands, () -> {
            if (jobs.find(jobId).isPresent()) {
                jobs.tell(jobId, job -> job.savepoint(request, stands));
            } else {
                takenBefore(jobs.status(jobId), request, stands);
            }
        });
        return request.stop() ? stands.thenCompose(folder -> ended(jobId).thenApply(end -> folder)) : stands;
    }

    /** Deletes a savepoint; NO_SAVEPOINT if there is none. */
    public CompletableFuture<Void> disposeSavepoint(String directory) {
        CompletableFuture<Void> gone = new CompletableFuture<>();
        life.ask(gone, () -> beginnings.disposeSavepoint(directory, gone));
        return gone;
    }

    /** The answer may have been lost with which the job ended. */
    private static void takenBefore(JobStatus ended, SavepointRequest request, CompletableFuture<String> answer) {
        String latest = ended.checkpoints().savepoint();
        if (latest.endsWith("/" + request.name())) {
            answer.complete(latest);
        } else {
            answer.completeExceptionally(new BlinkException(
                    SchedulerErrorCode.SAVEPOINT_FAILED,
                    "Job '" + ended.name() + "' has ended (" + ended.state() + "): no savepoint of it can be taken."));
        }
    }

    /** Completes when the job's result can be read, or fails as the job fails. */
    public CompletableFuture<ResultLocation> resultLocation(String jobId) {
        return life.ask(() -> jobs.find(jobId)
                        .map(job -> job.result().location())
                        .orElseThrow(() -> withoutResult(jobs.status(jobId))))
                .thenCompose(Function.identity());
    }

    private static BlinkException withoutResult(JobStatus ended) {
        return ended.failure()
                .orElseGet(() -> new BlinkException(
                        SchedulerErrorCode.NO_RESULT, "Job '" + ended.name() + "' has ended; its result is gone."));
    }

    /** The client has all of the result. */
    public CompletableFuture<Void> resultRead(String jobId) {
        return tell(jobId, job -> job.result().read());
    }

    /** The client wants no more of the result. */
    public CompletableFuture<Void> resultUnwanted(String jobId) {
        return tell(jobId, job -> job.result().unwanted());
    }

    /** The result could not be read from that producer, before any row of it was handed on. */
    public CompletableFuture<Void> resultUnavailable(String jobId, TaskAttemptId producer) {
        return tell(jobId, job -> job.result().unavailable(producer));
    }

    private CompletableFuture<Void> tell(String jobId, Consumer<JobMaster> what) {
        return life.ask(() -> {
            jobs.tell(jobId, what);
            return null;
        });
    }
}
