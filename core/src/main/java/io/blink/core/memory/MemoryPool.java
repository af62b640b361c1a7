package io.blink.core.memory;

import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A budget of bytes shared by the reservations of one worker's slot. When a reservation wants to grow and nothing is left, the pool asks the largest
 * revocable reservation to give memory back (its operator spills at its next step) and refuses the caller.
 * Safe on any thread; nothing here blocks.
 */
public final class MemoryPool {
    private final String name;
    private final long capacityBytes;
    private final List<MemoryReservation> reservations = new CopyOnWriteArrayList<>();
    private long usedBytes;
    private long peakBytes;

    public MemoryPool(String name, long capacityBytes) {
        this.name = name;
        this.capacityBytes = capacityBytes;
    }

    public long capacityBytes() {
        return capacityBytes;
    }

    public synchronized long usedBytes() {
        return usedBytes;
    }

    public synchronized long peakBytes() {
        return peakBytes;
    }

    public synchronized long freeBytes() {
        return capacityBytes - usedBytes;
    }

    /** A reservation of 0 bytes for {@code owner} (operator and task, for messages). */
    public MemoryReservation open(String owner) {
        MemoryReservation reservation = new MemoryReservation(this, owner);
        reservations.add(reservation);
        return reservation;
    }

    synchronized boolean take(long bytes) {
        if (bytes > capacityBytes - usedBytes) {
            return false;
        }
        usedBytes += bytes;
        peakBytes = Math.max(peakBytes, usedBytes);
        return true;
    }

    synchronized void giveBack(long bytes) {
        usedBytes -= bytes;
    }

    void forget(MemoryReservation reservation) {
        reservations.remove(reservation);
    }

    /** Asks the largest other revocable reservation to spill; false if there is none. */
    boolean requestRevocation(MemoryReservation requester) {
        return reservations.stream()
                .filter(reservation -> reservation != requester && reservation.revocableBytes() > 0)
                .max(Comparator.comparingLong(MemoryReservation::revocableBytes))
                .map(MemoryReservation::revoke)
                .orElse(false);
    }

    BlinkException exhausted(String owner, long wantedBytes) {
        return new BlinkException(
                CoreErrorCode.OUT_OF_MEMORY_BUDGET,
                owner + " needs " + wantedBytes + " bytes more, but " + name + " has " + freeBytes() + " of "
                        + capacityBytes
                        + " left and nothing can spill. Raise 'taskmanager.memory.managed.size' or lower"
                        + " the parallelism.");
    }
}
