package io.blink.state.table;

import io.blink.core.memory.MemoryPool;
import io.blink.core.memory.MemoryReservation;

/** The memory of one store, taken ahead of use. Used on the task's thread. */
final class StoreMemory {
    private final MemoryReservation reservation;

    StoreMemory(MemoryPool pool, String owner) {
        reservation = pool.open(owner + ", state");
    }

    /** Takes memory or fails with the pool's error. */
    void grow(long bytes) {
        reservation.grow(bytes);
    }

    void shrink(long bytes) {
        reservation.shrink(bytes);
    }

    long bytes() {
        return reservation.bytes();
    }

    void close() {
        reservation.close();
    }
}
