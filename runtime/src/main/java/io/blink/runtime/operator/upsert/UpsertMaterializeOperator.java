package io.blink.runtime.operator.upsert;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnText;
import io.blink.core.error.BlinkException;
import io.blink.core.hash.ColumnHash;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.SinkConflict;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.TableCursor;
import io.blink.core.spi.state.TableSchema;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.runtime.RuntimeErrorCode;
import io.blink.runtime.operator.Operator;
import io.blink.runtime.operator.OperatorContext;
import io.blink.runtime.operator.OperatorSnapshot;
import io.blink.runtime.operator.OperatorStatistics;
import io.blink.runtime.operator.hashtable.GroupTable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;

/**
 * One row for each primary key, of those that claim its place ({@link ClaimedPlaces}), as a changelog against what went out, which table {@code emitted} has. For DEDUPLICATE each batch is followed;
 * else table {@code changed} gathers the keys that had rows, and a watermark, or the end of the input, settles them: by then nothing is there any more only since what takes it back is still on its way.
 */
public final class UpsertMaterializeOperator implements Operator {
    private static final String SEQUENCE = "nextSequence";
    private static final String CHANGED = "changed";

    private final OperatorSpec.UpsertMaterialize spec;
    private final OperatorContext context;
    private final KeyedStateStore store;
    private final List<DataType> keyTypes;
    private final int[] keyColumns;
    private final ClaimedPlaces places;
    private final KeyedContents emitted;
    private final TableSchema changedSchema;
    private final long[] hashes = new long[Batch.TARGET_ROWS];
    private final int[] entries = new int[Batch.TARGET_ROWS];
    private final boolean[] fresh = new boolean[Batch.TARGET_ROWS];
    private final Deque<Batch> pending = new ArrayDeque<>();
    /** Keys that are being settled; {@code null}: none. */
    private TableCursor settling;

    private boolean ended;

    /** @param store empty, or restored from what this operator saved; closed with the operator */
    public UpsertMaterializeOperator(
            OperatorSpec.UpsertMaterialize spec, OperatorContext context, KeyedStateStore store) {
        this.spec = spec;
        this.context = context;
        this.store = store;
        List<DataType> types = context.inputs().get(0).stream().map(Field::type).toList();
        keyTypes = spec.primaryKey().stream().map(types::get).toList();
        keyColumns = spec.primaryKey().stream().mapToInt(Integer::intValue).toArray();
        long nextSequence = 0;
        for (Map<String, Long> attributes : store.restoredAttributes()) {
            nextSequence = Math.max(nextSequence, attributes.getOrDefault(SEQUENCE, 0L));
        }
        places = new ClaimedPlaces(spec, types, store, nextSequence);
        emitted = new KeyedContents(
                "emitted", spec.primaryKey(), types, spec.emitsUpdateBefore(), spec.stateTtlMillis(), store);
        changedSchema = TableSchema.of(CHANGED, keyTypes, List.of());
    }

    @Override
    public boolean needsInput(int input) {
        return pending.isEmpty() && settling == null && !ended;
    }

    @Override
    public void addInput(int input, Batch batch) {
        for (int from = 0; from < batch.rowCount(); from += Batch.TARGET_ROWS) {
            Batch rows = batch.slice(from, Math.min(Batch.TARGET_ROWS, batch.rowCount() - from));
            places.apply(rows);
            if (spec.conflict() == SinkConflict.DEDUPLICATE) {
                GroupTable keys = GroupTable.ofGroups(keyTypes);
                int[] keyOfRow = new int[rows.rowCount()];
                keys.insert(keys(rows), rows.rowCount(), keyOfRow);
                settle(distinct(keys).toArray(Column[]::new), keys.groupCount());
            } else {
                ColumnHash.ofKeys(rows, keyColumns, hashes);
                store.valueTable(changedSchema, 0).claim(keys(rows), hashes, rows.rowCount(), entries, fresh);
            }
        }
    }

    private Column[] keys(Batch rows) {
        return spec.primaryKey().stream().map(rows::column).toArray(Column[]::new);
    }

    private static List<Column> distinct(GroupTable keys) {
        int[] all = new int[keys.groupCount()];
        for (int i = 0; i < all.length; i++) {
            all[i] = i;
        }
        return keys.gatherKeys(all, 0, all.length);
    }

    private void settle(Column[] keys, int count) {
        ClaimedPlaces.Standing standing = places.standing(keys, count);
        if (spec.conflict() == SinkConflict.ERROR) {
            for (int i = 0; i < count; i++) {
                if (standing.several()[i]) {
                    throw conflict(keys, i);
                }
            }
        }
        Batch changed = emitted.change(standing.rows());
        if (changed != null) {
            pending.add(changed);
        }
    }

    private BlinkException conflict(Column[] keys, int row) {
        List<String> names = new ArrayList<>();
        List<String> values = new ArrayList<>();
        for (int k = 0; k < keys.length; k++) {
            names.add(context.inputs().get(0).get(keyColumns[k]).name());
            Column flat = keys[k].flat();
            values.add(flat.isNull(row) ? "NULL" : new ColumnText(keyTypes.get(k), context.timeZone()).text(flat, row));
        }
        return new BlinkException(
                RuntimeErrorCode.PRIMARY_KEY_CONFLICT,
                context.owner() + ": several rows of the query have the primary key (" + String.join(", ", names)
                        + ") = (" + String.join(", ", values) + ") of " + spec.table()
                        + ". Make them one in the query, or say which of them stands by ON CONFLICT DO NOTHING (the first) or ON CONFLICT DO DEDUPLICATE (the last).");
    }

    @Override
    public void watermark(long micros) {
        startSettling();
    }

    private void startSettling() {
        if (spec.conflict() != SinkConflict.DEDUPLICATE) {
            settling = store.valueTable(changedSchema, 0).scan();
        }
    }

    @Override
    public void endInput(int input) {
        ended = true;
        startSettling();
    }

    @Override
    public Batch output() {
        while (pending.isEmpty() && settling != null) {
            Batch keys = settling.next();
            if (keys == null) {
                settling = null;
                store.drop(CHANGED, 0);
            } else {
                settle(keys.columns().toArray(Column[]::new), keys.rowCount());
            }
        }
        return pending.poll();
    }

    @Override
    public boolean finished() {
        return ended && settling == null && pending.isEmpty();
    }

    @Override
    public OperatorSnapshot snapshot(long checkpointId) {
        return OperatorSnapshot.of(store, Map.of(SEQUENCE, places.nextSequence()), checkpointId);
    }

    @Override
    public OperatorStatistics statistics() {
        return new OperatorStatistics(store.retainedBytes(), 0, 0);
    }

    @Override
    public void close() {
        pending.clear();
        settling = null;
        store.close();
    }
}
