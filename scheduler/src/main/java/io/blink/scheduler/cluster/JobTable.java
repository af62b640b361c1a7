package io.blink.scheduler.cluster;

import io.blink.core.error.BlinkException;
import io.blink.runtime.control.RegisterWorker;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.runtime.control.TaskReport;
import io.blink.scheduler.SchedulerErrorCode;
import io.blink.scheduler.job.JobMaster;
import io.blink.scheduler.job.JobStatus;
import io.blink.scheduler.job.TaskMessages;
import io.blink.scheduler.worker.RegisteredWorker;
import io.blink.scheduler.worker.WorkerRegistry;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The jobs of a master: those that run, the last status of the latest that have ended, and who waits for an end. In turns. */
final class JobTable implements WorkerRegistry.Jobs, JobMaster.Listener {
    private static final int ENDED_KEPT = 200;

    private final Map<String, JobMaster> running = new LinkedHashMap<>();
    private final Map<String, JobStatus> ended = new LinkedHashMap<>();
    private final Map<String, List<CompletableFuture<JobStatus>>> waitingForEnd = new LinkedHashMap<>();

    void add(JobMaster job) {
        running.put(job.jobId(), job);
    }

    void addEnded(JobStatus status) {
        ended.put(status.jobId(), status);
        if (ended.size() > ENDED_KEPT) {
            ended.remove(ended.keySet().iterator().next());
        }
    }

    boolean knows(String jobId) {
        return running.containsKey(jobId) || ended.containsKey(jobId);
    }

    /** The job if it runs; empty if it has ended. */
    Optional<JobMaster> find(String jobId) {
        if (!knows(jobId)) {
            throw new BlinkException(
                    SchedulerErrorCode.JOB_NOT_FOUND,
                    "There is no job '" + jobId + "'; running: " + running.keySet() + ", ended: " + ended.size() + ".");
        }
        return Optional.ofNullable(running.get(jobId));
    }

    /** What the job of that task, if it runs, is told about it. */
    Optional<TaskMessages> messages(TaskAttemptId task) {
        return Optional.ofNullable(running.get(task.getJobId())).map(JobMaster::messages);
    }

    JobStatus status(String jobId) {
        return find(jobId).map(JobMaster::status).orElseGet(() -> ended.get(jobId));
    }

    /** In the order in which they came. */
    List<JobStatus> list() {
        List<JobStatus> all = new ArrayList<>(ended.values());
        running.values().forEach(job -> all.add(job.status()));
        all.sort(Comparator.comparingLong(JobStatus::submittedMillis));
        return all;
    }

    void whenEnded(String jobId, CompletableFuture<JobStatus> end) {
        if (find(jobId).isPresent()) {
            waitingForEnd.computeIfAbsent(jobId, id -> new ArrayList<>()).add(end);
        } else {
            end.complete(ended.get(jobId));
        }
    }

    @Override
    public void jobEnded(JobMaster job) {
        running.remove(job.jobId());
        addEnded(job.status());
        List<CompletableFuture<JobStatus>> waiting = waitingForEnd.remove(job.jobId());
        if (waiting != null) {
            waiting.forEach(future -> future.complete(job.status()));
        }
    }

    /** The master no longer counts: its jobs do nothing any more, and nobody waits for them here. */
    void halt(BlinkException reason) {
        running.values().forEach(job -> job.halt(reason));
        waitingForEnd.values().forEach(waiting -> waiting.forEach(future -> future.completeExceptionally(reason)));
        waitingForEnd.clear();
    }

    // ---- WorkerRegistry.Jobs

    @Override
    public boolean wants(TaskAttemptId task) {
        JobMaster job = running.get(task.getJobId());
        return job != null && job.workers().wants(task);
    }

    @Override
    public boolean runs(String jobId) {
        return running.containsKey(jobId);
    }

    @Override
    public boolean holdsOn(String workerId) {
        return running.values().stream().anyMatch(job -> job.workers().holdsOn(workerId));
    }

    @Override
    public void registered(RegisteredWorker worker, RegisterWorker registration) {
        List.copyOf(running.values()).forEach(job -> job.workers().registered(worker, registration));
    }

    @Override
    public void lost(RegisteredWorker worker) {
        List.copyOf(running.values()).forEach(job -> job.workers().lost(worker));
    }

    @Override
    public void reported(TaskReport report) {
        messages(report.getTask()).ifPresent(job -> job.listed(report));
    }
}
