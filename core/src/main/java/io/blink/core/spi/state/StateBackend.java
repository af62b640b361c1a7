package io.blink.core.spi.state;

import io.blink.core.memory.MemoryPool;
import io.blink.core.spi.filesystem.FileSystem;

/** One way to keep state. It has the clock by which entries with a time to live expire. Safe on any thread. */
public interface StateBackend {
    /** An empty store. Does not block. */
    KeyedStateStore open(StateScope scope, FileSystem fileSystem, MemoryPool memory);
}
