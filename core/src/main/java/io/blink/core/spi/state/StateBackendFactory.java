package io.blink.core.spi.state;

import java.nio.file.Path;
import java.util.function.LongSupplier;

/** Makes state backends of one {@code 'state.backend.type'}. Found by {@link java.util.ServiceLoader}. */
public interface StateBackendFactory {
    /** As users write it. */
    String type();

    /**
     * @param localFolder of the process, for files that need not outlive it; made when it is needed
     * @param clock milliseconds since 1970-01-01T00:00:00Z, for entries with a time to live; called on any task's thread
     */
    StateBackend create(Path localFolder, LongSupplier clock);
}
