package io.blink.runtime.operator.window;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.TimeWindow;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.TableSchema;
import io.blink.core.spi.state.ValueTable;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.runtime.operator.aggregate.stream.ColumnDifference;
import io.blink.runtime.operator.aggregate.stream.ResultChanges;
import java.util.List;
import java.util.stream.IntStream;

/** What readers have of windows that are emitted several times: table {@code emitted} has the results that went out, by the ends of windows. */
final class EmittedResults {
    private static final String EMITTED = "emitted";

    private final boolean emitsUpdateBefore;
    private final TimeWindow window;
    private final KeyedStateStore store;
    private final List<DataType> resultTypes;
    private final TableSchema schema;
    private final int[] entries = new int[Batch.TARGET_ROWS];

    EmittedResults(OperatorSpec.FiringWindowAggregate spec, List<Field> input, KeyedStateStore store) {
        this.emitsUpdateBefore = spec.emitsUpdateBefore();
        this.window = spec.window();
        this.store = store;
        this.resultTypes = spec.calls().stream()
                .map(call -> call.type().withNullable(true))
                .toList();
        List<DataType> keyTypes =
                spec.groupKeys().stream().map(key -> input.get(key).type()).toList();
        this.schema = TableSchema.of(EMITTED, keyTypes, resultTypes);
    }

    /** The ends of windows of which something may have gone out. */
    long[] windows() {
        return store.namespaces(EMITTED);
    }

    /**
     * Makes the changes from what readers have of some groups of a window, at most {@link Batch#TARGET_ROWS}, to what these are now, with the bounds of the window; they count as emitted.
     *
     * @param there whether there is such a group
     */
    List<Batch> replace(Column[] keys, long[] hashes, int count, long end, List<Column> results, boolean[] there) {
        ValueTable emitted = store.valueTable(schema, end);
        emitted.find(keys, hashes, count, entries);
        List<Column> before = List.of(emitted.values(entries, count));
        List<Batch> changes = difference(keys, before, results, there, count);
        if (!changes.isEmpty()) {
            write(emitted, keys, hashes, results, there, count);
        }
        return changes.stream()
                .map(batch -> WindowBounds.append(batch, window, end))
                .toList();
    }

    private List<Batch> difference(Column[] keys, List<Column> before, List<Column> after, boolean[] there, int count) {
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

    private static void write(
            ValueTable emitted, Column[] keys, long[] hashes, List<Column> results, boolean[] there, int count) {
        int[] present = IntStream.range(0, count).filter(i -> there[i]).toArray();
        if (present.length == count) {
            emitted.put(keys, hashes, count, results.toArray(Column[]::new));
            return;
        }
        int[] gone = IntStream.range(0, count).filter(i -> !there[i]).toArray();
        emitted.remove(taken(List.of(keys), gone), hashesOf(hashes, gone), gone.length);
        emitted.put(taken(List.of(keys), present), hashesOf(hashes, present), present.length, taken(results, present));
    }

    private static Column[] taken(List<Column> columns, int[] positions) {
        return columns.stream()
                .map(column -> column.take(positions, 0, positions.length))
                .toArray(Column[]::new);
    }

    private static long[] hashesOf(long[] hashes, int[] positions) {
        return IntStream.of(positions).mapToLong(i -> hashes[i]).toArray();
    }

    void drop(long end) {
        store.drop(EMITTED, end);
    }
}
