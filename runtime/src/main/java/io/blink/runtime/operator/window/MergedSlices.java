package io.blink.runtime.operator.window;

import io.blink.core.column.Batch;
import io.blink.runtime.operator.OperatorMemory;
import io.blink.runtime.operator.aggregate.GroupAggregation;

/** The groups of a window that shares its slices with others: made of these when the window ends, and gone when it is emitted. */
final class MergedSlices {
    private final GroupAggregation groups;
    private final OperatorMemory memory;
    private final long othersBytes;
    private int emitted;

    /** @param othersBytes what the operator holds besides */
    MergedSlices(GroupAggregation groups, OperatorMemory memory, long othersBytes) {
        this.groups = groups;
        this.memory = memory;
        this.othersBytes = othersBytes;
    }

    /** Adds keys and partial results. */
    void add(Batch partials) {
        memory.grow(groups.bytesToAddSpilled(partials));
        groups.addSpilled(partials);
        memory.set(othersBytes + groups.retainedBytes());
    }

    /** The next groups, or {@code null} at the end. */
    Batch next() {
        int count = Math.min(Batch.TARGET_ROWS, groups.groupCount() - emitted);
        if (count == 0) {
            memory.set(othersBytes);
            return null;
        }
        Batch batch = groups.output(emitted, count);
        emitted += count;
        return batch;
    }
}
