package io.blink.state.table;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.core.hash.ColumnHash;
import io.blink.core.memory.MemoryPool;
import io.blink.core.spi.filesystem.LocalFileSystem;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.StateScope;
import io.blink.core.spi.state.StateSnapshot;
import io.blink.core.spi.state.StateSnapshot.SavedState;
import io.blink.core.spi.state.TableSchema;
import io.blink.core.spi.state.ValueTable;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;

/**
 * What checkpoints of much state cost: the time that the task stands still, the bytes written after 1 % of the keys were touched, and the time to restore. A program:
 * {@code java -Xmx6g -cp ... CheckpointFigures FOLDER [megabytes]}.
 */
public final class CheckpointFigures {
    private static final int ROWS = 4096;
    private static final int CHECKPOINTS = 100;
    /** Of a record with a key and four values. */
    private static final int RECORD_BYTES = 56;

    private static final DataType NUMBER = DataType.of(TypeKind.BIGINT).withNullable(false);
    private static final TableSchema SCHEMA =
            TableSchema.of("t", List.of(NUMBER), List.of(NUMBER, NUMBER, NUMBER, NUMBER));

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final Path folder;
    private final int keys;
    private int attempt;

    private CheckpointFigures(Path folder, int keys) {
        this.folder = folder;
        this.keys = keys;
    }

    public static void main(String[] arguments) throws Exception {
        long megabytes = arguments.length < 2 ? 1024 : Long.parseLong(arguments[1]);
        new CheckpointFigures(Path.of(arguments[0]), (int) ((megabytes << 20) / RECORD_BYTES)).run();
    }

    private KeyedStateStore open() {
        return new PagedStateBackend()
                .open(
                        new StateScope("figures", folder.toString(), ++attempt, 0, 1, 128),
                        new LocalFileSystem(),
                        new MemoryPool("figures", 16L << 30));
    }

    private void run() throws Exception {
        String handle;
        try (KeyedStateStore store = open()) {
            long[] all = new long[ROWS];
            for (long first = 0; first < keys; first += ROWS) {
                for (int i = 0; i < ROWS; i++) {
                    all[i] = first + i;
                }
                touch(store, all);
            }
            long start = System.nanoTime();
            SavedState first = store.snapshot(Map.of()).write(1);
            System.out.printf(
                    "first checkpoint: %d MB of state, %d MB written in %d ms; %d MB of memory%n",
                    first.stateBytes() >> 20,
                    first.writtenBytes() >> 20,
                    (System.nanoTime() - start) / 1_000_000,
                    store.retainedBytes() >> 20);
            handle = checkpoints(store, first);
        }
        System.gc();
        restore(handle);
        System.gc();
        restore(handle);
    }

    private String checkpoints(KeyedStateStore store, SavedState first) {
        Random random = new Random(1);
        long[] nanos = new long[CHECKPOINTS];
        long[] cpuNanos = new long[CHECKPOINTS];
        double[] shares = new double[CHECKPOINTS];
        SavedState saved = first;
        for (int c = 0; c < CHECKPOINTS; c++) {
            for (int touched = 0; touched < keys / 100; touched += ROWS) {
                touch(store, random.longs(ROWS, 0, keys).toArray());
            }
            long cpuStart = THREADS.getCurrentThreadCpuTime();
            long start = System.nanoTime();
            StateSnapshot snapshot = store.snapshot(Map.of());
            nanos[c] = System.nanoTime() - start;
            cpuNanos[c] = THREADS.getCurrentThreadCpuTime() - cpuStart;
            long id = c + 2;
            CompletableFuture<SavedState> written = CompletableFuture.supplyAsync(() -> snapshot.write(id));
            touch(store, random.longs(ROWS, 0, keys).toArray());
            saved = written.join();
            shares[c] = 100.0 * saved.writtenBytes() / first.writtenBytes();
        }
        Arrays.sort(nanos);
        Arrays.sort(cpuNanos);
        double[] inOrder = shares.clone();
        Arrays.sort(shares);
        System.out.printf(
                "%d checkpoints with 1 %% of the keys touched: synchronous part p50 %.3f ms, p99 %.3f ms, most %.3f ms; of CPU p50 %.3f ms, most %.3f ms%n",
                CHECKPOINTS,
                nanos[CHECKPOINTS / 2] / 1e6,
                nanos[CHECKPOINTS * 99 / 100] / 1e6,
                nanos[CHECKPOINTS - 1] / 1e6,
                cpuNanos[CHECKPOINTS / 2] / 1e6,
                cpuNanos[CHECKPOINTS - 1] / 1e6);
        System.out.printf(
                "written, of the first one's bytes: second %.2f %%, p50 %.2f %%, mean %.2f %%, most %.2f %%; %d MB of memory, handle of %d KB%n",
                inOrder[0],
                shares[CHECKPOINTS / 2],
                Arrays.stream(shares).average().orElse(0),
                shares[CHECKPOINTS - 1],
                store.retainedBytes() >> 20,
                saved.handle().length() >> 10);
        return saved.handle();
    }

    private void restore(String handle) {
        try (KeyedStateStore store = open()) {
            long cpuStart = THREADS.getCurrentThreadCpuTime();
            long start = System.nanoTime();
            store.restore(List.of(handle));
            long nanos = System.nanoTime() - start;
            System.out.printf(
                    "restore: %.2f s (%.2f s of CPU of its thread), %d keys, %d MB of memory%n",
                    nanos / 1e9,
                    (THREADS.getCurrentThreadCpuTime() - cpuStart) / 1e9,
                    store.valueTable(SCHEMA, 0).size(),
                    store.retainedBytes() >> 20);
        }
    }

    private static void touch(KeyedStateStore store, long[] numbers) {
        ValueTable table = store.valueTable(SCHEMA, 0);
        LongColumn column = new LongColumn(numbers.length, numbers, null);
        Column[] columns = {column};
        long[] hashes = new long[numbers.length];
        ColumnHash.ofKeys(new Batch(numbers.length, List.of(columns)), new int[] {0}, hashes);
        table.put(columns, hashes, numbers.length, new Column[] {column, column, column, column});
    }
}
