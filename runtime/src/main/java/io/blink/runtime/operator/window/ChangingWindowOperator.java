package io.blink.runtime.operator.window;

import io.blink.core.column.Batch;
import io.blink.core.plan.AggregatePhase;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.TimeWindow;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.type.Field;
import io.blink.runtime.function.FunctionSite;
import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.OperatorMemory;
import io.blink.runtime.operator.OperatorSnapshot;
import io.blink.runtime.operator.OperatorStatistics;
import io.blink.runtime.operator.aggregate.GroupAggregation;
import io.blink.runtime.operator.aggregate.stream.RetractableGroups;
import java.util.List;
import java.util.Map;

/**
 * Aggregation, in windows of event time but sessions, of rows that are taken back or change ({@link OperatorSpec.WindowAggregate} with {@code retracts}). A row is taken back from the window of its own
 * time. All groups are in state tables; a window is emitted when the watermark reaches its end, or the input ends, with the groups that have rows then. Rows, also those to be taken back, all of whose
 * windows have been emitted are dropped and counted.
 */
public final class ChangingWindowOperator implements Operator {
    private static final String WATERMARK = "watermarkMicros";

    private final TimeWindow window;
    private final WindowRows windowRows;
    private final OperatorMemory memory;
    private final KeyedStateStore store;
    private final ChangingWindows windows;
    private long watermark = Long.MIN_VALUE;
    private long lateRows;
    private boolean ended;
    private boolean through = true;
    private ChangingWindows.Emission emission;

    /** @param store empty, or restored from what this operator saved; closed with the operator */
    public ChangingWindowOperator(OperatorSpec.WindowAggregate spec, OperatorContext context, KeyedStateStore store) {
        this.window = spec.window();
        this.windowRows = new WindowRows(spec.timeColumn(), window, context.owner());
        this.memory = new OperatorMemory(context);
        this.store = store;
        for (Map<String, Long> attributes : store.restoredAttributes()) {
            watermark = Math.max(watermark, attributes.getOrDefault(WATERMARK, Long.MIN_VALUE));
        }
        this.windows = windows(spec, context);
    }

    private ChangingWindows windows(OperatorSpec.WindowAggregate spec, OperatorContext context) {
        List<Field> input = context.inputs().get(0);
        RetractableGroups groups =
                new RetractableGroups(spec.groupKeys(), spec.calls(), input, store, context.functions());
        if (!window.isShared() || !RetractableGroups.isAdditive(spec.calls())) {
            return new WholeWindows(window, groups);
        }
        OperatorSpec.Aggregate merged =
                new OperatorSpec.Aggregate(AggregatePhase.SINGLE, spec.groupKeys(), spec.calls());
        return new SlicedWindows(
                window, groups, () -> new GroupAggregation(merged, input, FunctionSite.NONE), memory, watermark);
    }

    @Override
    public boolean needsInput(int input) {
        return emission == null && through && !ended;
    }

    @Override
    public void addInput(int input, Batch batch) {
        if (batch.rowCount() == 0) {
            return;
        }
        for (RowParts.Part part : windowRows.split(batch)) {
            long last = window.lastEnd(part.label());
            boolean between = last <= part.label();
            if (!between && watermark != Long.MIN_VALUE && last <= watermark) {
                lateRows += part.rows().rowCount();
            } else if (!between) {
                windows.add(part.label(), part.rows(), watermark);
            }
        }
    }

    @Override
    public void watermark(long micros) {
        watermark = Math.max(watermark, micros);
        through = false;
    }

    @Override
    public void endInput(int input) {
        ended = true;
        through = false;
    }

    @Override
    public Batch output() {
        while (!through) {
            if (emission == null) {
                emission = windows.fireNext(ended ? Long.MAX_VALUE : watermark);
                through = emission == null;
            } else {
                Batch batch = WindowBounds.append(emission.groups().next(), window, emission.end());
                if (batch != null) {
                    return batch;
                }
                emission = null;
            }
        }
        return null;
    }

    @Override
    public OperatorSnapshot snapshot(long checkpointId) {
        return OperatorSnapshot.of(store, Map.of(WATERMARK, watermark), checkpointId);
    }

    @Override
    public boolean finished() {
        return ended && through;
    }

    @Override
    public OperatorStatistics statistics() {
        return new OperatorStatistics(memory.peakBytes() + store.retainedBytes(), 0, lateRows);
    }

    @Override
    public void close() {
        emission = null;
        store.close();
        memory.close();
    }
}
