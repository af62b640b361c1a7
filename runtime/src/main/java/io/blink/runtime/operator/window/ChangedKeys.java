package io.blink.runtime.operator.window;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.hash.ColumnHash;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.TableCursor;
import io.blink.core.spi.state.TableSchema;
import io.blink.core.type.Field;
import java.util.List;

/** Table {@code changed}: the keys of groups that got rows and have not been emitted since, by the namespace of the groups. */
final class ChangedKeys {
    private static final String CHANGED = "changed";

    private final KeyedStateStore store;
    private final TableSchema schema;
    private final int[] keyColumns;
    private final int[] entries = new int[Batch.TARGET_ROWS];
    private final boolean[] fresh = new boolean[Batch.TARGET_ROWS];
    private final long[] hashes = new long[Batch.TARGET_ROWS];

    ChangedKeys(List<Integer> groupKeys, List<Field> input, KeyedStateStore store) {
        this.store = store;
        this.keyColumns = groupKeys.stream().mapToInt(Integer::intValue).toArray();
        this.schema = TableSchema.of(
                CHANGED, groupKeys.stream().map(key -> input.get(key).type()).toList(), List.of());
    }

    /** The namespaces that may have some. */
    long[] namespaces() {
        return store.namespaces(CHANGED);
    }

    /** Notes the groups of at most {@link Batch#TARGET_ROWS} rows. */
    void note(Batch rows, long namespace) {
        Column[] keys = new Column[keyColumns.length];
        for (int k = 0; k < keys.length; k++) {
            keys[k] = rows.column(keyColumns[k]);
        }
        ColumnHash.ofKeys(rows, keyColumns, hashes);
        store.valueTable(schema, namespace).claim(keys, hashes, rows.rowCount(), entries, fresh);
    }

    /** The keys of a namespace; none is noted meanwhile. */
    TableCursor scan(long namespace) {
        return store.valueTable(schema, namespace).scan();
    }

    void drop(long namespace) {
        store.drop(CHANGED, namespace);
    }
}
