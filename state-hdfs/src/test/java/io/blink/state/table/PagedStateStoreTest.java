package io.blink.state.table;

import io.blink.core.spi.state.StateBackend;
import io.blink.state.checkpoint.StateHandle;
import io.blink.testing.state.KeyedStateContract;
import java.util.Set;
import java.util.function.LongSupplier;

class PagedStateStoreTest extends KeyedStateContract {
    @Override
    protected StateBackend backend(LongSupplier clock) {
        return new PagedStateBackend(clock);
    }

    @Override
    protected Set<String> files(String handle) {
        return Set.copyOf(StateHandle.fromJson(handle).files());
    }
}
