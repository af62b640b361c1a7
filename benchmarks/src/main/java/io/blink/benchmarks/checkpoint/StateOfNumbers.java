package io.blink.benchmarks.checkpoint;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.core.hash.ColumnHash;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.TableSchema;
import io.blink.core.spi.state.ValueTable;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import java.util.List;
import java.util.Random;

/** A state table with four numbers for each number from 0 on. On one thread. */
final class StateOfNumbers {
    private static final int ROWS = 4096;
    /** A key, four values, and where they are found. */
    private static final int RECORD_BYTES = 56;

    private static final DataType NUMBER = DataType.of(TypeKind.BIGINT).withNullable(false);
    private static final TableSchema SCHEMA =
            TableSchema.of("numbers", List.of(NUMBER), List.of(NUMBER, NUMBER, NUMBER, NUMBER));

    private final KeyedStateStore store;
    private final int keys;
    private final Random random = new Random(1);

    /** @param megabytes when it is full */
    StateOfNumbers(KeyedStateStore store, int megabytes) {
        this.store = store;
        this.keys = (int) (((long) megabytes << 20) / RECORD_BYTES);
    }

    void fill() {
        long[] batch = new long[ROWS];
        for (long first = 0; first < keys; first += ROWS) {
            for (int i = 0; i < ROWS; i++) {
                batch[i] = first + i;
            }
            put(batch);
        }
    }

    /** Writes batches of keys by chance, at least one. */
    void touch(double share) {
        long touched = 0;
        do {
            put(random.longs(ROWS, 0, keys).toArray());
            touched += ROWS;
        } while (touched < keys * share);
    }

    long size() {
        return table().size();
    }

    private ValueTable table() {
        return store.valueTable(SCHEMA, 0);
    }

    private void put(long[] numbers) {
        LongColumn column = new LongColumn(numbers.length, numbers, null);
        Column[] key = {column};
        long[] hashes = new long[numbers.length];
        ColumnHash.ofKeys(new Batch(numbers.length, List.of(key)), new int[] {0}, hashes);
        table().put(key, hashes, numbers.length, new Column[] {column, column, column, column});
    }
}
