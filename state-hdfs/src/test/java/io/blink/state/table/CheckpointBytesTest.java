package io.blink.state.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.LongColumn;
import io.blink.core.hash.ColumnHash;
import io.blink.core.memory.MemoryPool;
import io.blink.core.spi.filesystem.LocalFileSystem;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.StateScope;
import io.blink.core.spi.state.StateSnapshot.SavedState;
import io.blink.core.spi.state.TableSchema;
import io.blink.core.spi.state.ValueTable;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.state.checkpoint.StateHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What checkpoints write while a hundredth of the keys, other ones each time, is touched between them. */
class CheckpointBytesTest {
    private static final DataType NUMBER = DataType.of(TypeKind.BIGINT).withNullable(false);
    private static final TableSchema SCHEMA =
            TableSchema.of("t", List.of(NUMBER), List.of(NUMBER, NUMBER, NUMBER, NUMBER));
    private static final int KEYS = 1_000_000;
    private static final int TOUCHED = KEYS / 100;
    /** All pages become sparse at once after some 70. */
    private static final int CHECKPOINTS = 130;

    @TempDir
    Path directory;

    private final Random random = new Random(1);
    private final long[] last = new long[KEYS];

    private KeyedStateStore open(int attempt) {
        return new PagedStateBackend()
                .open(
                        new StateScope("bytes", directory.toString(), attempt, 0, 1, 128),
                        new LocalFileSystem(),
                        new MemoryPool("bytes", 1L << 30));
    }

    private void touch(KeyedStateStore store, long[] numbers, long value) {
        long[] values = new long[numbers.length];
        Arrays.fill(values, value);
        for (long number : numbers) {
            last[(int) number] = value;
        }
        LongColumn keys = new LongColumn(numbers.length, numbers, null);
        LongColumn column = new LongColumn(numbers.length, values, null);
        store.valueTable(SCHEMA, 0)
                .put(new Column[] {keys}, hashes(keys), numbers.length, new Column[] {column, column, column, column});
    }

    private static long[] hashes(LongColumn keys) {
        long[] hashes = new long[keys.size()];
        ColumnHash.ofKeys(new Batch(hashes.length, List.of(keys)), new int[] {0}, hashes);
        return hashes;
    }

    private SavedState touchAndSave(KeyedStateStore store, long checkpoint) {
        for (int rows = 0; rows < TOUCHED; rows += TOUCHED / 5) {
            touch(store, random.longs(TOUCHED / 5, 0, KEYS).toArray(), checkpoint);
        }
        return store.snapshot(Map.of()).write(checkpoint);
    }

    @Test
    void noCheckpointWritesMuchMoreThanWhatWasTouchedNeitherAfterARestart() throws Exception {
        SavedState saved;
        long all;
        try (KeyedStateStore store = open(1)) {
            for (long first = 0; first < KEYS; first += TOUCHED) {
                touch(store, random.longs(TOUCHED, 0, KEYS).toArray(), 1);
                touch(store, LongStream.range(first, first + TOUCHED).toArray(), 1);
            }
            saved = store.snapshot(Map.of()).write(1);
            all = saved.writtenBytes();
            for (long checkpoint = 2; checkpoint < CHECKPOINTS; checkpoint++) {
                saved = touchAndSave(store, checkpoint);
                assertThat(saved.writtenBytes()).as("checkpoint " + checkpoint).isLessThan(all / 20);
                assertSpace(saved, all);
            }
        }
        try (KeyedStateStore store = open(2)) {
            store.restore(List.of(saved.handle()));
            assertValues(store);
            for (long checkpoint = CHECKPOINTS; checkpoint < CHECKPOINTS + 20; checkpoint++) {
                saved = touchAndSave(store, checkpoint);
                assertThat(saved.writtenBytes()).as("checkpoint " + checkpoint).isLessThan(all / 20);
                assertSpace(saved, all);
            }
        }
        try (KeyedStateStore store = open(3)) {
            store.restore(List.of(saved.handle()));
            assertValues(store);
        }
    }

    /** Not much more is kept, in pages and in files, than is alive. */
    private static void assertSpace(SavedState saved, long all) throws Exception {
        assertThat(saved.stateBytes()).isLessThan(all * 21 / 10);
        long files = 0;
        for (String file : StateHandle.fromJson(saved.handle()).files()) {
            files += Files.size(Path.of(file));
        }
        assertThat(files).isLessThan(4 * all);
    }

    private void assertValues(KeyedStateStore store) {
        ValueTable table = store.valueTable(SCHEMA, 0);
        assertThat(table.size()).isEqualTo(KEYS);
        int rows = 10_000;
        int[] entries = new int[rows];
        for (int first = 0; first < KEYS; first += rows) {
            LongColumn keys =
                    new LongColumn(rows, LongStream.range(first, first + rows).toArray(), null);
            table.find(new Column[] {keys}, hashes(keys), rows, entries);
            long[] values = ((LongColumn) table.values(entries, rows)[2]).values();
            assertThat(Arrays.equals(values, 0, rows, last, first, first + rows))
                    .as("keys from " + first)
                    .isTrue();
        }
    }
}
