package io.blink.scheduler.checkpoint;

/**
 * How a stream's checkpoints fare.
 *
 * @param lastCompleted id, 0: none
 * @param lastCompletedMillis when it was triggered, since 1970
 * @param pending id of the one on its way, 0: none
 * @param lastFailure what went wrong last, or empty
 */
public record CheckpointStatus(
        long lastCompleted,
        long lastCompletedMillis,
        long stateBytes,
        long pending,
        int failuresInARow,
        String lastFailure) {
    public static final CheckpointStatus NONE = new CheckpointStatus(0, 0, 0, 0, 0, "");
}
