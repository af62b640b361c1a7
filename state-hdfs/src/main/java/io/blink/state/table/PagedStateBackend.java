package io.blink.state.table;

import io.blink.core.memory.MemoryPool;
import io.blink.core.spi.filesystem.FileSystem;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.StateBackend;
import io.blink.core.spi.state.StateScope;

/** State in memory, in pages, with checkpoints on a file system. */
public final class PagedStateBackend implements StateBackend {
    @Override
    public KeyedStateStore open(StateScope scope, FileSystem fileSystem, MemoryPool memory) {
        return new PagedStateStore(scope, fileSystem, memory);
    }
}
