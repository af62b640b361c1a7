package io.blink.runtime.operator.window;

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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Rows in a state table, by namespace: each under its keys and a number of its own. */
final class StoredRows {
    private final KeyedStateStore store;
    private final TableSchema schema;
    private final int[] keys;
    private final int[] values;
    private final int[] places;
    private long[] hashes = new long[Batch.TARGET_ROWS];

    /** @param keys by which rows are distributed */
    StoredRows(String table, List<Field> fields, List<Integer> keys, KeyedStateStore store) {
        this.store = store;
        this.keys = keys.stream().mapToInt(Integer::intValue).toArray();
        this.values = IntStream.range(0, fields.size())
                .filter(column -> !keys.contains(column))
                .toArray();
        this.schema = new TableSchema(
                table,
                types(fields, this.keys),
                List.of(DataType.of(TypeKind.BIGINT).withNullable(false)),
                types(fields, this.values));
        this.places = new int[fields.size()];
        for (int i = 0; i < values.length; i++) {
            places[values[i]] = this.keys.length + 1 + i;
        }
        for (int i = 0; i < this.keys.length; i++) {
            places[this.keys[i]] = i;
        }
    }

    private static List<DataType> types(List<Field> fields, int[] columns) {
        return Arrays.stream(columns)
                .mapToObj(column -> fields.get(column).type())
                .toList();
    }

    /** The namespaces that have rows, ascending. */
    long[] namespaces() {
        return store.namespaces(schema.name());
    }

    /** @param number of the first row; the others follow. No row of a key has the number of another that is there */
    void add(Batch rows, long namespace, long number) {
        int count = rows.rowCount();
        if (hashes.length < count) {
            hashes = new long[count];
        }
        ColumnHash.ofKeys(rows, keys, hashes);
        long[] numbers = new long[count];
        Arrays.setAll(numbers, i -> number + i);
        List<Column> entryKeys = new ArrayList<>(columns(rows, keys));
        entryKeys.add(new LongColumn(count, numbers, null));
        ValueTable table = store.valueTable(schema, namespace);
        table.put(
                entryKeys.toArray(Column[]::new),
                hashes,
                count,
                columns(rows, values).toArray(Column[]::new));
    }

    private static List<Column> columns(Batch rows, int[] picked) {
        return Arrays.stream(picked).mapToObj(rows::column).toList();
    }

    /** The rows of a namespace in no order; it must not change meanwhile. */
    TableCursor rows(long namespace) {
        TableCursor entries = store.valueTable(schema, namespace).scan();
        return () -> {
            Batch batch = entries.next();
            return batch == null ? null : new Batch(batch.rowCount(), columns(batch, places));
        };
    }

    void drop(long namespace) {
        store.drop(schema.name(), namespace);
    }
}
