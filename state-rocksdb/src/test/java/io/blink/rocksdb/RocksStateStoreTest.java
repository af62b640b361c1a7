package io.blink.rocksdb;

import io.blink.core.spi.state.StateBackend;
import io.blink.state.checkpoint.StateHandle;
import io.blink.testing.state.KeyedStateContract;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.io.TempDir;

class RocksStateStoreTest extends KeyedStateContract {
    @TempDir
    Path local;

    @Override
    protected StateBackend backend(LongSupplier clock) {
        return new RocksStateBackendFactory().create(local, clock);
    }

    @Override
    protected Set<String> files(String handle) {
        return Set.copyOf(StateHandle.fromJson(handle).files());
    }
}
