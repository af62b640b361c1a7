package io.blink.core.memory;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The bytes that one operator holds of a {@link MemoryPool}, counted by capacity. {@link #tryGrow}, {@link #setRevocable} and {@link #shrink} are called
 * by the operator's task thread; {@link #revocationRequested} is set from any thread and answered by spilling at the operator's next step.
 */
public final class MemoryReservation implements AutoCloseable {
    private final MemoryPool pool;
    private final String owner;
    private final AtomicLong bytes = new AtomicLong();
    private volatile long revocableBytes;
    private volatile boolean revocationRequested;

    MemoryReservation(MemoryPool pool, String owner) {
        this.pool = pool;
        this.owner = owner;
    }

    /** Takes {@code delta} bytes more if the pool has them. If not, another reservation may have been asked to spill: make room, or come again. */
    public boolean tryGrow(long delta) {
        if (tryGrowFree(delta)) {
            return true;
        }
        pool.requestRevocation(this);
        return false;
    }

    /** Takes {@code delta} bytes more if the pool has them; nobody spills for them. */
    public boolean tryGrowFree(long delta) {
        if (!pool.take(delta)) {
            return false;
        }
        bytes.addAndGet(delta);
        return true;
    }

    /** Takes {@code delta} bytes that the operator cannot do without: if need be more than the pool has, as long as others can give it back. */
    public boolean tryGrowRequired(long delta) {
        if (pool.takeRequired(this, delta)) {
            bytes.addAndGet(delta);
            return true;
        }
        return false;
    }

    /** As {@link #tryGrowRequired}, or fails with an error that names owner, pool and the option to change. */
    public void grow(long delta) {
        if (!tryGrowRequired(delta)) {
            throw pool.exhausted(this, delta);
        }
    }

    public void shrink(long delta) {
        if (delta > 0) {
            bytes.addAndGet(-delta);
            pool.giveBack(delta);
        }
    }

    public long bytes() {
        return bytes.get();
    }

    String owner() {
        return owner;
    }

    public MemoryPool pool() {
        return pool;
    }

    /** How much of the reservation the operator could give back by spilling. */
    public void setRevocable(long newRevocableBytes) {
        revocableBytes = newRevocableBytes;
    }

    public long revocableBytes() {
        return revocableBytes;
    }

    /** Whether the operator shall spill at its next step; {@link #revocationDone} resets it. */
    public boolean revocationRequested() {
        return revocationRequested;
    }

    public void revocationDone() {
        revocationRequested = false;
    }

    void revoke() {
        revocationRequested = true;
    }

    @Override
    public void close() {
        pool.forget(this);
        setRevocable(0);
        shrink(bytes.get());
    }
}
