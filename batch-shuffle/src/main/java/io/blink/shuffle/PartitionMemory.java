package io.blink.shuffle;

import java.util.concurrent.atomic.AtomicLong;

/** The heap that a worker's partitions in memory may take together. Safe on any thread. */
final class PartitionMemory {
    private final long capacityBytes;
    private final AtomicLong usedBytes = new AtomicLong();

    PartitionMemory(long capacityBytes) {
        this.capacityBytes = capacityBytes;
    }

    /** Takes so many bytes, if there are as many. */
    boolean tryTake(long bytes) {
        long used = usedBytes.get();
        while (used + bytes <= capacityBytes) {
            if (usedBytes.compareAndSet(used, used + bytes)) {
                return true;
            }
            used = usedBytes.get();
        }
        return false;
    }

    void giveBack(long bytes) {
        usedBytes.addAndGet(-bytes);
    }
}
