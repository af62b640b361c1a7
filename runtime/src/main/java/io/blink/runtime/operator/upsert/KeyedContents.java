package io.blink.runtime.operator.upsert;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.hash.ColumnHash;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.TableSchema;
import io.blink.core.spi.state.ValueTable;
import io.blink.core.type.DataType;
import io.blink.runtime.operator.RowKinds;
import io.blink.runtime.operator.aggregate.EntryNumbers;
import io.blink.runtime.operator.rows.RowStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The last content of each key, in a table, against which changes by key become a whole changelog. A batch is one probe and one update of the table. */
final class KeyedContents {
    private final boolean repeats;
    private final ValueTable table;
    private final int[] keyColumns;
    private final int[] valueColumns;
    private final List<DataType> valueTypes;
    private final EntryNumbers numbers = new EntryNumbers();
    private final ChangelogRows changes;
    private final int[] entries = new int[Batch.TARGET_ROWS];
    private final boolean[] fresh = new boolean[Batch.TARGET_ROWS];
    private final long[] hashes = new long[Batch.TARGET_ROWS];
    private final int[] lastRows = new int[Batch.TARGET_ROWS];

    /**
     * @param types of the rows
     * @param emitsUpdateBefore whether old contents go out
     * @param timeToLiveMillis 0: for ever; else contents go out again that are the same, since they prolong the life of what others keep
     */
    KeyedContents(
            String name,
            List<Integer> keys,
            List<DataType> types,
            boolean emitsUpdateBefore,
            long timeToLiveMillis,
            KeyedStateStore store) {
        repeats = timeToLiveMillis > 0;
        keyColumns = keys.stream().mapToInt(Integer::intValue).toArray();
        valueColumns = IntStream.range(0, types.size())
                .filter(column -> !keys.contains(column))
                .toArray();
        valueTypes = IntStream.of(valueColumns).mapToObj(types::get).toList();
        changes = new ChangelogRows(emitsUpdateBefore);
        table = store.valueTable(
                TableSchema.of(name, keys.stream().map(types::get).toList(), valueTypes)
                        .withTimeToLive(timeToLiveMillis),
                0);
    }

    /**
     * Takes up the new content of each row's key, or that it has none (-D; no more than the key counts), and gives what that changes, or {@code null}. No -U; of rows of one key the last counts.
     * At most {@link Batch#TARGET_ROWS} rows.
     */
    Batch change(Batch rows) {
        ColumnHash.ofKeys(rows, keyColumns, hashes);
        table.claim(pick(rows, keyColumns), hashes, rows.rowCount(), entries, fresh);
        int keys = numbers.number(entries, fresh, rows.rowCount());
        int[] keyOfRow = numbers.numbers();
        for (int i = 0; i < rows.rowCount(); i++) {
            lastRows[keyOfRow[i]] = i;
        }
        Column[] stored = known(keys);
        return change(rows, keys, stored, unequal(rows, keys, stored));
    }

    private static Column[] pick(Batch rows, int[] columns) {
        return IntStream.of(columns).mapToObj(rows::column).toArray(Column[]::new);
    }

    /** What the table has of keys, NULLs of new ones. */
    private Column[] known(int keys) {
        int[] known = new int[keys];
        for (int key = 0; key < keys; key++) {
            known[key] = fresh[key] ? ValueTable.NONE : entries[key];
        }
        return valueColumns.length == 0 ? new Column[0] : table.values(known, keys);
    }

    /** For each key whether its last row is not what the table has. */
    private boolean[] unequal(Batch rows, int keys, Column[] stored) {
        boolean[] unequal = new boolean[keys];
        if (repeats) {
            Arrays.fill(unequal, true);
            return unequal;
        }
        RowStore before = new RowStore(valueTypes);
        before.append(stored, null, 0, keys);
        int[] identity = IntStream.range(0, keys).toArray();
        for (int v = 0; v < valueColumns.length; v++) {
            Column last = rows.column(valueColumns[v]).take(lastRows, 0, keys);
            before.column(v).markUnequal(last, identity, keys, unequal);
        }
        return unequal;
    }

    private Batch change(Batch rows, int keys, Column[] stored, boolean[] unequal) {
        byte[] kinds = rows.rowKinds();
        int[] writtenEntries = new int[keys];
        int[] writtenRows = new int[keys];
        int[] removedRows = new int[keys];
        int written = 0;
        int removed = 0;
        for (int key = 0; key < keys; key++) {
            int row = lastRows[key];
            if (kinds != null && kinds[row] == RowKinds.DELETE) {
                removedRows[removed++] = row;
                if (!fresh[key]) {
                    changes.delete(key);
                }
            } else if (fresh[key] || unequal[key]) {
                writtenEntries[written] = entries[key];
                writtenRows[written++] = row;
                if (fresh[key]) {
                    changes.insert(row);
                } else {
                    changes.update(key, row);
                }
            }
        }
        List<Column> before = oldRows(rows, keys, stored);
        write(rows, writtenEntries, writtenRows, written);
        remove(rows, removedRows, removed);
        return changes.take(rows.columns(), before);
    }

    private void write(Batch rows, int[] ofEntries, int[] positions, int count) {
        if (count > 0 && valueColumns.length > 0) {
            Column[] values = IntStream.of(valueColumns)
                    .mapToObj(column -> rows.column(column).take(positions, 0, count))
                    .toArray(Column[]::new);
            table.update(ofEntries, count, values);
        }
    }

    private void remove(Batch rows, int[] positions, int count) {
        if (count > 0) {
            Batch gone = rows.take(positions, 0, count);
            ColumnHash.ofKeys(gone, keyColumns, hashes);
            table.remove(pick(gone, keyColumns), hashes, count);
        }
    }

    private List<Column> oldRows(Batch rows, int keys, Column[] stored) {
        Column[] columns = new Column[rows.columns().size()];
        for (int key : keyColumns) {
            columns[key] = rows.column(key).take(lastRows, 0, keys);
        }
        for (int v = 0; v < valueColumns.length; v++) {
            columns[valueColumns[v]] = stored[v];
        }
        return new ArrayList<>(Arrays.asList(columns));
    }
}
