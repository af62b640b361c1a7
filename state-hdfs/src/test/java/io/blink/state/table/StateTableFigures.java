package io.blink.state.table;

import io.blink.core.column.Batch;
import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.core.hash.ColumnHash;
import io.blink.core.memory.MemoryPool;
import io.blink.core.spi.filesystem.LocalFileSystem;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.ListTable;
import io.blink.core.spi.state.SortedMapTable;
import io.blink.core.spi.state.StateScope;
import io.blink.core.spi.state.TableSchema;
import io.blink.core.spi.state.Timers;
import io.blink.core.spi.state.ValueTable;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Random;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Millions of rows a second of this thread's CPU time, and bytes allocated a row, that tables of each kind take. A program: {@code java -Xmx4g -cp ... StateTableFigures [keys]}.
 */
public final class StateTableFigures {
    private static final int ROWS = 2048;
    private static final int BATCHES = 1500;
    private static final DataType NUMBER = DataType.of(TypeKind.BIGINT).withNullable(false);
    private static final DataType TEXT = DataType.string().withNullable(false);
    private static final com.sun.management.ThreadMXBean THREADS =
            (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final int keys;
    private final Random random = new Random(1);

    private StateTableFigures(int keys) {
        this.keys = keys;
    }

    public static void main(String[] arguments) {
        int keys = arguments.length == 0 ? 1_000_000 : Integer.parseInt(arguments[0]);
        StateTableFigures figures = new StateTableFigures(keys);
        figures.values("BIGINT", List.of(NUMBER));
        figures.values("BIGINT, STRING", List.of(NUMBER, TEXT));
        figures.lists();
        figures.sortedMaps();
        figures.timers();
    }

    private static KeyedStateStore store() {
        return new PagedStateBackend()
                .open(
                        new StateScope("figures", "figures", 1, 0, 1, 128),
                        new LocalFileSystem(),
                        new MemoryPool("figures", 8L << 30));
    }

    /** Keys of one batch, with their hashes. */
    private record Keys(Column[] columns, long[] hashes) {}

    private Keys[] keys(List<DataType> types, boolean ascending) {
        Keys[] all = new Keys[BATCHES];
        for (int b = 0; b < BATCHES; b++) {
            long[] numbers = new long[ROWS];
            BytesColumnBuilder texts = new BytesColumnBuilder(ROWS);
            for (int i = 0; i < ROWS; i++) {
                numbers[i] = ascending ? ((long) b * ROWS + i) % keys : random.nextInt(keys);
                texts.append("key " + numbers[i]);
            }
            LongColumn column = new LongColumn(ROWS, numbers, null);
            Column[] columns = types.size() == 1 ? new Column[] {column} : new Column[] {column, texts.build()};
            long[] hashes = new long[ROWS];
            ColumnHash.ofKeys(
                    new Batch(ROWS, List.of(columns)),
                    IntStream.range(0, columns.length).toArray(),
                    hashes);
            all[b] = new Keys(columns, hashes);
        }
        return all;
    }

    private static void measure(String what, int batches, IntConsumer batch) {
        for (int round = 0; round < 3; round++) {
            long thread = Thread.currentThread().getId();
            long allocated = THREADS.getThreadAllocatedBytes(thread);
            long start = THREADS.getCurrentThreadCpuTime();
            for (int b = 0; b < batches; b++) {
                batch.accept(b);
            }
            long nanos = THREADS.getCurrentThreadCpuTime() - start;
            double rows = (double) batches * ROWS;
            long bytes = THREADS.getThreadAllocatedBytes(thread) - allocated;
            System.out.printf("%-60s %8.2f M rows/s %8.1f bytes/row%n", what, rows * 1000 / nanos, bytes / rows);
        }
    }

    private void values(String name, List<DataType> types) {
        try (KeyedStateStore store = store()) {
            ValueTable table = store.valueTable(TableSchema.of("t", types, List.of(NUMBER, NUMBER)), 0);
            int[] entries = new int[ROWS];
            boolean[] fresh = new boolean[ROWS];
            long[] ones = new long[ROWS];
            Keys[] batches = keys(types, false);
            measure(name + ": claim, add, add", BATCHES, b -> {
                table.claim(batches[b].columns(), batches[b].hashes(), ROWS, entries, fresh);
                table.add(entries, ROWS, 0, ones);
                table.add(entries, ROWS, 1, ones);
            });
            measure(name + ": find, values", BATCHES, b -> {
                table.find(batches[b].columns(), batches[b].hashes(), ROWS, entries);
                table.values(entries, ROWS);
            });
            Column number = batches[0].columns()[0];
            Column[] values = {number, number};
            measure(name + ": put", BATCHES, b -> table.put(batches[b].columns(), batches[b].hashes(), ROWS, values));
        }
    }

    private void lists() {
        try (KeyedStateStore store = store()) {
            ListTable table = store.listTable(TableSchema.of("t", List.of(NUMBER), List.of(NUMBER, TEXT)), 0);
            Keys[] batches = keys(List.of(NUMBER), false);
            Column[] elements = keys(List.of(NUMBER, TEXT), false)[0].columns();
            measure(
                    "list: append",
                    BATCHES / 3,
                    b -> table.append(batches[b].columns(), batches[b].hashes(), ROWS, elements));
            measure("list: read", BATCHES / 3, b -> table.read(batches[b].columns(), batches[b].hashes(), ROWS));
        }
    }

    private void sortedMaps() {
        try (KeyedStateStore store = store()) {
            SortedMapTable table =
                    store.sortedMapTable(new TableSchema("t", List.of(NUMBER), List.of(NUMBER), List.of(NUMBER)), 0);
            Keys[] batches = keys(List.of(NUMBER), false);
            Column[] times = keys(List.of(NUMBER), true)[0].columns();
            measure(
                    "sorted map: put",
                    BATCHES / 3,
                    b -> table.put(batches[b].columns(), batches[b].hashes(), ROWS, times, times));
            measure("sorted map: get", BATCHES / 3, b -> table.get(batches[b].columns(), ROWS, times));
            measure(
                    "sorted map: read the first 10 of each key",
                    BATCHES / 3,
                    b -> table.readEach(
                            batches[b].columns(),
                            ROWS,
                            SortedMapTable.Range.ALL,
                            SortedMapTable.Direction.ASCENDING,
                            10));
            measure("sorted map: remove", BATCHES / 3, b -> table.remove(batches[b].columns(), ROWS, times));
        }
    }

    private void timers() {
        try (KeyedStateStore store = store()) {
            Timers timers = store.timers(TableSchema.of("t", List.of(NUMBER), List.of()));
            Keys[] batches = keys(List.of(NUMBER), false);
            long[] times = new long[ROWS];
            measure("timers: set", BATCHES / 3, b -> {
                for (int i = 0; i < ROWS; i++) {
                    times[i] = (long) b * 1000 + i;
                }
                timers.set(times, batches[b].columns(), batches[b].hashes(), ROWS);
            });
            measure("timers: take", BATCHES / 3, b -> timers.take(Long.MAX_VALUE - 1, ROWS));
        }
    }
}
