package io.blink.session.local;

import io.blink.core.config.ConfigOption;
import io.blink.core.config.DataSize;
import java.util.List;

/** How much of the machine the engine in this process takes. */
public final class LocalEngineOptions {
    public static final ConfigOption<Integer> SLOTS = ConfigOption.integer(
            "taskmanager.numberOfTaskSlots",
            null,
            "Tasks of one vertex that run at a time; by default the number of processors.");

    public static final ConfigOption<DataSize> MANAGED_MEMORY = ConfigOption.size(
            "taskmanager.memory.managed.size",
            null,
            "Memory of joins, aggregates and sorts before they spill, all slots together; by default 40 % of the heap.");

    public static final ConfigOption<String> TEMPORARY_DIRECTORIES = ConfigOption.string(
            "io.tmp.dirs", null, "Folders for shuffle and spill files, separated by commas; by default the system's.");

    private LocalEngineOptions() {}

    public static List<ConfigOption<?>> all() {
        return List.of(SLOTS, MANAGED_MEMORY, TEMPORARY_DIRECTORIES);
    }
}
