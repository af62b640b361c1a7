package io.blink.scheduler.job;

import io.blink.core.error.BlinkException;
import io.blink.scheduler.checkpoint.CheckpointCoordination;
import io.blink.scheduler.checkpoint.CheckpointMetadata;
import java.util.List;
import java.util.function.Consumer;

/** Makes visible what the completed checkpoints of a stream list, in their order; with the last one the job is over. In turns. */
final class CheckpointCommits {
    private final SinkCommit sinks;
    private final CheckpointCoordination checkpoints;
    private final Runnable over;
    private final Consumer<BlinkException> failed;
    private boolean lastTaken;

    /** @param over called once the last is visible @param failed called when one cannot become so */
    CheckpointCommits(
            SinkCommit sinks, CheckpointCoordination checkpoints, Runnable over, Consumer<BlinkException> failed) {
        this.sinks = sinks;
        this.checkpoints = checkpoints;
        this.over = over;
        this.failed = failed;
    }

    /** Whether the last one is on its way: then nothing else may be decided about the job. */
    boolean lastTaken() {
        return lastTaken;
    }

    /** What completed checkpoints list may not have been committed by the master before: it is committed again, before anything later. */
    void again() {
        List<CheckpointMetadata> lineage = checkpoints.lineage();
        for (int i = 0; i < lineage.size(); i++) {
            CheckpointMetadata checkpoint = lineage.get(i);
            commit(checkpoint, i == lineage.size() - 1 && checkpoint.everythingFinished());
        }
    }

    void commit(CheckpointMetadata checkpoint, boolean last) {
        sinks.commit(
                checkpoint.checkpointId(),
                checkpoint.committables(),
                () -> {
                    checkpoints.committed(checkpoint.checkpointId());
                    if (last) {
                        over.run();
                    }
                },
                problem -> {
                    lastTaken = false;
                    failed.accept(problem);
                });
        lastTaken |= last;
    }
}
