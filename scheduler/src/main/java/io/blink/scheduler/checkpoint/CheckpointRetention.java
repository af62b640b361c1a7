package io.blink.scheduler.checkpoint;

import io.blink.scheduler.actor.BackgroundWork;
import io.blink.scheduler.actor.OrderedWork;
import io.blink.scheduler.store.JobStore;
import io.blink.state.checkpoint.StateFiles;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;

/** Deletes checkpoints that are no longer needed, with the state files that no kept one names. In turns. */
final class CheckpointRetention {
    /** Checkpoints after which the job's folder is searched for files of those that were given up, if none was since. */
    private static final int SWEEP_INTERVAL = 256;

    private final JobStore store;
    /** Beside the store's other work: no checkpoint waits for the deletion of old ones. */
    private final OrderedWork work;

    private final Consumer<String> failed;
    /** At 0 the next deletion looks for files that no checkpoint has named: after a start and when one was given up. */
    private int checkpointsToSweep;

    private final Optional<String> claimedFolder;

    /**
     * @param claimedFolder of the savepoint whose files are the job's own
     * @param failed told in words what could not be deleted
     */
    CheckpointRetention(
            JobStore store, BackgroundWork background, Optional<String> claimedFolder, Consumer<String> failed) {
        this.claimedFolder = claimedFolder;
        this.store = store;
        this.work = new OrderedWork(background);
        this.failed = failed;
    }

    /** A checkpoint was given up: some of its files may be there. */
    void leftovers() {
        checkpointsToSweep = 0;
    }

    /** @param committedId the checkpoint whose commit has made the dropped ones needless */
    void delete(List<CheckpointMetadata> dropped, List<CheckpointMetadata> kept, long committedId) {
        if (dropped.isEmpty()) {
            return;
        }
        boolean sweep = --checkpointsToSweep <= 0;
        if (sweep) {
            checkpointsToSweep = SWEEP_INTERVAL;
        }
        work.run(
                () -> {
                    for (CheckpointMetadata old : dropped) {
                        store.deleteCheckpoint(old);
                    }
                    Set<String> needed = files(kept);
                    Set<String> needless = files(dropped);
                    needless.removeIf(file -> needed.contains(file) || !owned(file));
                    store.deleteFiles(needless);
                    if (sweep) {
                        store.deleteFiles(StateFiles.orphans(store.stateFiles(), needed, committedId));
                    }
                    return dropped.size();
                },
                done -> {},
                // They stay behind until the job's folder goes; they are never restored, since a later one stands.
                problem -> failed.accept("Old checkpoints cannot be deleted: " + problem.getMessage()));
    }

    /** Files of a savepoint that was only lent are not this job's to delete. */
    private boolean owned(String file) {
        return file.startsWith(store.directory() + "/")
                || claimedFolder.filter(folder -> file.startsWith(folder + "/")).isPresent();
    }

    private static Set<String> files(List<CheckpointMetadata> checkpoints) {
        Set<String> files = new TreeSet<>();
        checkpoints.forEach(checkpoint -> files.addAll(checkpoint.files()));
        return files;
    }
}
