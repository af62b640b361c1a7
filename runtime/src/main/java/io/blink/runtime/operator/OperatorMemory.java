package io.blink.runtime.operator;

import io.blink.core.column.Batch;
import io.blink.core.memory.MemoryPool;
import io.blink.core.memory.MemoryReservation;
import io.blink.runtime.spill.SpillFiles;
import java.util.Deque;

/**
 * The memory of one operator: a floor that it keeps from start to end, so that it gets on whatever its neighbours hold, and above it what the pool can spare. An operator that is
 * refused makes room in its own memory; it never waits for others. Used on the task's thread.
 */
public final class OperatorMemory implements AutoCloseable {
    private static final long FLOOR_BYTES_MAX = 256 << 10;
    private static final int FLOOR_SHARE = 16;

    private final MemoryReservation reservation;
    private final long floorBytes;
    private final SpillFiles spillFiles;
    private long usedBytes;
    private long peakBytes;

    public OperatorMemory(OperatorContext context) {
        MemoryPool pool = context.memory();
        spillFiles = context.spillFiles();
        reservation = pool.open(context.owner());
        long wanted = Math.min(FLOOR_BYTES_MAX, pool.capacityBytes() / FLOOR_SHARE);
        floorBytes = reservation.tryGrowRequired(wanted) ? wanted : 0;
    }

    /** Takes {@code delta} bytes more, if they are there. */
    public boolean tryGrow(long delta) {
        long missing = usedBytes + delta - reservation.bytes();
        if (missing > 0 && !reservation.tryGrow(missing)) {
            return false;
        }
        use(usedBytes + delta);
        return true;
    }

    /** As {@link #tryGrow}, for an operator that can do without at no cost: nobody spills for it. */
    public boolean tryGrowFree(long delta) {
        long missing = usedBytes + delta - reservation.bytes();
        if (missing > 0 && !reservation.tryGrowFree(missing)) {
            return false;
        }
        use(usedBytes + delta);
        return true;
    }

    /** Takes {@code delta} bytes more that the operator cannot do without, or fails with the pool's error. */
    public void grow(long delta) {
        prepare(delta);
        use(usedBytes + delta);
    }

    /** Makes sure that the next {@link #tryGrow} of {@code delta} succeeds. */
    private void prepare(long delta) {
        long missing = usedBytes + delta - reservation.bytes();
        if (missing > 0) {
            reservation.grow(missing);
        }
    }

    public void shrink(long delta) {
        set(usedBytes - delta);
    }

    /** States what is used now, usually less than was taken ahead of a step. More than was taken is taken if it is there, and else stays owed until the next call. */
    public void set(long total) {
        use(total);
        long missing = Math.max(floorBytes, total) - reservation.bytes();
        if (missing > 0) {
            reservation.tryGrow(missing);
        } else {
            reservation.shrink(-missing);
        }
    }

    /** As {@link #set}, for what has grown unasked: a little may stay owed, more fails with the pool's error. */
    public void require(long total) {
        set(total);
        if (total - reservation.bytes() > FLOOR_BYTES_MAX) {
            prepare(0);
        }
    }

    /** Puts the halves of a batch that does not fit an empty memory before what is waiting; a single row, which needs {@code wanted} bytes, must fit. */
    public void halve(Batch batch, long wanted, Deque<Batch> waiting) {
        if (batch.rowCount() == 1) {
            prepare(wanted);
            waiting.push(batch);
            return;
        }
        int half = batch.rowCount() / 2;
        waiting.push(batch.slice(half, batch.rowCount() - half));
        waiting.push(batch.slice(0, half));
    }

    private void use(long total) {
        usedBytes = total;
        peakBytes = Math.max(peakBytes, total);
    }

    public long usedBytes() {
        return usedBytes;
    }

    public long peakBytes() {
        return peakBytes;
    }

    /** What the operator held at most, and what it spilled. */
    public OperatorStatistics statistics() {
        return new OperatorStatistics(peakBytes, spillFiles.spilledBytes(), 0);
    }

    /** Bytes of the whole pool. */
    public long capacityBytes() {
        return reservation.pool().capacityBytes();
    }

    /** What the operator could give back by spilling. */
    public void setRevocable(long bytes) {
        reservation.setRevocable(bytes);
    }

    /** Whether a neighbour needs memory and the operator shall spill at its next step. Asking resets it. */
    public boolean takeRevocation() {
        boolean requested = reservation.revocationRequested();
        if (requested) {
            reservation.revocationDone();
        }
        return requested;
    }

    @Override
    public void close() {
        usedBytes = 0;
        reservation.close();
    }
}
