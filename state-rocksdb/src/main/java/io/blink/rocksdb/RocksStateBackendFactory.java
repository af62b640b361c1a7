package io.blink.rocksdb;

import io.blink.core.spi.state.StateBackend;
import io.blink.core.spi.state.StateBackendFactory;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/** {@code 'state.backend.type' = 'rocksdb'}. */
public final class RocksStateBackendFactory implements StateBackendFactory {
    @Override
    public String type() {
        return "rocksdb";
    }

    @Override
    public StateBackend create(Path localFolder, LongSupplier clock) {
        return new RocksStateBackend(localFolder, clock);
    }
}
