package io.blink.state.table;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * The version that records are written in. Each snapshot ends one. What is given up while a snapshot with it is not over stays accounted until it is. Used on the task's thread.
 */
final class Versions {
    private final StoreMemory memory;
    private final Deque<SnapshotProgress> unfinished = new ArrayDeque<>();
    private long current = 1;
    private long nextPageId = 1;

    Versions(StoreMemory memory) {
        this.memory = memory;
    }

    long current() {
        return current;
    }

    StoreMemory memory() {
        return memory;
    }

    long newPageId() {
        return nextPageId++;
    }

    long nextPageId() {
        return nextPageId;
    }

    void restorePageIds(long next) {
        nextPageId = Math.max(nextPageId, next);
    }

    /** Ends the version; snapshots that nobody has begun to write are abandoned. */
    SnapshotProgress end() {
        unfinished.forEach(SnapshotProgress::abandon);
        settle();
        SnapshotProgress progress = new SnapshotProgress(current++);
        unfinished.add(progress);
        return progress;
    }

    /** Gives back what snapshots held that are over. */
    void settle() {
        while (!unfinished.isEmpty() && unfinished.peekFirst().isOver()) {
            memory.shrink(unfinished.pollFirst().heldBytes());
        }
    }

    /** The version of the oldest snapshot that is not over, or the current one. */
    long oldestHeld() {
        settle();
        return unfinished.isEmpty() ? current : unfinished.peekFirst().version();
    }

    /** Gives memory of something of this version back, at once or when the last snapshot with it is over. */
    void free(long bytes, long version) {
        settle();
        SnapshotProgress last = unfinished.peekLast();
        if (last != null && last.version() >= version) {
            last.hold(bytes);
        } else {
            memory.shrink(bytes);
        }
    }
}
