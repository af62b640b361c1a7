package io.blink.scheduler.job;

import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.scheduler.SchedulerErrorCode;
import io.blink.scheduler.SchedulerOptions;
import io.blink.scheduler.execution.JobExecution;
import io.blink.scheduler.execution.RestartUnit;
import io.blink.scheduler.region.RegionScheduling;
import io.blink.scheduler.worker.ClusterServices;
import io.blink.scheduler.worker.SlotRequest;
import java.time.Duration;
import java.util.List;

/** The state that users see of a job that goes on, as its units have it; and how long it may be that of waiting for slots. In turns. */
final class StateFromTasks {
    private static final Duration LOOK_AGAIN_MIN = Duration.ofSeconds(1);

    private final JobExecution execution;
    private final RegionScheduling scheduling;
    private final ClusterServices cluster;
    private final JobLife life;
    private final Duration patience;
    private final FailureHandling.Listener job;

    StateFromTasks(
            JobExecution execution,
            RegionScheduling scheduling,
            ClusterServices cluster,
            JobLife life,
            Configuration settings,
            FailureHandling.Listener job) {
        this.execution = execution;
        this.scheduling = scheduling;
        this.cluster = cluster;
        this.life = life;
        this.patience = settings.get(SchedulerOptions.SLOT_REQUEST_TIMEOUT);
        this.job = job;
    }

    void show() {
        boolean running = execution.units().anyMatch(unit -> unit.is(RestartUnit.State.RUNNING));
        boolean stopping = execution
                .units()
                .anyMatch(unit -> unit.is(RestartUnit.State.STOPPING)
                        || !unit.mayStart(cluster.loop().nanoTime()));
        if (execution.allFinished()) {
            life.show(JobState.FINISHING);
        } else if (stopping) {
            life.show(JobState.RESTARTING);
        } else if (running) {
            life.show(JobState.RUNNING);
        } else if (!scheduling.waiting().isEmpty()) {
            life.show(JobState.WAITING_FOR_SLOTS);
            watchSlotTimeout();
        }
    }

    /** A gang that does not get its slots, or a job in a cluster without any worker, does not wait for ever. */
    private void watchSlotTimeout() {
        long now = cluster.loop().nanoTime();
        for (SlotRequest request : scheduling.waiting()) {
            long left = patience.toNanos() - (now - request.sinceNanos());
            boolean hopeless = request.slotsMin() > 1 || cluster.workers().isEmpty();
            if (left <= 0 && hopeless) {
                job.fail(new BlinkException(
                        SchedulerErrorCode.NOT_ENOUGH_SLOTS,
                        "Job '" + execution.graph().name() + "' has waited " + patience.toSeconds() + " s for "
                                + request.slotsMin() + " free slots; " + cluster.describeSlots()
                                + ". Give it fewer tasks by '" + SchedulerOptions.PARALLELISM.key()
                                + "', end other jobs, or raise '" + SchedulerOptions.SLOT_REQUEST_TIMEOUT.key()
                                + "'."));
                return;
            }
            cluster.loop().schedule(Duration.ofNanos(Math.max(left, LOOK_AGAIN_MIN.toNanos())), job::changed);
        }
    }

    /** What it waits for, or nothing. */
    String message() {
        List<SlotRequest> waiting = life.is(JobState.WAITING_FOR_SLOTS) ? scheduling.waiting() : List.of();
        return waiting.isEmpty()
                ? ""
                : "It waits for " + waiting.get(0).slotsMin() + " free slots; " + cluster.describeSlots() + ".";
    }
}
