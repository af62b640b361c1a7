package io.blink.scheduler.job;

import io.blink.core.config.Configuration;
import io.blink.scheduler.SchedulerOptions;
import io.blink.scheduler.SchedulerOptions.CheckpointsAtEnd;
import io.blink.scheduler.checkpoint.CheckpointCoordination;
import io.blink.scheduler.checkpoint.CheckpointMetadata;
import io.blink.scheduler.savepoint.SavepointCopy;
import io.blink.scheduler.store.JobStore;
import io.blink.scheduler.store.SavepointStore;
import io.blink.scheduler.worker.ClusterServices;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What becomes of the last checkpoint of a job that ends, and of the savepoint that it had claimed. In turns. */
final class RetainedCheckpoint {
    private static final Logger LOG = LoggerFactory.getLogger(RetainedCheckpoint.class);

    private final String jobId;
    private final Configuration settings;
    private final ClusterServices cluster;
    private final SavepointStore savepoints;
    private final CheckpointCoordination checkpoints;

    RetainedCheckpoint(
            String jobId,
            Configuration settings,
            ClusterServices cluster,
            JobStore store,
            CheckpointCoordination checkpoints) {
        this.jobId = jobId;
        this.settings = settings;
        this.cluster = cluster;
        this.savepoints = store.savepoints();
        this.checkpoints = checkpoints;
    }

    /** Before the job's files go: {@code then} is called when what is to be kept of them is copied, or cannot be. */
    void keep(JobState end, Runnable then) {
        Optional<CheckpointMetadata> latest = checkpoints.latest();
        Optional<String> parent = settings.optional(SchedulerOptions.RETAINED_DIRECTORY);
        if (latest.isEmpty() || parent.isEmpty() || !retains(end)) {
            then.run();
            return;
        }
        String directory = SavepointStore.folder(parent.get()) + "/" + jobId + "/chk-"
                + latest.get().checkpointId();
        SavepointCopy.start(
                latest.get(),
                directory,
                savepoints,
                cluster.background(),
                () -> {
                    LOG.info("The last checkpoint of job {} is kept at {}", jobId, directory);
                    checkpoints.retained(directory);
                    then.run();
                },
                problem -> {
                    checkpoints.problem(
                            "The last checkpoint cannot be kept at " + directory + ": " + problem.getMessage());
                    then.run();
                });
    }

    private boolean retains(JobState end) {
        CheckpointsAtEnd kept = settings.get(SchedulerOptions.CHECKPOINTS_AT_END);
        return switch (end) {
            case CANCELED -> kept == CheckpointsAtEnd.RETAIN_ON_CANCELLATION;
            case FAILED -> kept != CheckpointsAtEnd.NO_EXTERNALIZED_CHECKPOINTS;
            default -> false;
        };
    }

    /** The folder of the latest savepoint, or of the checkpoint that is kept; {@code null} if there is none. */
    String savepoint() {
        String latest = checkpoints.status().savepoint();
        return latest.isEmpty() ? null : latest;
    }

    /** The job has ended: a savepoint that it had claimed, and that its own checkpoints have followed, goes with them, unless the job has failed. */
    void forgetClaimed(JobState end) {
        if (end == JobState.FAILED) {
            return;
        }
        checkpoints.claimedAndFollowed().ifPresent(folder -> cluster.background()
                .run(
                        () -> {
                            savepoints.deleteDraft(folder);
                            return true;
                        },
                        deleted -> {},
                        problem -> LOG.warn("{} stays: {}", folder, problem.toString())));
    }
}
