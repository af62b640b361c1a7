package io.blink.rocksdb;

import io.blink.core.memory.MemoryPool;
import io.blink.core.memory.MemoryReservation;

/** The native memory of one database, taken from the slot's pool when the store opens and given back when it closes: its size is fixed, the state's is not bounded by it. */
final class RocksMemory implements AutoCloseable {
    private static final long BYTES_MAX = 256L << 20;
    private static final long BYTES_MIN = 1 << 20;
    /** Of what the pool has left. */
    private static final int PART = 8;

    private final MemoryReservation reservation;

    /** @throws io.blink.core.error.BlinkException the pool's, if it has less than the least that makes sense */
    RocksMemory(MemoryPool pool, String owner) {
        reservation = pool.open(owner + ", state in RocksDB");
        long bytes = Math.min(BYTES_MAX, Math.max(BYTES_MIN, pool.freeBytes() / PART));
        while (bytes > BYTES_MIN && !reservation.tryGrow(bytes)) {
            bytes /= 2;
        }
        if (reservation.bytes() > 0) {
            return;
        }
        try {
            reservation.grow(BYTES_MIN);
        } catch (RuntimeException e) {
            reservation.close();
            throw e;
        }
    }

    long bytes() {
        return reservation.bytes();
    }

    @Override
    public void close() {
        reservation.close();
    }
}
