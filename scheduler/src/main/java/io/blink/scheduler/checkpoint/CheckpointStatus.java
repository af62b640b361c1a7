package io.blink.scheduler.checkpoint;

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
        String lastFailure) {
    public static final CheckpointStatus NONE = new CheckpointStatus(0, 0, 0, 0, 0, 0, 0, 0, "");
}
