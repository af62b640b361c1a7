package io.blink.state.table;

import io.blink.core.memory.MemoryPool;
import io.blink.core.spi.filesystem.FileSystem;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.StateBackend;
import io.blink.core.spi.state.StateScope;
import java.util.function.LongSupplier;

/** State in memory, in pages, with checkpoints on a file system. */
public final class PagedStateBackend implements StateBackend {
    private final LongSupplier clock;

    public PagedStateBackend() {
        this(System::currentTimeMillis);
    }

    /** @param clock milliseconds since 1970-01-01T00:00:00Z, for entries with a time to live; called on any task's thread */
    public PagedStateBackend(LongSupplier clock) {
        this.clock = clock;
    }

    @Override
    public KeyedStateStore open(StateScope scope, FileSystem fileSystem, MemoryPool memory) {
        return new PagedStateStore(scope, fileSystem, memory, clock);
    }
}
