package io.blink.testing.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.column.ArrayColumn;
import io.blink.core.column.Column;
import io.blink.core.column.DoubleColumn;
import io.blink.core.column.IntColumn;
import io.blink.core.column.LongColumn;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.hash.ValueHash;
import io.blink.core.memory.MemoryPool;
import io.blink.core.spi.filesystem.LocalFileSystem;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.ListTable;
import io.blink.core.spi.state.SortedMapTable;
import io.blink.core.spi.state.StateBackend;
import io.blink.core.spi.state.StateScope;
import io.blink.core.spi.state.StateSnapshot;
import io.blink.core.spi.state.StateSnapshot.SavedState;
import io.blink.core.spi.state.TableSchema;
import io.blink.core.spi.state.Timers;
import io.blink.core.spi.state.ValueTable;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a {@link StateBackend} must do. Extend it for each implementation. */
public abstract class KeyedStateContract {
    private static final int GROUPS = 128;
    private static final int SEEDS = 12;
    private static final int STEPS = 250;

    private final MemoryPool pool = new MemoryPool("the test's pool", 512L << 20);
    private final List<KeyedStateStore> open = new ArrayList<>();
    private int attempts;
    private long nowMillis = 1_800_000_000_000L;

    @TempDir
    Path directory;

    /** @param clock that it goes by */
    protected abstract StateBackend backend(LongSupplier clock);

    /** Paths of the files that a handle needs. */
    protected abstract Set<String> files(String handle);

    @AfterEach
    void noMemoryIsLeft() {
        open.forEach(KeyedStateStore::close);
        assertThat(pool.usedBytes()).isZero();
    }

    private KeyedStateStore store(int subtask, int parallelism, List<String> handles) {
        StateScope scope =
                new StateScope("test operator", directory + "/" + subtask, ++attempts, subtask, parallelism, GROUPS);
        KeyedStateStore store = backend(() -> nowMillis).open(scope, new LocalFileSystem(), pool);
        open.add(store);
        if (!handles.isEmpty()) {
            store.restore(handles);
        }
        return store;
    }

    private KeyedStateStore store() {
        return store(0, 1, List.of());
    }

    private void close(KeyedStateStore store) {
        store.close();
        open.remove(store);
    }

    // ---- Against the model

    @Test
    void followsTheModelThroughSnapshotsAndCrashes() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            int domain = seed % 3 == 0 ? 3000 : 150;
            StateModel model = new StateModel();
            KeyedStateStore store = store();
            StateModel savedModel = null;
            String handle = null;
            long checkpoint = 0;
            for (int step = 0; step < STEPS; step++) {
                model.step(store, random, domain);
                if (random.nextInt(20) == 0) {
                    savedModel = model.copy();
                    handle = saveWhileStepping(store, ++checkpoint, model, random, domain);
                }
                if (random.nextInt(40) == 0 && handle != null) {
                    close(store);
                    model = savedModel.copy();
                    store = store(0, 1, List.of(handle));
                    model.requireSame(store);
                }
            }
            model.requireSame(store);
            close(store);
        }
    }

    /** The tables change while the snapshot is being written. */
    private static String saveWhileStepping(
            KeyedStateStore store, long checkpoint, StateModel model, Random random, int domain) {
        StateSnapshot snapshot = store.snapshot(Map.of());
        CompletableFuture<SavedState> written = CompletableFuture.supplyAsync(() -> snapshot.write(checkpoint));
        for (int steps = random.nextInt(10); steps > 0; steps--) {
            model.step(store, random, domain);
        }
        return written.join().handle();
    }

    @Test
    void keyGroupsAreSplitAndUnited() {
        Random random = new Random(7);
        StateModel model = new StateModel();
        KeyedStateStore one = store();
        for (int step = 0; step < STEPS; step++) {
            model.step(one, random, 1000);
        }
        List<String> handles = List.of(one.snapshot(Map.of()).write(1).handle());
        for (int parallelism : new int[] {4, 3, 7, 1}) {
            List<String> next = new ArrayList<>();
            for (int subtask = 0; subtask < parallelism; subtask++) {
                int task = subtask;
                int tasks = parallelism;
                KeyedStateStore part = store(subtask, parallelism, handles);
                StateModel expected = model.only(hash -> ValueHash.bucket(hash, GROUPS) * tasks / GROUPS == task);
                expected.requireSame(part);
                next.add(part.snapshot(Map.of()).write(1).handle());
            }
            handles = next;
        }
        model.requireSame(store(0, 1, handles));
    }

    // ---- Time to live

    @Test
    void entriesAreOverWhenTheyWereNotWrittenForTheirTimeToLive() {
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            int domain = seed % 3 == 0 ? 600 : 60;
            ExpiringStateModel model = new ExpiringStateModel(() -> nowMillis);
            KeyedStateStore store = store();
            for (int step = 0; step < STEPS; step++) {
                model.step(store, random, domain);
                nowMillis += random.nextInt(30) == 0 ? 2 * ExpiringStateModel.TIME_TO_LIVE : random.nextInt(50);
                if (random.nextInt(10) == 0) {
                    model.requireSame(store, domain);
                }
                if (random.nextInt(30) == 0) {
                    String handle = store.snapshot(Map.of()).write(step + 1).handle();
                    close(store);
                    nowMillis += random.nextInt(3) * ExpiringStateModel.TIME_TO_LIVE / 2;
                    store = store(0, 1, List.of(handle));
                }
            }
            model.requireSame(store, domain);
            close(store);
        }
    }

    @Test
    void memoryOfEntriesThatAreOverComesBackWhileOthersAreWritten() {
        KeyedStateStore store = store();
        TableSchema expiring = COUNTS.withTimeToLive(10_000);
        long peak = 0;
        for (int round = 0; round < 400; round++) {
            long[] keys = LongStream.range(round * 1000L, (round + 1) * 1000L).toArray();
            count(store, expiring, keys, round);
            nowMillis += 200;
            if (round == 100) {
                peak = store.retainedBytes();
            }
            if (round % 20 == 0) {
                store.snapshot(Map.of()).write(round + 1);
            }
        }
        assertThat(store.retainedBytes()).isLessThan(2 * peak);
        assertThat(store.valueTable(expiring, 0).size()).isBetween(49_000L, 70_000L);
    }

    @Test
    void aListThatIsNeverEmptyDoesNotGrowWithWhatIsOver() {
        TableSchema schema =
                TableSchema.of("growing", COUNTS.keyTypes(), COUNTS.keyTypes()).withTimeToLive(1000);
        ListTable table = store().listTable(schema, 0);
        Column[] key = StateRows.columns(COUNTS.keyTypes(), List.of(List.of(7L), List.of(7L)));
        long[] hashes = StateRows.hashes(key, 2);
        int[] lengths = new int[1];
        for (int round = 0; round < 2000; round++) {
            table.append(key, hashes, 2, key);
            nowMillis += 10;
            table.lengths(key, hashes, 1, lengths);
            assertThat(lengths[0]).isLessThanOrEqualTo(204);
        }
    }

    @Test
    void timeToLiveCanBeChangedAtARestartAndKeepsTheTimes() {
        KeyedStateStore store = store();
        count(store, COUNTS.withTimeToLive(1000), new long[] {1}, 1);
        nowMillis += 600;
        count(store, COUNTS.withTimeToLive(1000), new long[] {2}, 1);
        String handle = store.snapshot(Map.of()).write(1).handle();
        ValueTable shorter = store(0, 1, List.of(handle)).valueTable(COUNTS.withTimeToLive(500), 0);
        Column[] keys = StateRows.columns(COUNTS.keyTypes(), List.of(List.of(1L), List.of(2L)));
        int[] entries = new int[2];
        shorter.find(keys, StateRows.hashes(keys, 2), 2, entries);
        assertThat(entries[0]).isEqualTo(ValueTable.NONE);
        assertThat(entries[1]).isNotEqualTo(ValueTable.NONE);
        ValueTable longer = store(0, 1, List.of(handle)).valueTable(COUNTS.withTimeToLive(5000), 0);
        nowMillis += 1000;
        longer.find(keys, StateRows.hashes(keys, 2), 2, entries);
        assertThat(entries).doesNotContain(ValueTable.NONE);
    }

    // ---- Sizes and files

    private static final TableSchema COUNTS =
            TableSchema.of("counts", List.of(StateModel.NUMBER), List.of(StateModel.NUMBER, StateModel.NUMBER));

    private static void count(KeyedStateStore store, long[] keys, long value) {
        count(store, COUNTS, keys, value);
    }

    private static void count(KeyedStateStore store, TableSchema schema, long[] keys, long value) {
        for (int from = 0; from < keys.length; from += 4096) {
            List<List<Object>> rows = Arrays.stream(keys, from, Math.min(keys.length, from + 4096))
                    .mapToObj(key -> List.<Object>of(key))
                    .toList();
            List<List<Object>> values =
                    rows.stream().map(row -> List.<Object>of(value, value)).toList();
            Column[] columns = StateRows.columns(COUNTS.keyTypes(), rows);
            store.valueTable(schema, 0)
                    .put(
                            columns,
                            StateRows.hashes(columns, rows.size()),
                            rows.size(),
                            StateRows.columns(COUNTS.valueTypes(), values));
        }
    }

    private static long[] some(Random random, int count, int domain) {
        return random.longs(count, 0, domain).toArray();
    }

    @Test
    void aSnapshotWritesWhatWasTouched() {
        int keys = 100_000;
        KeyedStateStore store = store();
        count(store, LongStream.range(0, keys).toArray(), 1);
        SavedState first = store.snapshot(Map.of()).write(1);
        assertThat(first.writtenBytes()).isGreaterThan(keys * 2L * Long.BYTES);
        assertThat(store.snapshot(Map.of()).write(2).writtenBytes()).isZero();
        count(store, some(new Random(1), keys / 100, keys), 2);
        SavedState third = store.snapshot(Map.of()).write(3);
        assertThat(third.writtenBytes()).isBetween(1L, first.writtenBytes() / 25);
        KeyedStateStore restored = store(0, 1, List.of(third.handle()));
        assertThat(restored.valueTable(COUNTS, 0).size()).isEqualTo(keys);
        count(restored, some(new Random(2), keys / 100, keys), 3);
        assertThat(restored.snapshot(Map.of()).write(4).writtenBytes()).isBetween(1L, first.writtenBytes() / 25);
    }

    @Test
    void filesAndMemoryStayInProportionToTheState() throws IOException {
        int keys = 20_000;
        KeyedStateStore store = store();
        count(store, LongStream.range(0, keys).toArray(), 0);
        long memoryAtFirst = store.retainedBytes();
        Random random = new Random(3);
        String handle = "";
        long stateBytes = 0;
        for (long checkpoint = 1; checkpoint <= 120; checkpoint++) {
            count(store, some(random, random.nextInt(4) == 0 ? 3000 : 50, keys), checkpoint);
            SavedState saved = store.snapshot(Map.of()).write(checkpoint);
            handle = saved.handle();
            stateBytes = saved.stateBytes();
            deleteAllBut(files(handle));
        }
        assertThat(files(handle).size()).isLessThan(60);
        assertThat(bytes(files(handle))).isLessThan(3 * stateBytes);
        assertThat(store.retainedBytes()).isLessThan(4 * memoryAtFirst);
        KeyedStateStore restored = store(0, 1, List.of(handle));
        assertThat(restored.valueTable(COUNTS, 0).size()).isEqualTo(keys);
    }

    private void deleteAllBut(Set<String> needed) throws IOException {
        Set<Path> kept = needed.stream().map(Path::of).collect(Collectors.toSet());
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (!kept.contains(file)) {
                    Files.delete(file);
                }
            }
        }
    }

    private static long bytes(Set<String> files) throws IOException {
        long bytes = 0;
        for (String file : files) {
            bytes += Files.size(Path.of(file));
        }
        return bytes;
    }

    @Test
    void aTrickleOfKeysDoesNotHoldAPageEach() {
        KeyedStateStore store = store();
        long before = store.retainedBytes();
        for (long checkpoint = 1; checkpoint <= 200; checkpoint++) {
            count(store, new long[] {checkpoint}, checkpoint);
            store.snapshot(Map.of()).write(checkpoint);
        }
        assertThat(store.retainedBytes() - before).isLessThan(2 << 20);
    }

    // ---- What goes wrong

    @Test
    void aDamagedFileIsNamedWithItsPlace() throws IOException {
        KeyedStateStore store = store();
        count(store, LongStream.range(0, 5000).toArray(), 1);
        String handle = store.snapshot(Map.of()).write(1).handle();
        Path file = Path.of(files(handle).iterator().next());
        byte[] content = Files.readAllBytes(file);
        content[content.length / 2] ^= 0x10;
        Files.write(file, content);
        assertThatThrownBy(() -> store(0, 1, List.of(handle)))
                .isInstanceOf(BlinkException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("byte ");
    }

    @Test
    void memoryThatEndsIsAnErrorThatNamesOwnerAndLimit() {
        MemoryPool small = new MemoryPool("the small pool", 300_000);
        StateScope scope = new StateScope("test operator", directory + "/small", 1, 0, 1, GROUPS);
        assertThatThrownBy(() -> {
                    try (KeyedStateStore store = backend(() -> nowMillis).open(scope, new LocalFileSystem(), small)) {
                        count(store, LongStream.range(0, 100_000).toArray(), 1);
                    }
                })
                .isInstanceOfSatisfying(
                        BlinkException.class, e -> assertThat(e.code()).isEqualTo(CoreErrorCode.OUT_OF_MEMORY_BUDGET))
                .hasMessageContaining("test operator")
                .hasMessageContaining("the small pool");
        assertThat(small.usedBytes()).isZero();
    }

    @Test
    void memoryOfADroppedNamespaceComesBack() {
        KeyedStateStore store = store();
        long before = store.retainedBytes();
        count(store, LongStream.range(0, 50_000).toArray(), 1);
        StateSnapshot snapshot = store.snapshot(Map.of());
        store.drop(COUNTS.name(), 0);
        assertThat(store.namespaces(COUNTS.name())).isEmpty();
        snapshot.write(1);
        assertThat(store.retainedBytes()).isEqualTo(before);
    }

    @Test
    void aSnapshotThatALaterOneOvertookIsRefused() {
        KeyedStateStore store = store();
        count(store, new long[] {1}, 1);
        StateSnapshot first = store.snapshot(Map.of());
        StateSnapshot second = store.snapshot(Map.of());
        assertThatThrownBy(() -> first.write(1)).hasMessageContaining("too late");
        second.write(2);
    }

    @Test
    void aSnapshotThatFailedIsMadeGoodByTheNext() throws IOException {
        KeyedStateStore store = store();
        count(store, new long[] {1, 2, 3}, 1);
        Path folder = directory.resolve("0");
        Files.writeString(folder, "a file where the folder shall be");
        StateSnapshot first = store.snapshot(Map.of());
        assertThatThrownBy(() -> first.write(1)).isInstanceOf(BlinkException.class);
        Files.delete(folder);
        String handle = store.snapshot(Map.of()).write(2).handle();
        assertThat(store(0, 1, List.of(handle)).valueTable(COUNTS, 0).size()).isEqualTo(3);
    }

    @Test
    void anotherSchemaThanTheRestoredOneIsRefused() {
        KeyedStateStore store = store();
        count(store, new long[] {1}, 1);
        KeyedStateStore restored =
                store(0, 1, List.of(store.snapshot(Map.of()).write(1).handle()));
        TableSchema other = TableSchema.of("counts", List.of(StateModel.NUMBER), List.of(DataType.string()));
        assertThatThrownBy(() -> restored.valueTable(other, 0))
                .isInstanceOf(BlinkException.class)
                .hasMessageContaining("counts");
    }

    @Test
    void attributesAndNamespacesAreRestored() {
        KeyedStateStore store = store();
        count(store, new long[] {1}, 1);
        store.valueTable(COUNTS, 42)
                .put(
                        StateRows.columns(COUNTS.keyTypes(), List.of(List.of(5L))),
                        new long[] {ValueHash.ofLong(5)},
                        1,
                        StateRows.columns(COUNTS.valueTypes(), List.of(List.of(1L, 2L))));
        String handle = store.snapshot(Map.of("watermark", 99L)).write(1).handle();
        KeyedStateStore restored = store(0, 1, List.of(handle));
        assertThat(restored.restoredAttributes()).hasSize(1);
        assertThat(restored.restoredAttributes().get(0)).containsEntry("watermark", 99L);
        assertThat(restored.namespaces("counts")).containsExactly(0, 42);
    }

    // ---- Values

    @Test
    void keysAreEqualAsTheEngineHasIt() {
        DataType real = DataType.of(TypeKind.DOUBLE);
        TableSchema schema = TableSchema.of("reals", List.of(real), List.of(StateModel.BIGINT));
        ValueTable table = store().valueTable(schema, 0);
        List<List<Object>> keys = Stream.of(
                        0.0, -0.0, Double.NaN, Double.longBitsToDouble(0x7FF8000000000001L), null, 1.5)
                .map(key -> Arrays.<Object>asList(key))
                .toList();
        Column[] columns = StateRows.columns(schema.keyTypes(), keys);
        int made = table.claim(columns, StateRows.hashes(columns, 6), 6, new int[6], new boolean[6]);
        assertThat(made).isEqualTo(4);
    }

    @Test
    void equalHashesOfUnequalKeysAreToldApart() {
        ValueTable table = store().valueTable(COUNTS, 0);
        List<List<Object>> keys = LongStream.range(0, 50)
                .mapToObj(key -> List.<Object>of(key % 40))
                .toList();
        Column[] columns = StateRows.columns(COUNTS.keyTypes(), keys);
        int[] entries = new int[50];
        assertThat(table.claim(columns, new long[50], 50, entries, new boolean[50]))
                .isEqualTo(40);
        assertThat(Arrays.stream(entries).distinct().count()).isEqualTo(40);
        assertThat(entries[45]).isEqualTo(entries[5]);
        assertThat(table.remove(columns, new long[50], 50)).isEqualTo(40);
        assertThat(table.size()).isZero();
    }

    @Test
    void addingTakesNullForZeroAndTellsOverflow() {
        ValueTable table = store().valueTable(
                        TableSchema.of("sums", COUNTS.keyTypes(), List.of(StateModel.BIGINT, StateModel.BIGINT)), 0);
        Column[] keys = StateRows.columns(COUNTS.keyTypes(), List.of(List.of(1L), List.of(2L), List.of(1L)));
        int[] entries = new int[3];
        table.claim(keys, StateRows.hashes(keys, 3), 3, entries, new boolean[3]);
        assertThat(table.add(entries, 3, 1, new long[] {5, Long.MIN_VALUE, -7})).isTrue();
        assertThat(StateRows.rows(List.of(table.values(entries, 3)), 3))
                .isEqualTo(List.of(
                        Arrays.asList(null, -2L), Arrays.asList(null, Long.MIN_VALUE), Arrays.asList(null, -2L)));
        assertThat(table.add(entries, 2, 1, new long[] {1, -1})).isFalse();
    }

    @Test
    void sumsOfDoublesAndExtremesTakeNullForNothing() {
        ValueTable table = store().valueTable(
                        TableSchema.of(
                                "extremes",
                                COUNTS.keyTypes(),
                                List.of(StateModel.BIGINT, DataType.of(TypeKind.INT), DataType.of(TypeKind.DOUBLE))),
                        0);
        Column[] keys = StateRows.columns(COUNTS.keyTypes(), List.of(List.of(1L), List.of(2L), List.of(1L)));
        int[] entries = new int[3];
        table.claim(keys, StateRows.hashes(keys, 3), 3, entries, new boolean[3]);
        table.extreme(entries, 3, 0, new long[] {5, Long.MIN_VALUE, -7}, false);
        table.extreme(entries, 3, 1, new long[] {-5, Integer.MAX_VALUE, -7}, true);
        table.add(entries, 3, 2, new double[] {0.5, -0.25, 2});
        Column[] values = table.values(entries, 2);
        assertThat(((LongColumn) values[0]).values()).startsWith(-7, Long.MIN_VALUE);
        assertThat(((IntColumn) values[1]).values()).startsWith(-5, Integer.MAX_VALUE);
        assertThat(((DoubleColumn) values[2]).values()).startsWith(2.5, -0.25);
        for (Column column : values) {
            assertThat(column.isNull(0) || column.isNull(1)).isFalse();
        }
    }

    @Test
    void subkeysTellEntriesOfAKeyApartAndGoWhereItGoes() {
        TableSchema schema = new TableSchema("seen", List.of(StateModel.NUMBER), List.of(DataType.string()), List.of());
        List<DataType> types = List.of(StateModel.NUMBER, DataType.string());
        List<List<Object>> rows = new ArrayList<>();
        for (long i = 0; i < 3000; i++) {
            rows.add(Arrays.asList(i % 10, i % 7 == 0 ? null : "v" + i % 200));
        }
        Set<List<Object>> expected = Set.copyOf(rows.stream()
                .map(row -> row.stream()
                        .map(String::valueOf)
                        .map(text -> (Object) text)
                        .toList())
                .toList());
        Column[] columns = StateRows.columns(types, rows);
        long[] hashes = StateRows.hashes(new Column[] {columns[0]}, rows.size());
        KeyedStateStore store = store();
        int made = store.valueTable(schema, 0)
                .claim(columns, hashes, rows.size(), new int[rows.size()], new boolean[rows.size()]);
        assertThat(made).isEqualTo(expected.size());
        String handle = store.snapshot(Map.of()).write(1).handle();
        long found = 0;
        for (int subtask = 0; subtask < 3; subtask++) {
            ValueTable part = store(subtask, 3, List.of(handle)).valueTable(schema, 0);
            int[] entries = new int[rows.size()];
            part.find(columns, hashes, rows.size(), entries);
            for (int i = 0; i < rows.size(); i++) {
                boolean mine = ValueHash.bucket(hashes[i], GROUPS) * 3 / GROUPS == subtask;
                assertThat(entries[i] != ValueTable.NONE).isEqualTo(mine);
            }
            found += part.size();
        }
        assertThat(found).isEqualTo(expected.size());
    }

    @Test
    void nestedValuesAreKept() {
        DataType array = DataType.array(StateModel.BIGINT);
        TableSchema schema = TableSchema.of("nested", List.of(StateModel.NUMBER), List.of(array));
        Column elements = StateRows.columns(
                List.of(StateModel.BIGINT),
                Stream.of(1L, null, 3L, 4L, 5L)
                        .map(value -> Arrays.<Object>asList(value))
                        .toList())[0];
        ArrayColumn arrays = new ArrayColumn(3, elements, new int[] {0, 2, 2, 5}, new boolean[] {false, true, false});
        Column[] keys = StateRows.columns(schema.keyTypes(), List.of(List.of(1L), List.of(2L), List.of(3L)));
        KeyedStateStore store = store();
        store.valueTable(schema, 0).put(keys, StateRows.hashes(keys, 3), 3, new Column[] {arrays});
        KeyedStateStore restored =
                store(0, 1, List.of(store.snapshot(Map.of()).write(1).handle()));
        int[] entries = new int[3];
        ValueTable table = restored.valueTable(schema, 0);
        table.find(keys, StateRows.hashes(keys, 3), 3, entries);
        assertThat(StateRows.texts(array, table.values(entries, 3)[0])).containsExactly("[1,null]", "null", "[3,4,5]");
    }

    @Test
    void everyTypeSortsAsSqlSaysAndComesBack() {
        BigInteger big = BigInteger.TEN.pow(37);
        requireOrder(DataType.of(TypeKind.TINYINT), null, (byte) -128, (byte) -1, (byte) 0, (byte) 127);
        requireOrder(DataType.of(TypeKind.SMALLINT), null, (short) -32768, (short) -1, (short) 256, (short) 32767);
        requireOrder(DataType.of(TypeKind.INT), null, Integer.MIN_VALUE, -1, 0, Integer.MAX_VALUE);
        requireOrder(StateModel.NUMBER, Long.MIN_VALUE, -1L, 0L, 1L << 40, Long.MAX_VALUE);
        requireOrder(
                DataType.of(TypeKind.DOUBLE),
                null,
                Double.NEGATIVE_INFINITY,
                -1.5,
                0.0,
                Double.MIN_VALUE,
                Double.POSITIVE_INFINITY,
                Double.NaN);
        requireOrder(DataType.of(TypeKind.FLOAT), null, -Float.MAX_VALUE, -1f, 0f, 2f, Float.NaN);
        requireOrder(DataType.decimal(38, 0), null, big.negate(), BigInteger.ONE.negate(), BigInteger.ZERO, big);
        requireOrder(
                DataType.timestamp(9), null, new long[] {-5, 999}, new long[] {-4, 0}, new long[] {7, 1}, new long[] {
                    7, 2
                });
        requireOrder(DataType.string(), null, "", "a", "a\0", "a\0b", "ab", "\u00e9", "\uFFFD", "\uD83D\uDE00");
    }

    @Test
    void entriesWithLongKeysAreReplacedBehindASnapshotOneByOne() {
        TableSchema schema =
                new TableSchema("order", List.of(), List.of(DataType.string()), List.of(StateModel.NUMBER));
        KeyedStateStore store = store();
        SortedMapTable table = store.sortedMapTable(schema, 0);
        for (long round = 0; round < 3; round++) {
            for (String order : List.of("long and alike 1", "long and alike 2", "long and alike 3")) {
                table.put(
                        new Column[0],
                        new long[1],
                        1,
                        StateRows.columns(schema.subkeyTypes(), List.of(List.of(order))),
                        StateRows.columns(schema.valueTypes(), List.of(List.of(round))));
            }
            store.snapshot(Map.of()).write(round + 1);
        }
        Column values = table.read(new Column[0], 0, SortedMapTable.Range.ALL, SortedMapTable.Direction.ASCENDING, 100)
                .column(1);
        assertThat(StateRows.texts(StateModel.NUMBER, values)).containsExactly("2", "2", "2");
    }

    private void requireOrder(DataType type, Object... ascending) {
        TableSchema schema = new TableSchema("order " + type, List.of(StateModel.NUMBER), List.of(type), List.of());
        List<List<Object>> order =
                Arrays.stream(ascending).map(value -> Arrays.asList(value)).collect(Collectors.toList());
        List<String> expected = StateRows.texts(type, StateRows.columns(List.of(type), order)[0]);
        Collections.shuffle(order, new Random(5));
        int rows = order.size();
        Column[] keys = StateRows.columns(schema.keyTypes(), Collections.nCopies(rows, List.of(7L)));
        SortedMapTable table = store().sortedMapTable(schema, 0);
        table.put(
                keys,
                StateRows.hashes(keys, rows),
                rows,
                StateRows.columns(schema.subkeyTypes(), order),
                new Column[0]);
        Column read = table.read(keys, 0, SortedMapTable.Range.ALL, SortedMapTable.Direction.ASCENDING, 100)
                .column(0);
        assertThat(StateRows.texts(type, read)).isEqualTo(expected);
    }

    @Test
    void timersComeInOrderOfTime() {
        Timers timers = store().timers(StateModel.TIMERS);
        int count = 5000;
        long[] times = new Random(11).longs(count, -1_000_000, 1_000_000).toArray();
        Column[] keys = StateRows.columns(StateModel.TIMERS.keyTypes(), Collections.nCopies(count, List.of("k")));
        timers.set(times, keys, StateRows.hashes(keys, count), count);
        List<Long> fired = new ArrayList<>();
        for (long until = -1_000_000; until <= 1_000_000; until += 10_000) {
            Timers.Due due = timers.take(until, 7);
            while (due.count() > 0) {
                Arrays.stream(due.times(), 0, due.count()).forEach(fired::add);
                due = timers.take(until, 7);
            }
            assertThat(timers.next()).isGreaterThan(until);
        }
        assertThat(fired)
                .isEqualTo(Arrays.stream(times).sorted().distinct().boxed().toList());
    }
}
