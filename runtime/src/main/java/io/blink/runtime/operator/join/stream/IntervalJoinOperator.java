package io.blink.runtime.operator.join.stream;

import io.blink.core.column.Batch;
import io.blink.core.column.LongColumn;
import io.blink.core.plan.JoinType;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.StateSnapshot;
import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.OperatorMemory;
import io.blink.runtime.operator.OperatorSnapshot;
import io.blink.runtime.operator.OperatorStatistics;
import io.blink.runtime.operator.RowKinds;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * Joins rows whose event times lie within an interval of each other. Rows wait in {@link TimeBuckets}; a late one still meets what is there. The times of what goes out may lie behind the watermark of the inputs
 * by the length of the interval, so the watermark that follows does too.
 */
public final class IntervalJoinOperator implements Operator {
    private static final int INPUTS = 2;
    private static final int BUCKETS_OF_SPAN = 2;
    private static final int BUCKETS_MAX = 16;
    private static final long BUCKET_MICROS_MIN = 1000;
    private static final String WATERMARK = "watermarkMicros";

    private final OperatorSpec.IntervalJoin spec;
    private final OperatorContext context;
    private final KeyedStateStore store;
    private final StreamJoinLayout layout;
    private final long bucketMicros;
    private final TimeBuckets[] buckets = new TimeBuckets[INPUTS];
    private final TimedRows[] timed = new TimedRows[INPUTS];
    private final AloneRows[] alone = new AloneRows[INPUTS];
    private final JoinOutput output;
    private final PairBlock block = new PairBlock(Batch.TARGET_ROWS);
    private final OperatorMemory memory;
    private final boolean[] ended = new boolean[INPUTS];
    private final Deque<TimedRows.Part> parts = new ArrayDeque<>();
    private long watermark = Long.MIN_VALUE;
    private BatchJoin current;

    /** @param store empty, or restored from what this operator saved; closed with the operator */
    public IntervalJoinOperator(OperatorSpec.IntervalJoin spec, OperatorContext context, KeyedStateStore store) {
        this.spec = spec;
        this.context = context;
        this.store = store;
        layout = StreamJoinLayout.of(spec, context);
        output = new JoinOutput(layout.side(0).types(), layout.side(1).types(), spec.type());
        bucketMicros = bucketMicros(spec);
        long[] kept = {-spec.lowerMicros(), spec.upperMicros()};
        int[] timeColumns = {spec.leftTime(), spec.rightTime()};
        for (int side = 0; side < INPUTS; side++) {
            buckets[side] = new TimeBuckets(layout.side(side), store, bucketMicros, kept[side]);
            timed[side] = new TimedRows(timeColumns[side], bucketMicros, context.owner());
            alone[side] = new AloneRows(output, side, false);
        }
        for (Map<String, Long> attributes : store.restoredAttributes()) {
            watermark = Math.max(watermark, attributes.getOrDefault(WATERMARK, Long.MIN_VALUE));
        }
        memory = new OperatorMemory(context);
    }

    /** A row looks into few buckets, and those of one side are few. */
    private static long bucketMicros(OperatorSpec.IntervalJoin spec) {
        long span = (spec.upperMicros() - spec.lowerMicros()) / BUCKETS_OF_SPAN;
        return Math.max(BUCKET_MICROS_MIN, Math.max(span, reach(spec) / BUCKETS_MAX));
    }

    /** How far apart two rows that match may be. */
    private static long reach(OperatorSpec.IntervalJoin spec) {
        return Math.max(0, Math.max(-spec.lowerMicros(), spec.upperMicros()));
    }

    private boolean emitsUnmatched(int side) {
        return layout.side(side).tracksMatches() && spec.type() != JoinType.SEMI;
    }

    @Override
    public long watermarkDelayMicros() {
        return reach(spec) + (emitsUnmatched(0) || emitsUnmatched(1) ? bucketMicros : 0);
    }

    @Override
    public boolean needsInput(int input) {
        return isIdle() && !ended[input];
    }

    private boolean isIdle() {
        return current == null && parts.isEmpty() && output.isEmpty() && !isExpiring();
    }

    private boolean isExpiring() {
        return buckets[0].isExpiring() || buckets[1].isExpiring();
    }

    @Override
    public void addInput(int input, Batch batch) {
        RowKinds.requireInsertOnly(batch, context.owner());
        Batch rows = matchable(input, batch);
        if (rows.rowCount() > 0) {
            parts.addAll(timed[input].split(input, rows));
        }
    }

    /** Without the rows that match nothing, since their time or a key is NULL. */
    private Batch matchable(int side, Batch batch) {
        boolean[] unequal = layout.side(side).unequal(layout.side(side).keysOf(batch), batch.rowCount());
        LongColumn times = timed[side].times(batch);
        boolean[] noTime = times.nulls();
        if (unequal == null && noTime == null) {
            return batch;
        }
        int[] chosen = new int[batch.rowCount()];
        int count = 0;
        for (int i = 0; i < chosen.length; i++) {
            if (unequal != null && unequal[i] || noTime != null && noTime[i]) {
                alone[side].add(i, RowKinds.INSERT, emitsUnmatched(side) ? 1 : 0);
            } else {
                chosen[count++] = i;
            }
        }
        alone[side].emit(batch);
        return batch.take(chosen, 0, count);
    }

    @Override
    public void watermark(long micros) {
        watermark = Math.max(watermark, micros);
        buckets[0].advance(watermark);
        buckets[1].advance(watermark);
    }

    @Override
    public void endInput(int input) {
        ended[input] = true;
    }

    @Override
    public Batch output() {
        while (output.isEmpty() && step()) {
            memory.require(current == null ? 0 : current.retainedBytes());
        }
        return output.poll();
    }

    private boolean step() {
        if (current != null) {
            current = current.step() ? current : null;
        } else if (!parts.isEmpty()) {
            current = join(parts.remove());
        } else if (isExpiring()) {
            int side = buckets[0].isExpiring() ? 0 : 1;
            buckets[side].expire(emitsUnmatched(side) ? alone[side] : null);
        } else if (ended[0] && ended[1] && watermark != Long.MAX_VALUE) {
            watermark(Long.MAX_VALUE);
        } else {
            return false;
        }
        return true;
    }

    private BatchJoin join(TimedRows.Part part) {
        int side = part.side();
        long least = side == 0 ? part.least() - spec.upperMicros() : part.least() + spec.lowerMicros();
        long greatest = side == 0 ? part.greatest() - spec.lowerMicros() : part.greatest() + spec.upperMicros();
        RowTaker own = buckets[side].isPassed(part.bucket(), watermark)
                ? new PassedRows(layout.side(side), emitsUnmatched(side), alone[side])
                : buckets[side].at(part.bucket());
        List<SideRows> others = buckets[1 - side].between(least, greatest);
        return new BatchJoin(layout, side, own, others, output, block, part.rows());
    }

    @Override
    public OperatorSnapshot snapshot(long checkpointId) {
        StateSnapshot snapshot = store.snapshot(Map.of(WATERMARK, watermark));
        return () -> {
            StateSnapshot.SavedState saved = snapshot.write(checkpointId);
            return new OperatorSnapshot.Content(
                    saved.handle(), List.of(), List.of(), saved.stateBytes(), saved.writtenBytes());
        };
    }

    @Override
    public boolean finished() {
        return ended[0] && ended[1] && isIdle() && watermark == Long.MAX_VALUE;
    }

    @Override
    public OperatorStatistics statistics() {
        return new OperatorStatistics(memory.peakBytes() + store.retainedBytes(), 0, 0);
    }

    @Override
    public void close() {
        current = null;
        parts.clear();
        output.clear();
        store.close();
        memory.close();
    }
}
