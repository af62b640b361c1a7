package io.blink.runtime.task;

import io.blink.core.config.ConfigOption;
import java.util.List;

/** Settings of a job about where its tasks keep keyed state. */
public final class StateOptions {
    public static final ConfigOption<String> BACKEND = ConfigOption.string(
            "state.backend.type",
            "paged",
            "How a stream keeps keyed state: paged (in memory; also hashmap and filesystem) or rocksdb (on the worker's disk, for state larger than memory).",
            "state.backend");

    public static final ConfigOption<Boolean> LOCAL_RECOVERY = ConfigOption.bool(
            "execution.state-recovery.from-local",
            "false",
            "Whether workers keep copies of the state that their tasks write to checkpoints, and restart from these where they have them.",
            "state.backend.local-recovery");

    private StateOptions() {}

    public static List<ConfigOption<?>> all() {
        return List.of(BACKEND, LOCAL_RECOVERY);
    }
}
