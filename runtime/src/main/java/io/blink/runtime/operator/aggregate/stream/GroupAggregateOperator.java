package io.blink.runtime.operator.aggregate.stream;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnBuilder;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.StateSnapshot;
import io.blink.core.type.Field;
import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.OperatorSnapshot;
import io.blink.runtime.operator.OperatorStatistics;
import io.blink.runtime.operator.RowKinds;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/** Aggregates of an endless input, phases FINAL and SINGLE ({@link OperatorSpec.GroupAggregate}). Each batch is taken through state as a whole, so that a group changes once however many of its rows came. */
public final class GroupAggregateOperator implements Operator {
    private static final long NAMESPACE = 0;

    private final OperatorSpec.GroupAggregate spec;
    private final OperatorContext context;
    private final KeyedStateStore store;
    private final ChangingGroups groups;
    private final Deque<Batch> changes = new ArrayDeque<>();
    private boolean ended;

    /** @param store empty, or restored from what this operator saved; closed with the operator */
    public GroupAggregateOperator(OperatorSpec.GroupAggregate spec, OperatorContext context, KeyedStateStore store) {
        this.spec = spec;
        this.context = context;
        this.store = store;
        this.groups = new ChangingGroups(
                spec, spec.groupKeys().isEmpty(), context.inputs().get(0), store, context.functions());
        groups.open(NAMESPACE);
    }

    @Override
    public boolean needsInput(int input) {
        return changes.isEmpty() && !ended;
    }

    @Override
    public void addInput(int input, Batch batch) {
        if (!spec.retracts()) {
            RowKinds.requireInsertOnly(batch, context.owner());
        }
        if (batch.rowCount() > 0) {
            changes.addAll(groups.take(batch));
        }
    }

    @Override
    public void endInput(int input) {
        ended = true;
        changes.addAll(groups.takeEnd(noRows()));
    }

    private Batch noRows() {
        List<Column> columns = new ArrayList<>();
        for (Field field : context.inputs().get(0)) {
            columns.add(ColumnBuilder.of(field.type(), 0).build());
        }
        return new Batch(0, columns);
    }

    @Override
    public Batch output() {
        return changes.poll();
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
        return ended && changes.isEmpty();
    }

    @Override
    public OperatorStatistics statistics() {
        return new OperatorStatistics(store.retainedBytes(), 0, 0);
    }

    @Override
    public void close() {
        changes.clear();
        store.close();
    }
}
