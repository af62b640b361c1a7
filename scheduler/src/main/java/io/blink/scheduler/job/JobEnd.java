package io.blink.scheduler.job;

import io.blink.runtime.control.ReleaseJob;
import io.blink.scheduler.store.EndRecord;
import io.blink.scheduler.store.JobStore;
import io.blink.scheduler.worker.ClusterServices;

/** The last steps of a job whose tasks have all stopped: its last checkpoint is kept, if so wished, its end goes on record, its sinks clean up, everybody is told, its folder goes. In turns. */
final class JobEnd {
    private final String jobId;
    private final ClusterServices cluster;
    private final JobLife life;
    private final StoreWrites writes;
    private final SinkCommit sinks;
    private final ResultOffer result;
    private final RetainedCheckpoint retained;
    private final Runnable ended;
    private boolean begun;

    /** @param ended called when everybody may know */
    JobEnd(
            String jobId,
            ClusterServices cluster,
            JobLife life,
            StoreWrites writes,
            SinkCommit sinks,
            ResultOffer result,
            RetainedCheckpoint retained,
            Runnable ended) {
        this.jobId = jobId;
        this.cluster = cluster;
        this.life = life;
        this.writes = writes;
        this.sinks = sinks;
        this.result = result;
        this.retained = retained;
        this.ended = ended;
    }

    boolean begun() {
        return begun;
    }

    void begin(JobState end) {
        begun = true;
        life.ending(cluster.loop().currentTimeMillis());
        retained.keep(end, () -> record(end));
    }

    private void record(JobState end) {
        if (life.halted()) {
            return;
        }
        EndRecord record = new EndRecord(
                end.name(),
                life.endedMillis(),
                life.failure() == null ? null : life.failure().getMessage(),
                retained.savepoint());
        writes.insist(
                store -> store.writeEnd(record),
                () -> cleanUp(end),
                // A later master may run the job's end once more; each step of it can be repeated.
                problem -> cleanUp(end));
    }

    private void cleanUp(JobState end) {
        if (sinks.hasSinks()) {
            // What cannot be removed is invisible to readers; its sink names it when it is cleaned up again.
            sinks.cleanUp(() -> {}, problem -> {});
            sinks.close();
        }
        tell(end);
    }

    private void tell(JobState end) {
        if (life.halted()) {
            return;
        }
        life.end(end);
        cluster.workers()
                .forEach(worker -> worker.send(cluster.message()
                        .setReleaseJob(ReleaseJob.newBuilder().setJobId(jobId))
                        .build()));
        if (life.failure() == null) {
            result.over();
        } else {
            result.failed(life.failure());
        }
        // The end is on record, so that a new master does not run the job; a folder that cannot go stays behind.
        writes.write(JobStore::delete, () -> {}, problem -> {});
        retained.forgetClaimed(end);
        ended.run();
    }
}
