package io.blink.scheduler.savepoint;

import io.blink.scheduler.actor.BackgroundWork;
import io.blink.scheduler.checkpoint.CheckpointMetadata;
import io.blink.scheduler.store.SavepointStore;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.function.Consumer;

/** Makes a folder of its own of a completed checkpoint: copies the files that it names, a few at a time, then writes the metadata. In turns. */
public final class SavepointCopy {
    private static final int COPIES_AT_A_TIME = 4;

    private final SavepointStore store;
    private final BackgroundWork background;
    private final String directory;
    private final CheckpointMetadata relative;
    private final Queue<Map.Entry<String, String>> files;
    private final Runnable done;
    private final Consumer<Exception> failed;
    private int running;
    private Exception problem;

    private SavepointCopy(
            CheckpointMetadata checkpoint,
            String directory,
            SavepointStore store,
            BackgroundWork background,
            Runnable done,
            Consumer<Exception> failed) {
        this.store = store;
        this.background = background;
        this.directory = directory;
        this.done = done;
        this.failed = failed;
        Map<String, String> names = new LinkedHashMap<>();
        this.relative = checkpoint
                .withoutCommittables()
                .inFiles(file -> names.computeIfAbsent(file, path -> "state/" + names.size()));
        this.files = new ArrayDeque<>(names.entrySet());
    }

    /** Begins; {@code done} or {@code failed} is called in a later turn, once nothing is being written any more. */
    public static void start(
            CheckpointMetadata checkpoint,
            String directory,
            SavepointStore store,
            BackgroundWork background,
            Runnable done,
            Consumer<Exception> failed) {
        SavepointCopy copy = new SavepointCopy(checkpoint, directory, store, background, done, failed);
        background.run(
                () -> {
                    // An earlier try, of a master that has gone, may have left something.
                    store.deleteDraft(directory);
                    return true;
                },
                deleted -> copy.begin(),
                failed);
    }

    private void begin() {
        running = COPIES_AT_A_TIME;
        for (int i = 0; i < COPIES_AT_A_TIME; i++) {
            next();
        }
    }

    private void next() {
        Map.Entry<String, String> file = problem == null ? files.poll() : null;
        if (file == null) {
            running--;
            if (running == 0) {
                finish();
            }
            return;
        }
        background.run(
                () -> {
                    store.copy(file.getKey(), directory, file.getValue());
                    return true;
                },
                copied -> next(),
                failure -> {
                    problem = failure;
                    next();
                });
    }

    private void finish() {
        if (problem != null) {
            failed.accept(problem);
            return;
        }
        background.run(
                () -> {
                    store.writeMetadata(directory, relative);
                    return true;
                },
                written -> done.run(),
                failed);
    }
}
