package io.blink.runtime.operator.window;

import io.blink.core.column.Batch;
import io.blink.core.plan.TimeWindow;
import io.blink.runtime.operator.aggregate.stream.RetractableGroups;
import java.util.TreeSet;

/** Each window has groups of its own, whose namespace is its end: for results that do not come of those of its parts, and where no two windows have a part in common. */
final class WholeWindows implements ChangingWindows {
    private static final long NONE = Long.MIN_VALUE;

    private final TimeWindow window;
    private final RetractableGroups groups;
    private final TreeSet<Long> ends = new TreeSet<>();
    private long fired = NONE;

    WholeWindows(TimeWindow window, RetractableGroups groups) {
        this.window = window;
        this.groups = groups;
        for (long end : groups.namespaces()) {
            ends.add(end);
        }
    }

    @Override
    public void add(long slice, Batch rows, long watermark) {
        long last = window.lastEnd(slice);
        for (long end = window.firstEndAfter(slice); end <= last; end = window.firstEndAfter(end)) {
            if (watermark == Long.MIN_VALUE || end > watermark) {
                groups.add(rows, end);
                ends.add(end);
            }
        }
    }

    @Override
    public Emission fireNext(long limit) {
        if (fired != NONE) {
            groups.drop(fired);
            fired = NONE;
        }
        if (ends.isEmpty() || ends.first() > limit) {
            return null;
        }
        fired = ends.pollFirst();
        return new Emission(fired, groups.results(fired));
    }
}
