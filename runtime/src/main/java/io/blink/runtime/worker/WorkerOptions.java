package io.blink.runtime.worker;

import io.blink.core.config.ConfigOption;
import io.blink.core.config.Configuration;
import io.blink.core.config.DataSize;
import java.util.List;

/** Settings of a worker process. */
public final class WorkerOptions {
    private static final double MANAGED_SHARE_MOST = 0.8;

    public static final ConfigOption<Integer> SLOTS = ConfigOption.integer(
            "taskmanager.numberOfTaskSlots",
            null,
            "Tasks of one vertex that a worker runs at a time; by default 1, in the engine of the client's process the number of processors.");

    public static final ConfigOption<DataSize> MANAGED_MEMORY = ConfigOption.size(
            "taskmanager.memory.managed.size",
            null,
            "Memory of joins, aggregates and sorts before they spill, and of state in memory, all slots of a worker together; by default a share of the heap.");

    public static final ConfigOption<Double> MANAGED_SHARE = new ConfigOption<>(
            "taskmanager.memory.managed.fraction",
            WorkerOptions::share,
            "0.4",
            "That share of the heap, where taskmanager.memory.managed.size is not set; the rest is for rows on their way, readers, writers and the collector. At most 0.8.",
            List.of());

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
        return List.of(SLOTS, MANAGED_MEMORY, MANAGED_SHARE, SHUFFLE_BUFFER, THREADS);
    }

    private static Double share(String text) {
        String expected = "a number above 0 and up to " + MANAGED_SHARE_MOST + " is expected";
        try {
            double share = Double.parseDouble(text);
            if (share > 0 && share <= MANAGED_SHARE_MOST) {
                return share;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(expected, e);
        }
        throw new IllegalArgumentException(expected);
    }
}
