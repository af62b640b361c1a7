package io.blink.runtime.operator.window;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.hash.ColumnHash;
import io.blink.core.plan.TimeWindow;
import io.blink.core.spi.state.TableCursor;
import io.blink.runtime.operator.OperatorMemory;
import io.blink.runtime.operator.aggregate.NamespacedGroups;
import java.util.List;
import java.util.stream.IntStream;

/** Each window has groups of its own, whose namespace is its end: for results that do not come of those of its parts, and where no two windows have a part in common. */
final class WholeFiredWindows implements FiredWindows {
    private final TimeWindow window;
    private final NamespacedGroups groups;
    private final ChangedKeys changed;
    private final EmittedResults emitted;
    private final FiringSchedule schedule;
    private final OperatorMemory memory;
    private final boolean[] there = new boolean[Batch.TARGET_ROWS];
    private final long[] hashes = new long[Batch.TARGET_ROWS];

    WholeFiredWindows(
            TimeWindow window,
            NamespacedGroups groups,
            ChangedKeys changed,
            EmittedResults emitted,
            FiringSchedule schedule,
            OperatorMemory memory,
            long nowNanos) {
        this.window = window;
        this.groups = groups;
        this.changed = changed;
        this.emitted = emitted;
        this.schedule = schedule;
        this.memory = memory;
        for (long end : groups.namespaces()) {
            schedule.hold(end);
        }
        for (long end : changed.namespaces()) {
            schedule.change(end, nowNanos);
        }
    }

    @Override
    public void add(Batch rows, long slice) {
        long last = window.lastEnd(slice);
        for (long end = window.firstEndAfter(slice); end <= last; end = window.firstEndAfter(end)) {
            if (!schedule.isClosed(end)) {
                changed.note(rows, end);
                groups.add(rows, end, memory);
            }
        }
    }

    @Override
    public Emission fireNext() {
        long end = schedule.pollDue();
        TableCursor keys = changed.scan(end);
        return () -> {
            Batch batch = keys.next();
            if (batch == null) {
                changed.drop(end);
                return null;
            }
            return changes(batch, end);
        };
    }

    private List<Batch> changes(Batch batch, long end) {
        int count = batch.rowCount();
        Column[] keys = batch.columns().toArray(Column[]::new);
        ColumnHash.ofKeys(batch, IntStream.range(0, keys.length).toArray(), hashes);
        List<Column> results = groups.resultsOf(keys, hashes, count, end, there);
        return emitted.replace(keys, hashes, count, end, results, there);
    }

    @Override
    public void settle() {
        for (long end : schedule.takeClosed()) {
            groups.drop(end);
            changed.drop(end);
            emitted.drop(end);
        }
    }
}
