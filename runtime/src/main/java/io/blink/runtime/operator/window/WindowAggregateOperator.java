package io.blink.runtime.operator.window;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.plan.AggregatePhase;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.OperatorMemory;
import io.blink.runtime.operator.OperatorSnapshot;
import io.blink.runtime.operator.OperatorStatistics;
import io.blink.runtime.operator.RowKinds;
import io.blink.runtime.operator.aggregate.GroupAggregation;
import io.blink.runtime.operator.aggregate.StoredGroups;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Aggregation in windows of event time that are made of slices. A row is added to its slice; a window is emitted when the watermark reaches its end, or the input ends: from its slice, or from the
 * sum of its slices where windows share them. Phase PARTIAL holds nothing across checkpoints: it emits its slices before a barrier, and whenever they take more than a bound; it drops no row, since the
 * final phase alone knows what is late. The other phases drop and count rows that are late for all of their windows; what they hold must fit in memory.
 */
public final class WindowAggregateOperator implements Operator {
    /** More than this a partial phase need not hold: what it emits twice the final phase merges. */
    private static final long PARTIAL_BYTES_MAX = 16L << 20;

    /** More groups than this go to the tables before the next barrier, so that what is left for it takes about a millisecond. */
    private static final int RECENT_GROUPS_MAX = 16 << 10;

    private static final String WATERMARK = "watermarkMicros";

    private final OperatorContext context;
    private final OperatorSpec.WindowAggregate spec;
    private final boolean partial;
    private final WindowRows windowRows;
    private final OperatorMemory memory;
    private final KeyedStateStore store;
    private final StoredGroups stored;
    private final OpenWindows<Slice> windows;
    private long watermark = Long.MIN_VALUE;
    private long lateRows;
    private long recentBytes;
    private int recentGroups;
    private boolean ended;
    private boolean emitsAll;
    private Emission emission;

    /** What is being emitted. */
    private interface Emission {
        /** The next rows, or {@code null} when it is through. */
        Batch next();
    }

    /** @param store empty, or restored from what this operator saved; closed with the operator */
    public WindowAggregateOperator(OperatorSpec.WindowAggregate spec, OperatorContext context, KeyedStateStore store) {
        this.spec = spec;
        this.context = context;
        this.store = store;
        this.partial = spec.phase() == AggregatePhase.PARTIAL;
        OperatorSpec.Aggregate groups = new OperatorSpec.Aggregate(spec.phase(), spec.groupKeys(), spec.calls());
        this.stored = new StoredGroups(groups, context.inputs().get(0), store);
        this.windowRows = new WindowRows(spec.timeColumn(), spec.window(), context.owner());
        this.memory = new OperatorMemory(context);
        for (Map<String, Long> attributes : store.restoredAttributes()) {
            watermark = Math.max(watermark, attributes.getOrDefault(WATERMARK, Long.MIN_VALUE));
        }
        this.windows = new OpenWindows<>(spec.window(), watermark);
        for (long start : stored.namespaces()) {
            windows.add(start, new Slice(start, stored, true));
        }
    }

    @Override
    public boolean needsInput(int input) {
        return emission == null && !emitsAll && !ended;
    }

    @Override
    public void addInput(int input, Batch batch) {
        RowKinds.requireInsertOnly(batch, context.owner());
        if (batch.rowCount() == 0) {
            return;
        }
        for (RowParts.Part part : windowRows.split(batch)) {
            if (!partial && windows.isLate(part.label(), watermark)) {
                lateRows += windows.isBetween(part.label()) ? 0 : part.rows().rowCount();
            } else if (partial || !windows.isBetween(part.label())) {
                add(part);
            }
        }
        if (partial && recentBytes > PARTIAL_BYTES_MAX) {
            emitsAll = true;
        } else if (!partial && recentGroups > RECENT_GROUPS_MAX) {
            storeRecent(true);
        }
    }

    private void add(RowParts.Part part) {
        Slice slice = windows.slice(part.label());
        if (slice == null) {
            slice = new Slice(part.label(), stored, false);
            windows.add(slice.start(), slice);
        }
        if (slice.bypassesRecent()) {
            addToTables(slice, part.rows());
            return;
        }
        GroupAggregation groups = slice.recent();
        long bytesBefore = groups.retainedBytes();
        int groupsBefore = groups.groupCount();
        memory.grow(groups.bytesToAdd(part.rows()));
        slice.addToRecent(part.rows());
        account(groups.retainedBytes() - bytesBefore, groups.groupCount() - groupsBefore);
    }

    private static void addToTables(Slice slice, Batch rows) {
        for (int from = 0; from < rows.rowCount(); from += Batch.TARGET_ROWS) {
            slice.addToTables(rows.slice(from, Math.min(Batch.TARGET_ROWS, rows.rowCount() - from)));
        }
    }

    private void account(long addedBytes, int addedGroups) {
        recentBytes += addedBytes;
        recentGroups += addedGroups;
        memory.set(recentBytes);
    }

    private void storeRecent(boolean crowded) {
        windows.slices().forEach(slice -> slice.store(crowded));
        account(-recentBytes, -recentGroups);
    }

    @Override
    public void watermark(long micros) {
        watermark = Math.max(watermark, micros);
    }

    @Override
    public void beforeSnapshot() {
        if (partial) {
            emitsAll = true;
        } else {
            storeRecent(false);
        }
    }

    @Override
    public void endInput(int input) {
        ended = true;
        emitsAll = true;
    }

    @Override
    public Batch output() {
        while (true) {
            if (emission == null) {
                emission = partial ? nextSlice() : nextWindow();
            }
            if (emission == null) {
                emitsAll = false;
                return null;
            }
            Batch batch = emission.next();
            if (batch != null) {
                return batch;
            }
            emission = null;
        }
    }

    private long limit() {
        return emitsAll ? Long.MAX_VALUE : watermark;
    }

    /** In the partial phase: a slice that has ended. */
    private Emission nextSlice() {
        Slice slice = windows.pollEndedAt(limit());
        return slice == null ? null : () -> withSliceStart(next(slice), slice.start());
    }

    private Emission nextWindow() {
        for (Slice fired = windows.pollFired(); fired != null; fired = windows.pollFired()) {
            account(-fired.recentBytes(), -fired.recentGroups());
            fired.drop();
        }
        long end = windows.fireNext(limit());
        if (end == Long.MIN_VALUE) {
            return null;
        }
        if (!spec.window().isShared()) {
            Slice slice = windows.takeOnly(end);
            return () -> WindowBounds.append(next(slice), spec.window(), end);
        }
        MergedSlices merged = new MergedSlices(stored.newGroups(), memory, recentBytes);
        windows.slicesOf(end).forEach(slice -> slice.mergeInto(merged));
        return () -> WindowBounds.append(merged.next(), spec.window(), end);
    }

    /** The next groups of a slice that nothing else needs; behind the last ones it is dropped. */
    private Batch next(Slice slice) {
        long bytesBefore = slice.recentBytes();
        int groupsBefore = slice.recentGroups();
        Batch groups = slice.next();
        if (groups == null) {
            slice.drop();
        }
        account(slice.recentBytes() - bytesBefore, slice.recentGroups() - groupsBefore);
        return groups;
    }

    private Batch withSliceStart(Batch groups, long start) {
        if (groups == null) {
            return null;
        }
        List<Column> columns = new ArrayList<>(groups.columns());
        columns.add(spec.groupKeys().size(), WindowBounds.time(groups.rowCount(), start));
        return new Batch(groups.rowCount(), columns);
    }

    @Override
    public OperatorSnapshot snapshot(long checkpointId) {
        if (partial) {
            return OperatorSnapshot.EMPTY;
        }
        return OperatorSnapshot.of(store, Map.of(WATERMARK, watermark), checkpointId);
    }

    @Override
    public boolean finished() {
        return ended && !emitsAll && emission == null;
    }

    @Override
    public OperatorStatistics statistics() {
        return new OperatorStatistics(memory.peakBytes() + store.retainedBytes(), 0, lateRows);
    }

    @Override
    public void close() {
        windows.clear();
        emission = null;
        store.close();
        memory.close();
    }
}
