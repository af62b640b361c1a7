package io.blink.core.spi.state;

/** State at one moment, to be made durable. */
@FunctionalInterface
public interface StateSnapshot {
    /**
     * Writes what no file has yet. On an I/O thread, at most once; blocks, while the tables go on changing.
     *
     * @param checkpointId greater than that of any snapshot of this store before
     */
    SavedState write(long checkpointId);

    /**
     * Durable state.
     *
     * @param handle for {@link KeyedStateStore#restore}
     * @param stateBytes that the handle refers to
     * @param writtenBytes that this snapshot added
     */
    record SavedState(String handle, long stateBytes, long writtenBytes) {}
}
