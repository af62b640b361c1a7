package io.blink.runtime.operator.changelog;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.core.hash.ColumnHash;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.TableCursor;
import io.blink.core.spi.state.TableSchema;
import io.blink.core.spi.state.ValueTable;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import io.blink.runtime.operator.RowKinds;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** How often each row is there. A row may be taken away before it came, when the two came from different tasks. */
final class CountedRows implements MaterializeOperator.RemainingRows {
    private final ValueTable table;
    private final int[] identity;
    private final long[] hashes = new long[Batch.TARGET_ROWS];
    private final long[] changes = new long[Batch.TARGET_ROWS];
    private final int[] entries = new int[Batch.TARGET_ROWS];
    private final int[] gone = new int[Batch.TARGET_ROWS];
    private final boolean[] fresh = new boolean[Batch.TARGET_ROWS];

    CountedRows(List<Field> fields, KeyedStateStore store) {
        List<DataType> types = fields.stream().map(Field::type).toList();
        table = store.valueTable(TableSchema.of("rows", types, List.of(DataType.of(TypeKind.BIGINT))), 0);
        identity = IntStream.range(0, types.size()).toArray();
    }

    @Override
    public void apply(Batch batch) {
        int rows = batch.rowCount();
        Column[] columns = batch.columns().toArray(Column[]::new);
        ColumnHash.ofKeys(batch, identity, hashes);
        boolean retracts = countChanges(batch);
        table.claim(columns, hashes, rows, entries, fresh);
        table.add(entries, rows, 0, changes);
        if (retracts) {
            removeZeroes(batch);
        }
    }

    private boolean countChanges(Batch batch) {
        byte[] kinds = batch.rowKinds();
        if (kinds == null) {
            Arrays.fill(changes, 0, batch.rowCount(), 1);
            return false;
        }
        boolean retracts = false;
        for (int i = 0; i < batch.rowCount(); i++) {
            boolean comes = RowKinds.comes(kinds[i]);
            changes[i] = comes ? 1 : -1;
            retracts |= !comes;
        }
        return retracts;
    }

    private void removeZeroes(Batch batch) {
        Column[] values = table.values(entries, batch.rowCount());
        long[] counts = ((LongColumn) values[0].flat()).values();
        int count = 0;
        for (int i = 0; i < batch.rowCount(); i++) {
            if (counts[i] == 0) {
                gone[count++] = i;
            }
        }
        if (count > 0) {
            Batch empty = batch.take(gone, 0, count);
            ColumnHash.ofKeys(empty, identity, hashes);
            table.remove(empty.columns().toArray(Column[]::new), hashes, count);
        }
    }

    @Override
    public TableCursor remaining() {
        TableCursor counted = table.scan();
        return () -> {
            Batch batch = counted.next();
            return batch == null ? null : repeated(batch);
        };
    }

    private static Batch repeated(Batch counted) {
        int width = counted.columns().size() - 1;
        long[] counts = ((LongColumn) counted.column(width).flat()).values();
        Batch rows = new Batch(counted.rowCount(), counted.columns().subList(0, width));
        int total = 0;
        for (int i = 0; i < rows.rowCount(); i++) {
            total = Math.addExact(total, Math.toIntExact(Math.max(0, counts[i])));
        }
        int[] positions = new int[total];
        int next = 0;
        for (int i = 0; i < rows.rowCount(); i++) {
            int end = next + (int) Math.max(0, counts[i]);
            Arrays.fill(positions, next, end, i);
            next = end;
        }
        return rows.take(positions, 0, total);
    }
}
