package io.blink.runtime.operator.join.stream;

import io.blink.core.column.Batch;
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
import java.util.List;
import java.util.Map;

/** Joins two streams whose rows may change, all join types but NULL_AWARE_ANTI. All that it holds across batches lies in the state tables of its two sides. */
public final class StreamJoinOperator implements Operator {
    private static final int INPUTS = 2;

    private final OperatorSpec.StreamJoin spec;
    private final OperatorContext context;
    private final KeyedStateStore store;
    private final StreamJoinLayout layout;
    private final SideRows[] rows = new SideRows[INPUTS];
    private final JoinOutput output;
    private final PairBlock block = new PairBlock(Batch.TARGET_ROWS);
    private final OperatorMemory memory;
    private final boolean[] ended = new boolean[INPUTS];
    private BatchJoin current;

    /** @param store empty, or restored from what this operator saved; closed with the operator */
    public StreamJoinOperator(OperatorSpec.StreamJoin spec, OperatorContext context, KeyedStateStore store) {
        if (spec.type() == JoinType.NULL_AWARE_ANTI) {
            throw new IllegalArgumentException("no " + spec.type() + " join of streams");
        }
        this.spec = spec;
        this.context = context;
        this.store = store;
        layout = StreamJoinLayout.of(spec, context);
        for (int side = 0; side < INPUTS; side++) {
            rows[side] = SideRows.of(layout.side(side), store, 0);
        }
        output = new JoinOutput(layout.side(0).types(), layout.side(1).types(), spec.type());
        memory = new OperatorMemory(context);
    }

    @Override
    public boolean needsInput(int input) {
        return current == null && output.isEmpty() && !ended[input];
    }

    @Override
    public void addInput(int input, Batch batch) {
        if ((input == 0 ? spec.left() : spec.right()).insertOnly()) {
            RowKinds.requireInsertOnly(batch, context.owner());
        }
        if (batch.rowCount() > 0) {
            current = new BatchJoin(layout, input, rows[input], List.of(rows[1 - input]), output, block, batch);
        }
    }

    @Override
    public void endInput(int input) {
        ended[input] = true;
    }

    @Override
    public Batch output() {
        while (output.isEmpty() && current != null) {
            if (current.step()) {
                memory.require(current.retainedBytes());
            } else {
                current = null;
                memory.set(0);
            }
        }
        return output.poll();
    }

    @Override
    public OperatorSnapshot snapshot(long checkpointId) {
        StateSnapshot snapshot = store.snapshot(Map.of());
        return () -> {
            StateSnapshot.SavedState saved = snapshot.write(checkpointId);
            return new OperatorSnapshot.Content(
                    saved.handle(), List.of(), List.of(), saved.stateBytes(), saved.writtenBytes());
        };
    }

    @Override
    public boolean finished() {
        return ended[0] && ended[1] && current == null && output.isEmpty();
    }

    @Override
    public OperatorStatistics statistics() {
        return new OperatorStatistics(memory.peakBytes() + store.retainedBytes(), 0, 0);
    }

    @Override
    public void close() {
        current = null;
        output.clear();
        store.close();
        memory.close();
    }
}
