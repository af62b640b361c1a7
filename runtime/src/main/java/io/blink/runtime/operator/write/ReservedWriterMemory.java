package io.blink.runtime.operator.write;

import io.blink.core.memory.MemoryPool;
import io.blink.core.memory.MemoryReservation;
import io.blink.core.spi.connector.WriterMemory;

/** What a writer holds, out of the pool of its task. Used on I/O threads, one call at a time. */
final class ReservedWriterMemory implements WriterMemory, AutoCloseable {
    /** What one file needs at least, whatever its neighbours hold: buffers of its columns that nothing empties. */
    private static final long OVERDRAFT_BYTES_MAX = 16 << 20;

    private final MemoryReservation reservation;
    private volatile long peakBytes;

    ReservedWriterMemory(MemoryPool pool, String owner) {
        this.reservation = pool.open(owner);
    }

    @Override
    public boolean tryHold(long bytes) {
        long missing = bytes - reservation.bytes();
        if (missing <= 0) {
            reservation.shrink(-missing);
        } else if (!reservation.tryGrow(missing)) {
            return false;
        }
        peakBytes = Math.max(peakBytes, bytes);
        return true;
    }

    @Override
    public void hold(long bytes) {
        if (!tryHold(bytes)) {
            long missing = bytes - reservation.bytes();
            if (missing > OVERDRAFT_BYTES_MAX) {
                reservation.grow(missing);
            }
        }
    }

    /** What was held at most. */
    long peakBytes() {
        return peakBytes;
    }

    @Override
    public void close() {
        reservation.close();
    }
}
