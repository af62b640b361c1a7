package io.blink.scheduler.checkpoint;

/**
 * What became of one checkpoint.
 *
 * @param triggeredMillis since 1970
 * @param durationMillis from its trigger to its metadata file, or until it was given up
 * @param syncMicros for which the thread of a task took its part, of the task that took longest
 * @param alignmentMillis from the first barrier at a task to its cut, of the task that took longest
 * @param stateBytes that it refers to
 * @param writtenBytes of those, what was new
 * @param overtakenBytes of rows that barriers overtook; 0 if all were aligned
 * @param location of a savepoint that stands, or empty
 * @param failure why it was given up, or empty
 */
public record CheckpointRecord(
        long id,
        Kind kind,
        Outcome outcome,
        long triggeredMillis,
        long durationMillis,
        long syncMicros,
        long alignmentMillis,
        long stateBytes,
        long writtenBytes,
        long overtakenBytes,
        String location,
        String failure) {
    /** Why it was taken. */
    public enum Kind {
        /** The interval was over. */
        CHECKPOINT,
        /** A client asked for it. */
        SAVEPOINT,
        /** With the end of the job. */
        LAST
    }

    /** How it ended. */
    public enum Outcome {
        COMPLETED,
        FAILED
    }

    CheckpointRecord at(String place) {
        return new CheckpointRecord(
                id,
                kind,
                outcome,
                triggeredMillis,
                durationMillis,
                syncMicros,
                alignmentMillis,
                stateBytes,
                writtenBytes,
                overtakenBytes,
                place,
                failure);
    }
}
