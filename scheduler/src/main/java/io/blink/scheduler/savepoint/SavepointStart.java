package io.blink.scheduler.savepoint;

import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.plan.JobGraph;
import io.blink.scheduler.SchedulerErrorCode;
import io.blink.scheduler.SchedulerOptions;
import io.blink.scheduler.SchedulerOptions.ClaimMode;
import io.blink.scheduler.actor.BackgroundWork;
import io.blink.scheduler.store.SavepointStore;
import java.util.Optional;
import java.util.function.Consumer;

/** Reads the savepoint from which a job's settings have it start. In turns. */
public final class SavepointStart {
    private final JobGraph graph;
    private final Configuration settings;
    private final SavepointStore store;
    private final BackgroundWork background;
    private boolean reading;

    public SavepointStart(JobGraph graph, Configuration settings, SavepointStore store, BackgroundWork background) {
        this.graph = graph;
        this.settings = settings;
        this.store = store;
        this.background = background;
    }

    /** Folder of the savepoint that becomes the job's own; empty if there is none or it is only read. */
    public static Optional<String> claimedFolder(Configuration settings) {
        return settings.optional(SchedulerOptions.RECOVERY_PATH)
                .filter(path -> settings.get(SchedulerOptions.CLAIM_MODE) == ClaimMode.CLAIM)
                .map(SavepointStore::folder);
    }

    /** Whether the job has to wait for it. */
    public boolean reading() {
        return reading;
    }

    /** Has it read, if there is one: then exactly one of the two is called, in a later turn. */
    public void read(Consumer<InitialState> taken, Consumer<BlinkException> failed) {
        Optional<String> path = settings.optional(SchedulerOptions.RECOVERY_PATH);
        if (path.isEmpty()) {
            return;
        }
        reading = true;
        background.run(
                () -> StateMatching.match(
                        SavepointStore.folder(path.get()),
                        store.readWhole(path.get()),
                        graph,
                        claimedFolder(settings).isPresent(),
                        settings.get(SchedulerOptions.IGNORE_UNCLAIMED_STATE)),
                state -> {
                    reading = false;
                    taken.accept(state);
                },
                problem -> failed.accept(
                        problem instanceof BlinkException known
                                ? known
                                : new BlinkException(
                                        SchedulerErrorCode.NO_SAVEPOINT,
                                        "Job '" + graph.name() + "' cannot start from " + path.get() + ": "
                                                + problem.getMessage(),
                                        problem)));
    }
}
