package io.blink.session.local;

import io.blink.core.config.ConfigOption;
import io.blink.runtime.transport.TransportOptions;
import io.blink.runtime.worker.WorkerOptions;
import java.util.ArrayList;
import java.util.List;

/** How much of the machine the engine in this process takes. */
public final class LocalEngineOptions {
    public static final ConfigOption<String> TEMPORARY_DIRECTORIES = ConfigOption.string(
            "io.tmp.dirs", null, "Folders for shuffle and spill files, separated by commas; by default the system's.");

    private LocalEngineOptions() {}

    /** With those of the worker and the transport inside it. */
    public static List<ConfigOption<?>> all() {
        List<ConfigOption<?>> options = new ArrayList<>(WorkerOptions.all());
        options.addAll(TransportOptions.all());
        options.add(TEMPORARY_DIRECTORIES);
        return List.copyOf(options);
    }
}
