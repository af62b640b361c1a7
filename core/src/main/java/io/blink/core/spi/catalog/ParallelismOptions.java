package io.blink.core.spi.catalog;

import io.blink.core.config.ConfigOption;
import java.util.List;

/** Options of every table, whatever its connector: in how many tasks it is read and written. The planner obeys them, and connectors do not see them. */
public final class ParallelismOptions {
    public static final ConfigOption<Integer> SCAN_PARALLELISM = tasks(
            "scan.parallelism",
            "Tasks that read the table; what the query makes of its rows runs in as many as otherwise. Not set: parallelism.default.");

    public static final ConfigOption<Integer> SINK_PARALLELISM = tasks(
            "sink.parallelism",
            "Tasks that write the table; rows that change come to them by their key, so that their changes stay in order. Not set: as many as make the rows.");

    public static final List<ConfigOption<?>> ALL = List.of(SCAN_PARALLELISM, SINK_PARALLELISM);

    private ParallelismOptions() {}

    private static ConfigOption<Integer> tasks(String key, String description) {
        return new ConfigOption<>(key, ParallelismOptions::parse, null, description, List.of());
    }

    private static Integer parse(String text) {
        int tasks;
        try {
            tasks = Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("it is not a whole number", e);
        }
        if (tasks < 1) {
            throw new IllegalArgumentException("it is less than 1");
        }
        return tasks;
    }

    static boolean isOne(String key) {
        return ALL.stream().anyMatch(option -> option.key().equals(key));
    }
}
