package io.blink.runtime.operator.window;

import io.blink.core.column.Batch;
import io.blink.core.plan.TimeWindow;
import io.blink.core.spi.state.TableCursor;
import io.blink.runtime.operator.OperatorMemory;
import io.blink.runtime.operator.aggregate.GroupAggregation;
import io.blink.runtime.operator.aggregate.stream.RetractableGroups;
import java.util.function.Supplier;

/** Windows share slices, whose groups have the slice's start for a namespace: a row is added to one, and a window is the sum of what its slices have when it ends. */
final class SlicedWindows implements ChangingWindows {
    private final RetractableGroups groups;
    private final Supplier<GroupAggregation> merging;
    private final OperatorMemory memory;
    private final OpenWindows<Long> windows;

    /**
     * @param merging makes what the partial results of slices are added to
     * @param watermark windows that end at or before it have been emitted
     */
    SlicedWindows(
            TimeWindow window,
            RetractableGroups groups,
            Supplier<GroupAggregation> merging,
            OperatorMemory memory,
            long watermark) {
        this.groups = groups;
        this.merging = merging;
        this.memory = memory;
        this.windows = new OpenWindows<>(window, watermark);
        for (long slice : groups.namespaces()) {
            windows.add(slice, slice);
        }
    }

    @Override
    public void add(long slice, Batch rows, long watermark) {
        groups.add(rows, slice);
        windows.add(slice, slice);
    }

    @Override
    public Emission fireNext(long limit) {
        for (Long fired = windows.pollFired(); fired != null; fired = windows.pollFired()) {
            groups.drop(fired);
        }
        long end = windows.fireNext(limit);
        if (end == Long.MIN_VALUE) {
            return null;
        }
        MergedSlices merged = new MergedSlices(merging.get(), memory, 0);
        for (long slice : windows.slicesOf(end)) {
            TableCursor partials = groups.partials(slice);
            for (Batch batch = partials.next(); batch != null; batch = partials.next()) {
                merged.add(batch);
            }
        }
        return new Emission(end, merged::next);
    }
}
