package io.blink.core.memory;

import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/**
 * A budget of bytes shared by the reservations of one worker's slot. When a reservation wants to grow and nothing is left, the pool asks the largest
 * revocable reservation to give memory back (its operator spills at its next step) and refuses the caller. Who has a good part of the pool already spills alone. Who cannot do
 * without gets it all the same if others can give as much back: until they have done so more is used than the pool has.
 * Safe on any thread; nothing here blocks.
 */
public final class MemoryPool {
    private static final int NAMED_HOLDERS = 3;
    /** With this part of the pool an operator spills in long runs and few partitions: more is not worth that another one spills too. */
    private static final int ENOUGH_SHARE = 8;

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

    /** As {@link #take}, beyond the capacity if others can give as much back; they are asked to. */
    synchronized boolean takeRequired(MemoryReservation requester, long bytes) {
        if (take(bytes)) {
            return true;
        }
        List<MemoryReservation> others = reservations.stream()
                .filter(reservation -> reservation != requester && reservation.revocableBytes() > 0)
                .sorted(Comparator.comparingLong(MemoryReservation::revocableBytes)
                        .reversed())
                .toList();
        long missing = bytes - (capacityBytes - usedBytes);
        int asked = 0;
        while (missing > 0 && asked < others.size()) {
            missing -= others.get(asked++).revocableBytes();
        }
        if (missing > 0) {
            return false;
        }
        others.subList(0, asked).forEach(MemoryReservation::revoke);
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

    /** Asks the largest other revocable reservation to spill, if the requester has little. */
    void requestRevocation(MemoryReservation requester) {
        if (requester.bytes() >= capacityBytes / ENOUGH_SHARE) {
            return;
        }
        reservations.stream()
                .filter(reservation -> reservation != requester && reservation.revocableBytes() > 0)
                .max(Comparator.comparingLong(MemoryReservation::revocableBytes))
                .ifPresent(MemoryReservation::revoke);
    }

    BlinkException exhausted(MemoryReservation requester, long wantedBytes) {
        String others = reservations.stream()
                .filter(reservation -> reservation != requester && reservation.bytes() > 0)
                .sorted(Comparator.comparingLong(MemoryReservation::bytes).reversed())
                .limit(NAMED_HOLDERS)
                .map(reservation -> reservation.owner() + " holds " + size(reservation.bytes()))
                .collect(Collectors.joining(", "));
        return new BlinkException(
                CoreErrorCode.OUT_OF_MEMORY_BUDGET,
                requester.owner() + " holds " + size(requester.bytes()) + " and needs " + size(wantedBytes)
                        + " more, but " + name + " has " + size(Math.max(0, freeBytes())) + " of " + size(capacityBytes)
                        + " left and nothing can spill" + (others.isEmpty() ? "" : " (" + others + ")")
                        + ". Raise 'taskmanager.memory.managed.size', which all slots share, or lower"
                        + " 'taskmanager.numberOfTaskSlots'.");
    }

    private static String size(long bytes) {
        return bytes < 10L << 20 ? (bytes + 1023 >> 10) + " KB" : (bytes >> 20) + " MB";
    }
}
