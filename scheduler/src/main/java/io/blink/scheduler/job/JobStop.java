package io.blink.scheduler.job;

import io.blink.core.error.BlinkException;
import io.blink.scheduler.SchedulerErrorCode;
import io.blink.scheduler.checkpoint.CheckpointCoordination;
import io.blink.scheduler.execution.JobExecution;
import io.blink.scheduler.execution.RestartUnit;
import io.blink.scheduler.region.RegionScheduling;
import io.blink.scheduler.split.SplitHandout;

/**
 * Stops a job: nothing of it is begun any more, its tasks are told, and once they have stopped it ends. What is to end a job that may not be stopped any more comes to nothing. In turns.
 */
final class JobStop {
    private final JobExecution execution;
    private final JobLife life;
    private final Activity activity;
    private final JobEnd jobEnd;
    private final Runnable changed;

    /** What goes on for a job beside its tasks, and who stops those. */
    record Activity(
            SplitHandout splits,
            CheckpointCoordination checkpoints,
            FinishedRegions regions,
            RegionScheduling scheduling,
            FailureHandling failures) {
        private void rest() {
            splits.stop();
            checkpoints.stop();
            regions.stop();
        }
    }

    /** @param changed called when it may have become possible to end */
    JobStop(JobExecution execution, JobLife life, Activity activity, JobEnd jobEnd, Runnable changed) {
        this.execution = execution;
        this.life = life;
        this.activity = activity;
        this.jobEnd = jobEnd;
        this.changed = changed;
    }

    /** It is to end so, for that reason. */
    void stop(JobState end, BlinkException why) {
        if (life.mayStop()) {
            life.stop(end, why);
            activity.checkpoints().endSavepoints(why);
            stopTasks();
        }
    }

    /** All that it did is in a savepoint that stands. */
    void conclude() {
        if (life.mayStop()) {
            life.conclude();
            stopTasks();
        }
    }

    private void stopTasks() {
        activity.rest();
        activity.scheduling().withdrawAll();
        execution
                .units()
                .filter(unit -> unit.is(RestartUnit.State.RUNNING))
                .toList()
                .forEach(activity.failures()::stop);
        changed.run();
    }

    /** Ends the job that is being stopped if nothing of it goes on. */
    void endIfStopped() {
        if (execution.units().noneMatch(unit -> unit.is(RestartUnit.State.STOPPING))
                && !activity.checkpoints().undecided()) {
            end(life.wantedEnd());
        }
    }

    /** Nothing of it runs. */
    void end(JobState end) {
        if (!jobEnd.begun()) {
            activity.rest();
            activity.checkpoints()
                    .endSavepoints(new BlinkException(
                            SchedulerErrorCode.SAVEPOINT_FAILED,
                            "Job '" + execution.graph().name() + "' has ended."));
            jobEnd.begin(end);
        }
    }

    /** A master of a higher term has taken over: nothing is done, sent or written any more. */
    void halt(BlinkException reason) {
        life.halt();
        activity.splits().stop();
        activity.checkpoints().halt();
        activity.checkpoints().endSavepoints(reason);
        activity.regions().stop();
    }
}
