package io.blink.runtime.operator.window;

import io.blink.core.column.Batch;
import io.blink.core.plan.AggregatePhase;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.TimeWindow;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.type.Field;
import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.OperatorMemory;
import io.blink.runtime.operator.OperatorSnapshot;
import io.blink.runtime.operator.OperatorStatistics;
import io.blink.runtime.operator.RowKinds;
import io.blink.runtime.operator.aggregate.NamespacedGroups;
import io.blink.runtime.operator.aggregate.StoredGroups;
import io.blink.runtime.operator.aggregate.stream.RetractableGroups;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Aggregation in windows that are emitted early, at their end and for late rows ({@link OperatorSpec.FiringWindowAggregate}). A row is added to each of its windows: what several have in common is not
 * shared, since each may be asked for its results at any time. All that a window has is in state tables, whose namespace is its end.
 */
public final class FiringWindowOperator implements Operator {
    private static final String WATERMARK = "watermarkMicros";

    private final OperatorContext context;
    private final OperatorSpec.FiringWindowAggregate spec;
    private final TimeWindow window;
    private final WindowRows windowRows;
    private final OperatorMemory memory;
    private final KeyedStateStore store;
    private final NamespacedGroups stored;
    private final FiredResults results;
    private final FiringSchedule schedule;
    private final LongSupplier nanoTime;
    private final Deque<Batch> changes = new ArrayDeque<>();
    private FiredResults.Firing firing;
    private long watermark = Long.MIN_VALUE;
    private long lateRows;
    private boolean ended;

    /**
     * @param store empty, or restored from what this operator saved; closed with the operator
     * @param nanoTime {@link System#nanoTime}, or a test's clock
     */
    public FiringWindowOperator(
            OperatorSpec.FiringWindowAggregate spec,
            OperatorContext context,
            KeyedStateStore store,
            LongSupplier nanoTime) {
        this.spec = spec;
        this.context = context;
        this.store = store;
        this.nanoTime = nanoTime;
        this.window = spec.window();
        this.windowRows = new WindowRows(spec.timeColumn(), window, context.owner());
        this.memory = new OperatorMemory(context);
        this.stored = groups();
        this.results = new FiredResults(spec, context.inputs().get(0), stored, store);
        for (Map<String, Long> attributes : store.restoredAttributes()) {
            watermark = Math.max(watermark, attributes.getOrDefault(WATERMARK, Long.MIN_VALUE));
        }
        this.schedule = new FiringSchedule(spec.firing(), watermark);
        for (long end : stored.namespaces()) {
            schedule.hold(end);
        }
        for (long end : results.changedWindows()) {
            schedule.change(end, nanoTime.getAsLong());
        }
    }

    private NamespacedGroups groups() {
        List<Field> input = context.inputs().get(0);
        if (spec.retracts()) {
            return new RetractableGroups(spec.groupKeys(), spec.calls(), input, store, context.functions());
        }
        return new StoredGroups(
                new OperatorSpec.Aggregate(AggregatePhase.SINGLE, spec.groupKeys(), spec.calls()), input, store);
    }

    @Override
    public boolean needsInput(int input) {
        return firing == null && changes.isEmpty() && !ended;
    }

    @Override
    public void addInput(int input, Batch batch) {
        if (!spec.retracts()) {
            RowKinds.requireInsertOnly(batch, context.owner());
        }
        if (batch.rowCount() == 0) {
            return;
        }
        for (RowParts.Part part : windowRows.split(batch)) {
            long slice = part.label();
            long last = window.lastEnd(slice);
            boolean between = last <= slice;
            if (!between && schedule.isClosed(last)) {
                lateRows += part.rows().rowCount();
            } else if (!between) {
                addToWindows(part.rows(), window.firstEndAfter(slice), last);
            }
        }
    }

    private void addToWindows(Batch rows, long firstEnd, long lastEnd) {
        for (long end = firstEnd; end <= lastEnd; end += window.stepMicros()) {
            if (!schedule.isClosed(end)) {
                for (int from = 0; from < rows.rowCount(); from += Batch.TARGET_ROWS) {
                    add(rows.slice(from, Math.min(Batch.TARGET_ROWS, rows.rowCount() - from)), end);
                }
                schedule.change(end, nanoTime.getAsLong());
            }
        }
    }

    private void add(Batch rows, long end) {
        results.change(rows, end);
        stored.add(rows, end, memory);
    }

    @Override
    public void watermark(long micros) {
        watermark = Math.max(watermark, micros);
        schedule.advance(micros);
    }

    /** The results of late rows belong to windows that ended up to that long ago. */
    @Override
    public long watermarkDelayMicros() {
        return TimeUnit.MILLISECONDS.toMicros(spec.firing().allowedLatenessMillis());
    }

    @Override
    public long wakeNanos() {
        return schedule.wakeNanos();
    }

    @Override
    public void endInput(int input) {
        ended = true;
        schedule.end();
    }

    @Override
    public Batch output() {
        while (changes.isEmpty()) {
            if (firing == null && !nextFiring()) {
                return null;
            }
            List<Batch> next = firing.next();
            if (next == null) {
                firing = null;
            } else {
                long end = firing.end();
                next.forEach(batch -> changes.add(WindowBounds.append(batch, window, end)));
            }
        }
        return changes.poll();
    }

    /** Windows that are done with go once nothing is left to emit. */
    private boolean nextFiring() {
        schedule.tick(nanoTime.getAsLong());
        Long end = schedule.pollDue();
        if (end == null) {
            schedule.takeClosed().forEach(this::drop);
            return false;
        }
        firing = results.fire(end);
        return true;
    }

    private void drop(long end) {
        stored.drop(end);
        results.drop(end);
    }

    @Override
    public OperatorSnapshot snapshot(long checkpointId) {
        return OperatorSnapshot.of(store, Map.of(WATERMARK, watermark), checkpointId);
    }

    @Override
    public boolean finished() {
        return ended && firing == null && changes.isEmpty() && !schedule.isDue();
    }

    @Override
    public OperatorStatistics statistics() {
        return new OperatorStatistics(memory.peakBytes() + store.retainedBytes(), 0, lateRows);
    }

    @Override
    public void close() {
        changes.clear();
        firing = null;
        store.close();
        memory.close();
    }
}
