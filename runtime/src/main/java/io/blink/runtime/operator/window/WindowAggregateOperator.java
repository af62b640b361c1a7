package io.blink.runtime.operator.window;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.ConstantColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.plan.AggregatePhase;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.spi.filesystem.FileSystem;
import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.OperatorMemory;
import io.blink.runtime.operator.OperatorSnapshot;
import io.blink.runtime.operator.OperatorStatistics;
import io.blink.runtime.operator.RowKinds;
import io.blink.runtime.operator.Wait;
import io.blink.runtime.operator.aggregate.GroupAggregation;
import io.blink.state.checkpoint.StateHandle;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.TreeMap;

/**
 * Aggregation in tumbling windows of event time. A window is emitted when the watermark reaches its end, or the input ends. Phase PARTIAL holds nothing across checkpoints: it emits all
 * before a barrier, and whenever its groups take more than a bound; it drops no row, since the final phase alone knows what is late. The other phases drop and count rows of
 * windows that the watermark has passed.
 */
public final class WindowAggregateOperator implements Operator {
    /** More than this a partial phase need not hold: what it emits twice the final phase merges. */
    private static final long PARTIAL_BYTES_MAX = 16L << 20;

    private final OperatorContext context;
    private final OperatorSpec.WindowAggregate spec;
    private final OperatorSpec.Aggregate groupSpec;
    private final boolean partial;
    private final WindowRows windowRows;
    private final OperatorMemory memory;
    private final WindowCheckpoints checkpoints;
    private final Deque<Window> closing = new ArrayDeque<>();
    private TreeMap<Long, Window> windows = new TreeMap<>();
    private long watermark = Long.MIN_VALUE;
    private long lateRows;
    private long heldBytes;
    private int emittedGroups;
    private boolean ended;
    private boolean merging;

    /** @param jobDirectory where checkpoints go, below {@code state/} */
    public WindowAggregateOperator(
            OperatorSpec.WindowAggregate spec, OperatorContext context, FileSystem fileSystem, String jobDirectory) {
        this.spec = spec;
        this.context = context;
        this.partial = spec.phase() == AggregatePhase.PARTIAL;
        this.groupSpec = new OperatorSpec.Aggregate(spec.phase(), spec.groupKeys(), spec.calls());
        this.windowRows = new WindowRows(spec.timeColumn(), spec.sizeMicros(), spec.offsetMicros(), context.owner());
        this.memory = new OperatorMemory(context);
        this.checkpoints = new WindowCheckpoints(fileSystem, jobDirectory, context);
    }

    /** Before anything else, on an I/O thread: takes up the state of this task's key groups. */
    public void restore(List<StateHandle> handles) {
        windows = checkpoints.restore(handles, this::newGroups);
        watermark = checkpoints.restoredWatermark();
        heldBytes = windows.values().stream().mapToLong(Window::retainedBytes).sum();
        memory.grow(heldBytes);
    }

    private GroupAggregation newGroups() {
        return new GroupAggregation(groupSpec, context.inputs().get(0));
    }

    @Override
    public boolean needsInput(int input) {
        return closing.isEmpty() && !ended;
    }

    @Override
    public void addInput(int input, Batch batch) {
        RowKinds.requireInsertOnly(batch, context.owner());
        if (batch.rowCount() == 0) {
            return;
        }
        for (WindowRows.Part part : windowRows.split(batch)) {
            if (!partial && isClosed(part.windowStart())) {
                lateRows += part.rows().rowCount();
            } else {
                add(part);
            }
        }
        if (partial && heldBytes > PARTIAL_BYTES_MAX) {
            closeAll();
        }
    }

    private boolean isClosed(long windowStart) {
        return windowStart <= watermark - spec.sizeMicros() && watermark != Long.MIN_VALUE;
    }

    private void add(WindowRows.Part part) {
        Window window = windows.get(part.windowStart());
        if (window == null) {
            window = new Window(part.windowStart(), this::newGroups);
            windows.put(part.windowStart(), window);
        }
        GroupAggregation groups = window.active();
        long before = groups.retainedBytes();
        memory.grow(groups.bytesToAdd(part.rows()));
        groups.add(part.rows());
        account(groups.retainedBytes() - before);
    }

    private void account(long addedBytes) {
        heldBytes += addedBytes;
        memory.set(heldBytes);
    }

    @Override
    public void watermark(long micros) {
        watermark = Math.max(watermark, micros);
        while (!windows.isEmpty() && isClosed(windows.firstKey())) {
            closing.add(windows.pollFirstEntry().getValue());
        }
    }

    @Override
    public void beforeSnapshot() {
        if (partial) {
            closeAll();
        }
    }

    @Override
    public void endInput(int input) {
        ended = true;
        closeAll();
    }

    private void closeAll() {
        closing.addAll(windows.values());
        windows.clear();
    }

    @Override
    public Batch output() {
        merging = false;
        while (!closing.isEmpty()) {
            Window window = closing.peek();
            if (!window.isMerged()) {
                merge(window);
                merging = true;
                return null;
            }
            if (emittedGroups < window.merged().groupCount()) {
                return emit(window);
            }
            emittedGroups = 0;
            closing.remove();
            account(-window.retainedBytes());
        }
        return null;
    }

    private void merge(Window window) {
        long before = window.retainedBytes();
        Batch rows = window.nextToMerge();
        memory.grow(WindowLayer.bytesToMerge(window.active(), window.tableToMerge(), rows));
        window.merge(rows);
        account(window.retainedBytes() - before);
    }

    private Batch emit(Window window) {
        int count = Math.min(Batch.TARGET_ROWS, window.merged().groupCount() - emittedGroups);
        Batch groups = window.merged().output(emittedGroups, count);
        emittedGroups += count;
        List<Column> columns = new ArrayList<>(groups.columns());
        if (partial) {
            columns.add(spec.groupKeys().size(), time(count, window.start()));
        } else {
            columns.add(time(count, window.start()));
            columns.add(time(count, window.start() + spec.sizeMicros()));
        }
        return new Batch(count, columns);
    }

    private static Column time(int count, long micros) {
        return new ConstantColumn(count, new LongColumn(1, new long[] {micros}, null));
    }

    @Override
    public Wait waitsFor() {
        return merging ? Wait.OTHERS_TURN : Wait.NONE;
    }

    @Override
    public OperatorSnapshot snapshot(long checkpointId) {
        if (partial) {
            return OperatorSnapshot.EMPTY;
        }
        OperatorSnapshot snapshot = checkpoints.snapshot(checkpointId, windows.values(), watermark);
        windows.values().forEach(this::compact);
        account(windows.values().stream().mapToLong(Window::retainedBytes).sum() - heldBytes);
        return snapshot;
    }

    private void compact(Window window) {
        long bytes = window.bytesToCompact();
        if (bytes > 0 && memory.tryGrow(bytes)) {
            window.startCompaction(context.ioExecutor());
        }
    }

    @Override
    public boolean finished() {
        return ended && closing.isEmpty();
    }

    @Override
    public OperatorStatistics statistics() {
        return new OperatorStatistics(memory.peakBytes(), 0, lateRows);
    }

    @Override
    public void close() {
        windows.clear();
        closing.clear();
        memory.close();
    }
}
