package io.blink.scheduler.store;

import io.blink.scheduler.checkpoint.CheckpointMetadata;
import java.util.List;
import java.util.Optional;

/**
 * What a new master finds of a job.
 *
 * @param regions finished ones, the latest record of each
 * @param checkpoints completed ones, oldest first
 * @param masterFailures one for each master that a turn of the job has ended
 */
public record RecoveredJob(
        JobRecord job,
        List<RegionRecord> regions,
        List<CheckpointMetadata> checkpoints,
        Optional<CommitIntent> intent,
        Optional<EndRecord> end,
        List<MasterFailure> masterFailures) {}
