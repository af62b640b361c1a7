package io.blink.scheduler.savepoint;

import io.blink.scheduler.checkpoint.CheckpointMetadata;
import java.util.List;

/**
 * From what a job starts that has no checkpoint of its own.
 *
 * @param folder of the savepoint
 * @param checkpoint what it holds, as one of this job's plan
 * @param claimed whether the folder is the job's own, to be deleted with it
 * @param notices about what of it is left out
 */
public record InitialState(String folder, CheckpointMetadata checkpoint, boolean claimed, List<String> notices) {
    public InitialState {
        notices = List.copyOf(notices);
    }
}
