package io.blink.runtime.operator.window;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.hash.ColumnHash;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.TableCursor;
import io.blink.core.spi.state.TableSchema;
import io.blink.core.spi.state.ValueTable;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.runtime.operator.aggregate.NamespacedGroups;
import io.blink.runtime.operator.aggregate.stream.ColumnDifference;
import io.blink.runtime.operator.aggregate.stream.ResultChanges;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What readers have of windows that are emitted several times. Table {@code changed} has the keys of groups that got rows since the window was last emitted, table {@code emitted} the results that went
 * out; their namespaces are the windows' ends.
 */
final class FiredResults {
    private static final String CHANGED = "changed";
    private static final String EMITTED = "emitted";

    private final boolean emitsUpdateBefore;
    private final NamespacedGroups groups;
    private final KeyedStateStore store;
    private final int[] keyColumns;
    private final int[] keyPositions;
    private final List<DataType> resultTypes;
    private final TableSchema changedSchema;
    private final TableSchema emittedSchema;
    private final int[] entries = new int[Batch.TARGET_ROWS];
    private final boolean[] fresh = new boolean[Batch.TARGET_ROWS];
    private final boolean[] there = new boolean[Batch.TARGET_ROWS];
    private final long[] hashes = new long[Batch.TARGET_ROWS];

    /** @param groups whose namespaces are the windows' ends */
    FiredResults(
            OperatorSpec.FiringWindowAggregate spec,
            List<Field> input,
            NamespacedGroups groups,
            KeyedStateStore store) {
        this.emitsUpdateBefore = spec.emitsUpdateBefore();
        this.groups = groups;
        this.store = store;
        keyColumns = spec.groupKeys().stream().mapToInt(Integer::intValue).toArray();
        keyPositions = IntStream.range(0, keyColumns.length).toArray();
        List<DataType> keyTypes =
                spec.groupKeys().stream().map(key -> input.get(key).type()).toList();
        resultTypes = spec.calls().stream()
                .map(call -> call.type().withNullable(true))
                .toList();
        changedSchema = TableSchema.of(CHANGED, keyTypes, List.of());
        emittedSchema = TableSchema.of(EMITTED, keyTypes, resultTypes);
    }

    /** The windows with changes that have not been emitted. */
    long[] changedWindows() {
        return store.namespaces(CHANGED);
    }

    /** Notes the groups of at most {@link Batch#TARGET_ROWS} rows. */
    void change(Batch rows, long end) {
        Column[] keys = new Column[keyColumns.length];
        for (int k = 0; k < keys.length; k++) {
            keys[k] = rows.column(keyColumns[k]);
        }
        ColumnHash.ofKeys(rows, keyColumns, hashes);
        store.valueTable(changedSchema, end).claim(keys, hashes, rows.rowCount(), entries, fresh);
    }

    /** What has changed in a window, which must get no rows meanwhile: group keys and results. Behind the last batch the changes count as emitted. */
    Firing fire(long end) {
        return new Firing(end);
    }

    /** Forgets a window. */
    void drop(long end) {
        store.drop(CHANGED, end);
        store.drop(EMITTED, end);
    }

    /** One emission of one window. */
    final class Firing {
        private final long end;
        private final TableCursor changed;

        private Firing(long end) {
            this.end = end;
            this.changed = store.valueTable(changedSchema, end).scan();
        }

        long end() {
            return end;
        }

        /** The changes of the next groups, of which there may be none; {@code null} when it is through. */
        List<Batch> next() {
            Batch keys = changed.next();
            if (keys == null) {
                store.drop(CHANGED, end);
                return null;
            }
            return changes(keys);
        }

        private List<Batch> changes(Batch batch) {
            int count = batch.rowCount();
            Column[] keys = batch.columns().toArray(Column[]::new);
            ColumnHash.ofKeys(batch, keyPositions, hashes);
            List<Column> after = groups.resultsOf(keys, hashes, count, end, there);
            ValueTable emitted = store.valueTable(emittedSchema, end);
            emitted.find(keys, hashes, count, entries);
            List<Column> before = List.of(emitted.values(entries, count));
            List<Batch> changes = difference(keys, before, after, count);
            if (!changes.isEmpty()) {
                write(emitted, keys, after, count);
            }
            return changes;
        }

        private void write(ValueTable emitted, Column[] keys, List<Column> results, int count) {
            int[] present = IntStream.range(0, count).filter(i -> there[i]).toArray();
            if (present.length == count) {
                emitted.put(keys, hashes, count, results.toArray(Column[]::new));
                return;
            }
            int[] gone = IntStream.range(0, count).filter(i -> !there[i]).toArray();
            emitted.remove(taken(List.of(keys), gone), hashesOf(gone), gone.length);
            emitted.put(taken(List.of(keys), present), hashesOf(present), present.length, taken(results, present));
        }

        private Column[] taken(List<Column> columns, int[] positions) {
            return columns.stream()
                    .map(column -> column.take(positions, 0, positions.length))
                    .toArray(Column[]::new);
        }

        private long[] hashesOf(int[] positions) {
            return IntStream.of(positions).mapToLong(i -> hashes[i]).toArray();
        }

        private List<Batch> difference(Column[] keys, List<Column> before, List<Column> after, int count) {
            boolean[] different = new boolean[count];
            for (int i = 0; i < after.size(); i++) {
                ColumnDifference.mark(resultTypes.get(i), before.get(i), after.get(i), count, different);
            }
            ResultChanges changes = new ResultChanges(count, emitsUpdateBefore);
            for (int i = 0; i < count; i++) {
                if (entries[i] == ValueTable.NONE) {
                    if (there[i]) {
                        changes.inserted(i);
                    }
                } else if (!there[i]) {
                    changes.deleted(i);
                } else if (different[i]) {
                    changes.updated(i);
                }
            }
            return changes.batches(keys, before, after);
        }
    }
}
