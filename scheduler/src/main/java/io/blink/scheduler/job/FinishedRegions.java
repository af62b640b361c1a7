package io.blink.scheduler.job;

import io.blink.runtime.control.PartitionReport;
import io.blink.runtime.control.RegisterWorker;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.scheduler.actor.ActorLoop;
import io.blink.scheduler.execution.JobExecution;
import io.blink.scheduler.execution.Region;
import io.blink.scheduler.store.RegionRecord;
import io.blink.scheduler.worker.ClusterServices;
import io.blink.scheduler.worker.RegisteredWorker;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a batch has done stays done: its finished regions go on record, and a new master takes them and their output back from the workers that still hold it. Records wait for each other for
 * a moment, which is what a new master may have to do again at most, so that short work writes none. In turns.
 */
final class FinishedRegions {
    private final JobExecution execution;
    private final RegionRecords records;
    private final StoreWrites writes;
    private final ClusterServices cluster;
    private final Duration patience;
    private final Runnable changed;
    private final Duration pause;
    private long lastNanos;
    private final Set<TaskAttemptId> awaited = new HashSet<>();
    private boolean waiting;
    private ActorLoop.Timer later;
    private boolean stopped;

    /** @param patience for workers of an earlier master @param pause between records */
    FinishedRegions(
            JobExecution execution,
            RegionRecords records,
            StoreWrites writes,
            ClusterServices cluster,
            Duration patience,
            Duration pause,
            Runnable changed) {
        this.execution = execution;
        this.records = records;
        this.writes = writes;
        this.cluster = cluster;
        this.patience = patience;
        this.changed = changed;
        this.pause = pause;
        this.lastNanos = cluster.loop().nanoTime();
    }

    /** Puts on record what has finished since the last record, now or when the pause behind it is over. */
    void record() {
        if (stopped || execution.streaming() || execution.allFinished()) {
            return;
        }
        long early = lastNanos + pause.toNanos() - cluster.loop().nanoTime();
        if (early > 0) {
            recordLater(Duration.ofNanos(early));
        } else {
            lastNanos = cluster.loop().nanoTime();
            recordAll();
        }
    }

    private void recordLater(Duration delay) {
        if (later == null) {
            later = cluster.loop().schedule(delay, () -> {
                later = null;
                record();
            });
        }
    }

    private void recordAll() {
        for (Region region : execution.regions()) {
            if (region.finished() && !region.recorded()) {
                region.recorded(true);
                RegionRecord record = records.describe(region);
                writes.write(
                        store -> store.writeRegion(record),
                        () -> {},
                        // Without the record a new master repeats the region; that is all that is lost.
                        problem -> region.recorded(false));
            }
        }
    }

    /** The job ends: nothing goes on record any more. */
    void stop() {
        stopped = true;
        if (later != null) {
            later.cancel();
        }
    }

    /** A new master has found these. Finished output of the earlier one's workers is taken back if they come in time. */
    void recover(List<RegionRecord> found) {
        awaited.addAll(records.recover(found));
        waiting = !awaited.isEmpty();
        cluster.loop().schedule(patience, () -> {
            waiting = false;
            changed.run();
        });
    }

    /** Whether workers are awaited that may hold finished output. */
    boolean waiting() {
        return waiting;
    }

    /** The worker says which output it holds. */
    void takeBack(RegisteredWorker worker, RegisterWorker registration) {
        for (PartitionReport partition : registration.getPartitionsList()) {
            if (awaited.remove(partition.getProducer())) {
                execution
                        .task(partition.getProducer())
                        .filter(task -> task.current().workerId().equals(worker.id()))
                        .ifPresent(task -> task.current().outputsHeld(true));
            }
        }
        if (waiting && awaited.isEmpty()) {
            waiting = false;
            changed.run();
        }
    }
}
