package io.blink.scheduler.cluster;

import io.blink.core.error.BlinkException;
import io.blink.core.plan.JobGraph;
import io.blink.scheduler.SchedulerErrorCode;
import io.blink.scheduler.SchedulerOptions;
import io.blink.scheduler.job.JobMaster;
import io.blink.scheduler.job.JobState;
import io.blink.scheduler.job.JobStatus;
import io.blink.scheduler.store.EndRecord;
import io.blink.scheduler.store.JobRecord;
import io.blink.scheduler.store.JobStore;
import io.blink.scheduler.store.MasterFailure;
import io.blink.scheduler.store.MasterStore;
import io.blink.scheduler.store.RecoveredJob;
import io.blink.scheduler.worker.ClusterServices;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** How jobs come to a master: its clients submit them, or masters of earlier terms left them. In turns. */
final class JobBeginnings {
    private final ClusterServices cluster;
    private final MasterStore store;
    private final JobTable jobs;
    private final TermLife life;
    private final JobTurns turns;
    /** Submissions whose plans are not on record yet. */
    private final Map<String, CompletableFuture<String>> onTheirWay = new HashMap<>();

    JobBeginnings(ClusterServices cluster, MasterStore store, JobTable jobs, TermLife life, JobTurns turns) {
        this.cluster = cluster;
        this.store = store;
        this.jobs = jobs;
        this.life = life;
        this.turns = turns;
    }

    /**
     * Completes {@code accepted} once the plan is on record; a graph that no job can be made of is refused before. What changes nothing begins meanwhile: if it never comes to be on record, it has not been.
     */
    void submit(String jobId, JobGraph graph, CompletableFuture<String> accepted) {
        CompletableFuture<String> known = onTheirWay.get(jobId);
        if (known != null) {
            answer(accepted, known);
            return;
        }
        if (jobs.knows(jobId)) {
            accepted.complete(jobId);
            return;
        }
        JobRecord record = new JobRecord(jobId, cluster.loop().currentTimeMillis(), graph);
        JobMaster job = master(record, store.job(jobId));
        CompletableFuture<String> recorded = new CompletableFuture<>();
        onTheirWay.put(jobId, recorded);
        answer(accepted, recorded);
        turns.run(
                jobId,
                () -> job.putOnRecord(
                        record, () -> stored(job, recorded), problem -> notStored(job, graph, problem, recorded)));
        if (job.changesNothing()) {
            begin(job);
        }
    }

    private static void answer(CompletableFuture<String> accepted, CompletableFuture<String> recorded) {
        recorded.whenComplete((jobId, problem) -> {
            if (problem == null) {
                accepted.complete(jobId);
            } else {
                accepted.completeExceptionally(problem);
            }
        });
    }

    private void begin(JobMaster job) {
        jobs.add(job);
        turns.run(job.jobId(), job::start);
    }

    private JobMaster master(JobRecord record, JobStore ofJob) {
        ClusterServices services = new JobServices(record.jobId(), cluster, turns);
        try {
            return new JobMaster(record.jobId(), record.graph(), record.submittedMillis(), services, ofJob, jobs);
        } catch (IllegalArgumentException | IllegalStateException | NullPointerException e) {
            // Nothing that others use has been touched yet.
            throw new BlinkException(
                    SchedulerErrorCode.INVALID_JOB_GRAPH,
                    "No job can be made of the plan of '" + record.graph().name() + "': " + e,
                    e);
        }
    }

    private void stored(JobMaster job, CompletableFuture<String> recorded) {
        onTheirWay.remove(job.jobId());
        if (!life.stopped() && !jobs.knows(job.jobId())) {
            begin(job);
        }
        recorded.complete(job.jobId());
    }

    private void notStored(JobMaster job, JobGraph graph, Exception problem, CompletableFuture<String> recorded) {
        onTheirWay.remove(job.jobId());
        BlinkException told = problem instanceof BlinkException known
                ? known
                : new BlinkException(
                        SchedulerErrorCode.JOB_STORE_UNAVAILABLE,
                        "Job '" + graph.name() + "' cannot be put on record: " + problem.getMessage(),
                        problem);
        if (told.code() == SchedulerErrorCode.TERM_SUPERSEDED) {
            cluster.superseded(told.getMessage());
        } else if (jobs.runs(job.jobId())) {
            turns.run(job.jobId(), () -> job.fail(told));
        }
        recorded.completeExceptionally(told);
    }

    /** Deletes a savepoint, from which no job will begin. */
    void disposeSavepoint(String directory, CompletableFuture<Void> gone) {
        cluster.background()
                .run(
                        () -> {
                            store.savepoints().dispose(directory);
                            return true;
                        },
                        done -> gone.complete(null),
                        problem -> gone.completeExceptionally(
                                problem instanceof BlinkException known
                                        ? known
                                        : new BlinkException(
                                                SchedulerErrorCode.SAVEPOINT_FAILED,
                                                directory + " cannot be deleted: " + problem.getMessage(),
                                                problem)));
    }

    /** Goes on with what earlier masters left. */
    void recover(MasterStore.TakenOver found) {
        found.unreadable().forEach((jobId, problem) -> jobs.addEnded(JobStatus.lost(jobId, cluster.term(), problem)));
        for (RecoveredJob job : found.jobs()) {
            if (job.end().isPresent()) {
                jobs.addEnded(JobStatus.ended(job.job(), job.end().get(), cluster.term()));
                forget(store.job(job.job().jobId()));
            } else {
                goOn(job);
            }
        }
    }

    private void goOn(RecoveredJob found) {
        int mastersEnded = found.masterFailures().size();
        int most = cluster.configuration().get(SchedulerOptions.MASTERS_ENDED_BY_JOB);
        if (mastersEnded > most) {
            strike(found);
            return;
        }
        String jobId = found.job().jobId();
        JobMaster job;
        try {
            job = master(found.job(), store.job(jobId));
        } catch (BlinkException e) {
            // It was made for a master with other settings; its files stay as they are.
            jobs.addEnded(JobStatus.lost(jobId, cluster.term(), e));
            return;
        }
        jobs.add(job);
        turns.run(jobId, () -> {
            if (mastersEnded < most) {
                job.recover(found);
            } else {
                job.giveUp(found, givenUp(found));
            }
        });
    }

    private static BlinkException givenUp(RecoveredJob found) {
        List<MasterFailure> failures = found.masterFailures();
        return new BlinkException(
                SchedulerErrorCode.JOB_GIVEN_UP,
                "Job '" + found.job().graph().name()
                        + "' is given up: a mistake of the master's own in a turn of this job ("
                        + failures.get(failures.size() - 1).problem() + ") has ended " + failures.size()
                        + (failures.size() == 1 ? " master" : " masters") + ", whose logs show it.");
    }

    /** Even giving it up has ended a master: nothing is done for it any more. What its sinks have staged stays where no reader looks. */
    private void strike(RecoveredJob found) {
        EndRecord end = new EndRecord(
                JobState.FAILED.name(),
                cluster.loop().currentTimeMillis(),
                givenUp(found).getMessage(),
                null);
        jobs.addEnded(JobStatus.ended(found.job(), end, cluster.term()));
        JobStore ofJob = store.job(found.job().jobId());
        cluster.background()
                .run(
                        () -> {
                            ofJob.writeEnd(end);
                            return true;
                        },
                        done -> forget(ofJob),
                        // The count of masters stands, so that the next one strikes it too.
                        problem -> {});
    }

    private void forget(JobStore ended) {
        cluster.background()
                .run(
                        () -> {
                            ended.delete();
                            return true;
                        },
                        done -> {},
                        // Its end is on record; the folder stays behind for the next master to delete.
                        problem -> {});
    }
}
