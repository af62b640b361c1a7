package io.blink.scheduler.checkpoint;

import java.util.List;

/**
 * How a stream's checkpoints fare.
 *
 * @param lastCompleted id, 0: none
 * @param lastCompletedMillis when it was triggered, since 1970
 * @param lastDurationMillis from its trigger to its metadata file
 * @param completed how many this master has completed
 * @param restoredFrom id of the checkpoint from which the tasks of now started, 0: none
 * @param pending id of the one on its way, 0: none
 * @param lastFailure what went wrong last, or empty
 * @param savepoint folder of the latest savepoint, or of the checkpoint that was retained at the end; or empty
 * @param history the latest ones, oldest first
 */
public record CheckpointStatus(
        long lastCompleted,
        long lastCompletedMillis,
        long lastDurationMillis,
        long stateBytes,
        int completed,
        long restoredFrom,
        long pending,
        int failuresInARow,
        String lastFailure,
        String savepoint,
        List<CheckpointRecord> history) {
    public static final CheckpointStatus NONE = new CheckpointStatus(0, 0, 0, 0, 0, 0, 0, 0, "", "", List.of());

    /** The same with that one as the latest savepoint. */
    public CheckpointStatus withSavepoint(String folder) {
        return new CheckpointStatus(
                lastCompleted,
                lastCompletedMillis,
                lastDurationMillis,
                stateBytes,
                completed,
                restoredFrom,
                pending,
                failuresInARow,
                lastFailure,
                folder,
                history);
    }

    public CheckpointStatus {
        history = List.copyOf(history);
    }
}
