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
import java.util.List;

/** Rows that only come, of any types, by their number. */
final class ArrivedRows implements MaterializeOperator.RemainingRows {
    private final ValueTable table;
    private final long[] hashes = new long[Batch.TARGET_ROWS];
    private long count;

    ArrivedRows(List<Field> fields, KeyedStateStore store) {
        DataType number = DataType.of(TypeKind.BIGINT).withNullable(false);
        List<DataType> types = fields.stream().map(Field::type).toList();
        table = store.valueTable(TableSchema.of("arrived", List.of(number), types), 0);
        count = table.size();
    }

    @Override
    public void apply(Batch rows) {
        long[] numbers = new long[rows.rowCount()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = count++;
        }
        Column key = new LongColumn(numbers.length, numbers, null);
        ColumnHash.ofKeys(new Batch(List.of(key)), new int[] {0}, hashes);
        table.put(new Column[] {key}, hashes, numbers.length, rows.columns().toArray(Column[]::new));
    }

    @Override
    public TableCursor remaining() {
        TableCursor numbered = table.scan();
        return () -> {
            Batch batch = numbered.next();
            return batch == null
                    ? null
                    : new Batch(
                            batch.rowCount(),
                            batch.columns().subList(1, batch.columns().size()));
        };
    }
}
