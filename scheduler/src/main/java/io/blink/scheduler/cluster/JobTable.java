package io.blink.scheduler.cluster;

import io.blink.core.error.BlinkException;
import io.blink.runtime.control.RegisterWorker;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.runtime.control.TaskReport;
import io.blink.scheduler.SchedulerErrorCode;
import io.blink.scheduler.job.JobMaster;
import io.blink.scheduler.job.JobStatus;
import io.blink.scheduler.job.JobWorkers;
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
import java.util.function.Consumer;

/** The jobs of a master: those that run, the last status of the latest that have ended, and who waits for an end. In turns. */
final class JobTable implements WorkerRegistry.Jobs, JobMaster.Listener {
    private static final int ENDED_KEPT = 200;

    private final JobTurns turns;
    private final Map<String, JobMaster> running = new LinkedHashMap<>();
    private final Map<String, JobStatus> ended = new LinkedHashMap<>();
    private final Map<String, List<CompletableFuture<JobStatus>>> waitingForEnd = new LinkedHashMap<>();

    JobTable(JobTurns turns) {
        this.turns = turns;
    }

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

    /** Says something to the job if it runs. */
    void tell(String jobId, Consumer<JobMaster> what) {
        find(jobId).ifPresent(job -> turns.run(jobId, () -> what.accept(job)));
    }

    /** Tells the job of that task, if it runs, about it. */
    void tell(TaskAttemptId task, Consumer<TaskMessages> what) {
        JobMaster job = running.get(task.getJobId());
        if (job != null) {
            turns.run(job.jobId(), () -> what.accept(job.messages()));
        }
    }

    private void tellAll(Consumer<JobWorkers> what) {
        List.copyOf(running.values()).forEach(job -> turns.run(job.jobId(), () -> what.accept(job.workers())));
    }

    JobStatus status(String jobId) {
        return find(jobId).map(this::status).orElseGet(() -> ended.get(jobId));
    }

    private JobStatus status(JobMaster job) {
        return turns.call(job.jobId(), job::status);
    }

    /** In the order in which they came. */
    List<JobStatus> list() {
        List<JobStatus> all = new ArrayList<>(ended.values());
        running.values().forEach(job -> all.add(status(job)));
        all.sort(Comparator.comparingLong(JobStatus::submittedMillis));
        return all;
    }

    void whenEnded(String jobId, CompletableFuture<JobStatus> end) {
        if (find(jobId).isPresent()) {
            List<CompletableFuture<JobStatus>> waiting = waitingForEnd.computeIfAbsent(jobId, id -> new ArrayList<>());
            // Who waits in pieces has given up all but the last.
            waiting.removeIf(CompletableFuture::isDone);
            waiting.add(end);
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
        return job != null && turns.call(job.jobId(), () -> job.workers().wants(task));
    }

    @Override
    public boolean runs(String jobId) {
        return running.containsKey(jobId);
    }

    @Override
    public boolean holdsOn(String workerId) {
        return running.values().stream()
                .anyMatch(job -> turns.call(job.jobId(), () -> job.workers().holdsOn(workerId)));
    }

    @Override
    public void registered(RegisteredWorker worker, RegisterWorker registration) {
        tellAll(job -> job.registered(worker, registration));
    }

    @Override
    public void lost(RegisteredWorker worker) {
        tellAll(job -> job.lost(worker));
    }

    @Override
    public void reported(TaskReport report) {
        tell(report.getTask(), job -> job.listed(report));
    }
}
