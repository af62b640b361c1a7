package io.blink.runtime.task;

import io.blink.core.config.Configuration;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.spi.plugin.Plugins;
import io.blink.core.spi.state.StateBackend;
import io.blink.core.spi.state.StateBackendFactory;
import io.blink.state.table.PagedStateBackend;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;

/** The ways to keep state that a process has: in pages, and those of its plugins. Safe on any thread. */
public final class StateBackends {
    private static final String PAGED = "paged";
    /** As scripts for Flink have it. */
    private static final Map<String, String> ALIASES = Map.of("hashmap", PAGED, "filesystem", PAGED);

    private final Map<String, StateBackendFactory> plugins;

    public StateBackends(List<StateBackendFactory> plugins) {
        this.plugins = Plugins.byName("state backend", plugins, StateBackendFactory::type);
    }

    /** Those on the class path. */
    public static StateBackends ofClassPath() {
        return of(Plugins.none(StateBackends.class.getClassLoader()));
    }

    public static StateBackends of(Plugins plugins) {
        return new StateBackends(plugins.services(StateBackendFactory.class));
    }

    /**
     * The one that a job's settings name.
     *
     * @param localFolder of the job
     */
    public StateBackend of(Configuration settings, Path localFolder) {
        String wanted = settings.get(StateOptions.BACKEND).toLowerCase(Locale.ROOT);
        String type = ALIASES.getOrDefault(wanted, wanted);
        if (type.equals(PAGED)) {
            return new PagedStateBackend();
        }
        StateBackendFactory factory = plugins.get(type);
        if (factory == null) {
            TreeSet<String> known = new TreeSet<>(plugins.keySet());
            known.addAll(ALIASES.keySet());
            known.add(PAGED);
            throw new BlinkException(
                    CoreErrorCode.INVALID_CONFIGURATION,
                    "'" + StateOptions.BACKEND.key() + "' = '" + wanted + "': this worker has " + known
                            + ". Name one of these, or add the plugin.");
        }
        return factory.create(localFolder, System::currentTimeMillis);
    }
}
