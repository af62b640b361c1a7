package io.blink.runtime.operator.changelog;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.hash.ColumnHash;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.TableCursor;
import io.blink.core.spi.state.TableSchema;
import io.blink.core.spi.state.ValueTable;
import io.blink.core.type.Field;
import io.blink.runtime.operator.RowKinds;
import java.util.List;
import java.util.stream.IntStream;

/** The last content of each key. */
final class KeyedRows implements MaterializeOperator.RemainingRows {
    private final int[] keyColumns;
    private final int[] valueColumns;
    private final ValueTable table;
    private final long[] hashes = new long[Batch.TARGET_ROWS];
    private final int[] positions = new int[Batch.TARGET_ROWS];

    KeyedRows(List<Integer> keys, List<Field> fields, KeyedStateStore store) {
        keyColumns = keys.stream().mapToInt(Integer::intValue).toArray();
        valueColumns = IntStream.range(0, fields.size())
                .filter(column -> !keys.contains(column))
                .toArray();
        table = store.valueTable(
                TableSchema.of(
                        "rows",
                        IntStream.of(keyColumns)
                                .mapToObj(i -> fields.get(i).type())
                                .toList(),
                        IntStream.of(valueColumns)
                                .mapToObj(i -> fields.get(i).type())
                                .toList()),
                0);
    }

    /** Runs of new contents and of deletions, in their order; what a new content replaces needs no old one. */
    @Override
    public void apply(Batch batch) {
        byte[] kinds = batch.rowKinds();
        if (kinds == null) {
            put(batch);
            return;
        }
        int count = 0;
        boolean deletes = false;
        for (int i = 0; i < batch.rowCount(); i++) {
            if (kinds[i] == RowKinds.UPDATE_BEFORE) {
                continue;
            }
            boolean delete = kinds[i] == RowKinds.DELETE;
            if (delete != deletes) {
                flush(batch, count, deletes);
                count = 0;
                deletes = delete;
            }
            positions[count++] = i;
        }
        flush(batch, count, deletes);
    }

    private void flush(Batch batch, int count, boolean deletes) {
        if (count == 0) {
            return;
        }
        Batch run = batch.take(positions, 0, count);
        if (deletes) {
            table.remove(keys(run), hashes, count);
        } else {
            put(run);
        }
    }

    private void put(Batch rows) {
        table.put(keys(rows), hashes, rows.rowCount(), columns(rows, valueColumns));
    }

    private Column[] keys(Batch rows) {
        ColumnHash.ofKeys(rows, keyColumns, hashes);
        return columns(rows, keyColumns);
    }

    private static Column[] columns(Batch batch, int[] numbers) {
        return IntStream.of(numbers).mapToObj(batch::column).toArray(Column[]::new);
    }

    @Override
    public TableCursor remaining() {
        TableCursor stored = table.scan();
        return () -> {
            Batch batch = stored.next();
            return batch == null ? null : inOrder(batch);
        };
    }

    private Batch inOrder(Batch stored) {
        Column[] columns = new Column[keyColumns.length + valueColumns.length];
        for (int i = 0; i < keyColumns.length; i++) {
            columns[keyColumns[i]] = stored.column(i);
        }
        for (int i = 0; i < valueColumns.length; i++) {
            columns[valueColumns[i]] = stored.column(keyColumns.length + i);
        }
        return new Batch(stored.rowCount(), List.of(columns));
    }
}
