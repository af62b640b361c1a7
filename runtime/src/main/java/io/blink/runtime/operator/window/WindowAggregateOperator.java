package io.blink.runtime.operator.window;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.ConstantColumn;
import io.blink.core.column.LongColumn;
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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Aggregation in tumbling windows of event time. A window is emitted when the watermark reaches its end, or the input ends. Phase PARTIAL holds nothing across checkpoints: it emits all
 * before a barrier, and whenever its groups take more than a bound; it drops no row, since the final phase alone knows what is late. The other phases drop and count rows of
 * windows that the watermark has passed; what they hold must fit in memory.
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
    private final Deque<Window> closing = new ArrayDeque<>();
    private final TreeMap<Long, Window> windows = new TreeMap<>();
    private long watermark = Long.MIN_VALUE;
    private long lateRows;
    private long recentBytes;
    private int recentGroups;
    private boolean ended;

    /** @param store empty, or restored from what this operator saved; closed with the operator */
    public WindowAggregateOperator(OperatorSpec.WindowAggregate spec, OperatorContext context, KeyedStateStore store) {
        this.spec = spec;
        this.context = context;
        this.store = store;
        this.partial = spec.phase() == AggregatePhase.PARTIAL;
        OperatorSpec.Aggregate groups = new OperatorSpec.Aggregate(spec.phase(), spec.groupKeys(), spec.calls());
        this.stored = new StoredGroups(groups, context.inputs().get(0), store);
        this.windowRows = new WindowRows(spec.timeColumn(), spec.sizeMicros(), spec.offsetMicros(), context.owner());
        this.memory = new OperatorMemory(context);
        for (long start : stored.namespaces()) {
            windows.put(start, new Window(start, stored, true));
        }
        for (Map<String, Long> attributes : store.restoredAttributes()) {
            watermark = Math.max(watermark, attributes.getOrDefault(WATERMARK, Long.MIN_VALUE));
        }
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
        if (partial && recentBytes > PARTIAL_BYTES_MAX) {
            closeAll();
        } else if (!partial && recentGroups > RECENT_GROUPS_MAX) {
            storeRecent(true);
        }
    }

    private boolean isClosed(long windowStart) {
        return windowStart <= watermark - spec.sizeMicros() && watermark != Long.MIN_VALUE;
    }

    private void add(WindowRows.Part part) {
        Window window = windows.get(part.windowStart());
        if (window == null) {
            window = new Window(part.windowStart(), stored, false);
            windows.put(part.windowStart(), window);
        }
        if (window.bypassesRecent()) {
            addToTables(window, part.rows());
            return;
        }
        GroupAggregation groups = window.recent();
        long bytesBefore = groups.retainedBytes();
        int groupsBefore = groups.groupCount();
        memory.grow(groups.bytesToAdd(part.rows()));
        window.addToRecent(part.rows());
        account(groups.retainedBytes() - bytesBefore, groups.groupCount() - groupsBefore);
    }

    private static void addToTables(Window window, Batch rows) {
        for (int from = 0; from < rows.rowCount(); from += Batch.TARGET_ROWS) {
            window.addToTables(rows.slice(from, Math.min(Batch.TARGET_ROWS, rows.rowCount() - from)));
        }
    }

    private void account(long addedBytes, int addedGroups) {
        recentBytes += addedBytes;
        recentGroups += addedGroups;
        memory.set(recentBytes);
    }

    private void storeRecent(boolean crowded) {
        windows.values().forEach(window -> window.store(crowded));
        account(-recentBytes, -recentGroups);
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
        } else {
            storeRecent(false);
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
        while (!closing.isEmpty()) {
            Window window = closing.peek();
            long bytesBefore = window.recentBytes();
            int groupsBefore = window.recentGroups();
            Batch groups = window.next();
            if (groups == null) {
                window.drop();
                closing.remove();
            }
            account(window.recentBytes() - bytesBefore, window.recentGroups() - groupsBefore);
            if (groups != null) {
                return withTimes(groups, window.start());
            }
        }
        return null;
    }

    private Batch withTimes(Batch groups, long start) {
        int count = groups.rowCount();
        List<Column> columns = new ArrayList<>(groups.columns());
        if (partial) {
            columns.add(spec.groupKeys().size(), time(count, start));
        } else {
            columns.add(time(count, start));
            columns.add(time(count, start + spec.sizeMicros()));
        }
        return new Batch(count, columns);
    }

    private static Column time(int count, long micros) {
        return new ConstantColumn(count, new LongColumn(1, new long[] {micros}, null));
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
        return ended && closing.isEmpty();
    }

    @Override
    public OperatorStatistics statistics() {
        return new OperatorStatistics(memory.peakBytes() + store.retainedBytes(), 0, lateRows);
    }

    @Override
    public void close() {
        windows.clear();
        closing.clear();
        store.close();
        memory.close();
    }
}
