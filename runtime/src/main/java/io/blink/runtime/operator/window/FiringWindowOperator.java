package io.blink.runtime.operator.window;

import io.blink.core.column.Batch;
import io.blink.core.plan.AggregateCall;
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
 * Aggregation in windows that are emitted early, at their end and for late rows ({@link OperatorSpec.FiringWindowAggregate}). All is in state tables. Windows that have parts in common share them
 * ({@link SlicedFiredWindows}) if their results come of those of parts.
 */
public final class FiringWindowOperator implements Operator {
    private static final String WATERMARK = "watermarkMicros";
    /** Whether windows were emitted before they ended. */
    private static final String EARLY = "early";

    private final OperatorContext context;
    private final OperatorSpec.FiringWindowAggregate spec;
    private final TimeWindow window;
    private final WindowRows windowRows;
    private final OperatorMemory memory;
    private final KeyedStateStore store;
    private final FiringSchedule schedule;
    private final FiredWindows windows;
    private final LongSupplier nanoTime;
    private final Deque<Batch> changes = new ArrayDeque<>();
    private FiredWindows.Emission firing;
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
        long notedMicros = Long.MAX_VALUE;
        for (Map<String, Long> attributes : store.restoredAttributes()) {
            long micros = attributes.getOrDefault(WATERMARK, Long.MIN_VALUE);
            watermark = Math.max(watermark, micros);
            boolean early = attributes.getOrDefault(EARLY, 0L) > 0;
            notedMicros = Math.min(notedMicros, early ? Long.MAX_VALUE : micros);
        }
        this.schedule = new FiringSchedule(spec.firing(), watermark);
        this.windows = windows(notedMicros);
    }

    private FiredWindows windows(long notedMicros) {
        List<Field> input = context.inputs().get(0);
        ChangedKeys changed = new ChangedKeys(spec.groupKeys(), input, store);
        EmittedResults emitted = new EmittedResults(spec, input, store);
        long now = nanoTime.getAsLong();
        boolean additive = spec.retracts()
                ? RetractableGroups.isAdditive(spec.calls())
                : spec.calls().stream().noneMatch(AggregateCall::distinct);
        return window.isShared() && additive
                ? new SlicedFiredWindows(spec, input, groups(), changed, emitted, schedule, memory, notedMicros, now)
                : new WholeFiredWindows(window, groups(), changed, emitted, schedule, memory, now);
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
        return firing == null && changes.isEmpty() && !schedule.isDue() && !ended;
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
                add(part.rows(), slice);
            }
        }
    }

    private void add(Batch rows, long slice) {
        for (int from = 0; from < rows.rowCount(); from += Batch.TARGET_ROWS) {
            windows.add(rows.slice(from, Math.min(Batch.TARGET_ROWS, rows.rowCount() - from)), slice);
        }
        long now = nanoTime.getAsLong();
        long last = window.lastEnd(slice);
        for (long end = window.firstEndAfter(slice); end <= last; end = window.firstEndAfter(end)) {
            if (!schedule.isClosed(end)) {
                schedule.change(end, now);
            }
        }
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
                changes.addAll(next);
            }
        }
        return changes.poll();
    }

    /** Windows that are done with go once nothing is left to emit. */
    private boolean nextFiring() {
        schedule.tick(nanoTime.getAsLong());
        if (!schedule.isDue()) {
            windows.settle();
            return false;
        }
        firing = windows.fireNext();
        return true;
    }

    @Override
    public OperatorSnapshot snapshot(long checkpointId) {
        return OperatorSnapshot.of(
                store, Map.of(WATERMARK, watermark, EARLY, spec.firing().isEarly() ? 1L : 0L), checkpointId);
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
