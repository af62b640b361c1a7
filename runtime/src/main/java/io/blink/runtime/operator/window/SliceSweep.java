package io.blink.runtime.operator.window;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.hash.ColumnHash;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.TimeWindow;
import io.blink.runtime.operator.OperatorMemory;
import io.blink.runtime.operator.aggregate.NamespacedGroups;
import io.blink.runtime.operator.hashtable.GroupTable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.stream.IntStream;

/**
 * Emits windows that have a slice in common, some groups at a time. Each slice is read once: a window is the sum of those from its start to the end of the first window, made from the latest start to the
 * earliest, and of those behind, made from the earliest end to the latest; so the work for n windows grows with n, and not with their slices as well (as van Herk, 1992, finds the extremes of sliding
 * windows).
 */
final class SliceSweep implements FiredWindows.Emission {
    /** Keys at a time, times the sums that are held of each. */
    private static final int HELD_ROWS_MAX = 64 << 10;

    private final OperatorSpec.FiringWindowAggregate spec;
    private final TimeWindow window;
    private final NamespacedGroups groups;
    private final EmittedResults emitted;
    private final OperatorMemory memory;
    private final NavigableSet<Long> slices;
    private final List<Long> ends;
    private final GroupTable keys;
    private final int rowsMax;
    private final int[] keyPositions;
    private final int[] positions;
    private final long[] hashes;
    private int done;

    /**
     * @param slices that have groups, by their starts
     * @param ends of the windows, ascending
     * @param keys of the groups that may have changed
     */
    SliceSweep(
            OperatorSpec.FiringWindowAggregate spec,
            NamespacedGroups groups,
            EmittedResults emitted,
            OperatorMemory memory,
            NavigableSet<Long> slices,
            List<Long> ends,
            GroupTable keys) {
        this.spec = spec;
        this.window = spec.window();
        this.groups = groups;
        this.emitted = emitted;
        this.memory = memory;
        this.slices = slices;
        this.ends = ends;
        this.keys = keys;
        this.rowsMax = Math.max(1, Math.min(Batch.TARGET_ROWS, HELD_ROWS_MAX / ends.size()));
        this.keyPositions = IntStream.range(0, spec.groupKeys().size()).toArray();
        this.positions = new int[rowsMax];
        this.hashes = new long[rowsMax];
    }

    @Override
    public List<Batch> next() {
        int count = Math.min(rowsMax, keys.groupCount() - done);
        if (count == 0) {
            memory.set(0);
            return null;
        }
        int[] numbers = IntStream.range(done, done + count).toArray();
        done += count;
        return changes(new Batch(count, keys.gatherKeys(numbers, 0, count)));
    }

    private List<Batch> changes(Batch batch) {
        ColumnHash.ofKeys(batch, keyPositions, hashes);
        Column[] columns = batch.columns().toArray(Column[]::new);
        int count = batch.rowCount();
        List<SliceSums.Part> heads = heads(columns, count);
        SliceSums tail = new SliceSums(spec.calls(), count);
        List<Batch> changes = new ArrayList<>();
        long from = ends.get(0);
        for (int i = 0; i < ends.size(); i++) {
            long end = ends.get(i);
            for (long slice : slices.subSet(from, end)) {
                tail.add(read(columns, count, slice));
            }
            from = end;
            SliceSums sums = new SliceSums(spec.calls(), count);
            sums.add(heads.get(i));
            sums.add(tail.part());
            changes.addAll(emitted.replace(columns, hashes, count, end, sums.results(), sums.there()));
        }
        return changes;
    }

    /** Of each window, the sum of the slices before the end of the first one. */
    private List<SliceSums.Part> heads(Column[] columns, int count) {
        SliceSums.Part[] heads = new SliceSums.Part[ends.size()];
        SliceSums.Part head = SliceSums.Part.NONE;
        long heldBytes = keys.retainedBytes();
        long to = ends.get(0);
        for (int i = heads.length - 1; i >= 0; i--) {
            long start = window.startOf(ends.get(i));
            for (long slice : slices.subSet(start, true, to, false).descendingSet()) {
                SliceSums sums = new SliceSums(spec.calls(), count);
                sums.add(read(columns, count, slice));
                sums.add(head);
                head = sums.part();
            }
            heldBytes += start < to ? head.retainedBytes() : 0;
            memory.require(heldBytes);
            to = start;
            heads[i] = head;
        }
        return List.of(heads);
    }

    private SliceSums.Part read(Column[] columns, int count, long slice) {
        Batch partials = groups.partialsOf(columns, hashes, count, slice, positions);
        return new SliceSums.Part(partials, Arrays.copyOf(positions, partials.rowCount()));
    }
}
