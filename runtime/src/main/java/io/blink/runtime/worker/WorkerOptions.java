package io.blink.runtime.worker;

import io.blink.core.config.ConfigOption;
import io.blink.core.config.Configuration;
import io.blink.core.config.DataSize;
import java.util.List;

/** Settings of a worker process. */
public final class WorkerOptions {
    public static final ConfigOption<Integer> SLOTS = ConfigOption.integer(
            "taskmanager.numberOfTaskSlots",
            null,
            "Tasks of one vertex that a worker runs at a time; by default 1, in the engine of the client's process the number of processors.");

    public static final ConfigOption<DataSize> MANAGED_MEMORY = ConfigOption.size(
            "taskmanager.memory.managed.size",
            null,
            "Memory of joins, aggregates and sorts before they spill, all slots of a worker together; by default 40 % of the heap.");

    public static final ConfigOption<DataSize> SHUFFLE_BUFFER = ConfigOption.size(
            "blink.shuffle.buffer-bytes",
            "16mb",
            "Rows that a task keeps in memory for one blocking exchange before it writes them to disk.");

    public static final ConfigOption<Integer> THREADS = ConfigOption.integer(
            "blink.worker.threads",
            null,
            "Threads that run a worker's tasks; by default the number of slots, at most that of processors.");

    private static final int CLUSTER_SLOTS = 1;

    private WorkerOptions() {}

    /** The slots of each worker of a cluster. */
    public static int slots(Configuration configuration) {
        return configuration.optional(SLOTS).orElse(CLUSTER_SLOTS);
    }

    public static List<ConfigOption<?>> all() {
        return List.of(SLOTS, MANAGED_MEMORY, SHUFFLE_BUFFER, THREADS);
    }
}
