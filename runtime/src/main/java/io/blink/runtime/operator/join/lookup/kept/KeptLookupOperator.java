package io.blink.runtime.operator.join.lookup.kept;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.OperatorSnapshot;
import io.blink.runtime.operator.OperatorStatistics;
import io.blink.runtime.operator.RowKinds;
import io.blink.runtime.operator.Wait;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * Has a lookup answer the rows that come, one batch after the other, and takes what it found from state for those that go. Between batches nothing is under way in the lookup, so that it adds nothing
 * to a checkpoint.
 */
public final class KeptLookupOperator implements Operator {
    private static final String NUMBER = "next-number";

    private final OperatorSpec.KeptLookup spec;
    private final KeyedStateStore store;
    private final Operator lookup;
    private final List<DataType> keyTypes;
    private final FoundRows found;
    private final Deque<FoundRows.Taking> going = new ArrayDeque<>();
    /** To be looked up when what goes has gone; {@code null}: none. */
    private Batch coming;

    private boolean lookingUp;
    private boolean ended;

    /**
     * @param store empty, or restored from what this operator saved; closed with the operator
     * @param lookup of rows of the same input, which carries a column more than the input has along; closed with the operator
     */
    public KeptLookupOperator(
            OperatorSpec.KeptLookup spec, OperatorContext context, KeyedStateStore store, Operator lookup) {
        this.spec = spec;
        this.store = store;
        this.lookup = lookup;
        List<Field> input = context.inputs().get(0);
        keyTypes = spec.rowKey().stream().map(key -> input.get(key).type()).toList();
        long nextNumber = 0;
        for (Map<String, Long> attributes : store.restoredAttributes()) {
            nextNumber = Math.max(nextNumber, attributes.getOrDefault(NUMBER, 0L));
        }
        found = new FoundRows(spec, input, store, nextNumber);
    }

    @Override
    public boolean needsInput(int input) {
        return going.isEmpty() && coming == null && !lookingUp && !ended;
    }

    @Override
    public void addInput(int input, Batch batch) {
        Column[] keys = spec.rowKey().stream().map(batch::column).toArray(Column[]::new);
        NetChanges changes = NetChanges.of(batch, keys, keyTypes);
        for (int[] rows : changes.going()) {
            going.add(found.new Taking(batch.take(rows, 0, rows.length)));
        }
        int count = changes.coming().length;
        if (count > 0) {
            List<Column> columns =
                    new ArrayList<>(batch.take(changes.coming(), 0, count).columns());
            columns.add(found.arrivals(count));
            coming = new Batch(count, columns);
        }
    }

    @Override
    public void endInput(int input) {
        ended = true;
    }

    @Override
    public Batch output() {
        while (!going.isEmpty()) {
            Batch gone = going.peek().next();
            if (gone != null) {
                return deleted(gone);
            }
            going.remove();
        }
        if (coming != null) {
            lookup.addInput(0, coming);
            coming = null;
            lookingUp = true;
        }
        if (!lookingUp) {
            return null;
        }
        Batch joined = lookup.output();
        if (joined != null) {
            return found.keep(joined);
        }
        lookingUp = !lookup.waitsFor().isNone();
        return null;
    }

    private static Batch deleted(Batch rows) {
        byte[] kinds = new byte[rows.rowCount()];
        Arrays.fill(kinds, RowKinds.DELETE);
        return new Batch(rows.rowCount(), rows.columns(), kinds);
    }

    @Override
    public Wait waitsFor() {
        return lookingUp ? lookup.waitsFor().orOthersTurn() : Wait.NONE;
    }

    @Override
    public boolean finished() {
        return ended && going.isEmpty() && coming == null && !lookingUp;
    }

    @Override
    public OperatorSnapshot snapshot(long checkpointId) {
        return OperatorSnapshot.of(store, Map.of(NUMBER, found.nextNumber()), checkpointId);
    }

    @Override
    public OperatorStatistics statistics() {
        return new OperatorStatistics(lookup.statistics().memoryBytesPeak() + store.retainedBytes(), 0, 0);
    }

    @Override
    public void close() {
        going.clear();
        coming = null;
        try {
            lookup.close();
        } finally {
            store.close();
        }
    }
}
