package io.blink.state.table;

import java.util.concurrent.atomic.AtomicReference;

/**
 * How far a snapshot is.
 *
 * <pre>
 * WAITING -> WRITING -> DONE
 * WAITING -> ABANDONED
 * </pre>
 */
final class SnapshotProgress {
    enum Phase {
        /** Taken, not yet being written. */
        WAITING,
        /** An I/O thread reads its pages. */
        WRITING,
        /** Written, or failed. */
        DONE,
        /** A later one was taken before anybody wrote it. */
        ABANDONED
    }

    private final long version;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.WAITING);
    /** Of pages that only this snapshot keeps. Task's thread. */
    private long heldBytes;

    SnapshotProgress(long version) {
        this.version = version;
    }

    /** Everything of this version and before is in the snapshot. */
    long version() {
        return version;
    }

    boolean begin() {
        return phase.compareAndSet(Phase.WAITING, Phase.WRITING);
    }

    void end() {
        phase.set(Phase.DONE);
    }

    void abandon() {
        phase.compareAndSet(Phase.WAITING, Phase.ABANDONED);
    }

    boolean isOver() {
        Phase now = phase.get();
        return now == Phase.DONE || now == Phase.ABANDONED;
    }

    void hold(long bytes) {
        heldBytes += bytes;
    }

    long heldBytes() {
        return heldBytes;
    }
}
