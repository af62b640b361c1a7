package io.blink.rocksdb;

import io.blink.core.memory.MemoryPool;
import io.blink.core.spi.filesystem.FileSystem;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.StateBackend;
import io.blink.core.spi.state.StateScope;
import java.nio.file.Path;
import java.util.UUID;
import java.util.function.LongSupplier;

/** State in RocksDB databases on the worker's disk, which may be larger than memory, with checkpoints on a file system. */
final class RocksStateBackend implements StateBackend {
    private final Path localFolder;
    private final LongSupplier clock;

    RocksStateBackend(Path localFolder, LongSupplier clock) {
        this.localFolder = localFolder;
        this.clock = clock;
    }

    @Override
    public KeyedStateStore open(StateScope scope, FileSystem fileSystem, MemoryPool memory) {
        Path folder = localFolder.resolve("rocksdb-" + UUID.randomUUID());
        return new RocksStateStore(scope, fileSystem, memory, folder, clock);
    }
}
