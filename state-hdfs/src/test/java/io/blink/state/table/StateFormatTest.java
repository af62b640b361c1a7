package io.blink.state.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.Column;
import io.blink.core.memory.MemoryPool;
import io.blink.core.spi.filesystem.LocalFileSystem;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.StateScope;
import io.blink.core.spi.state.TableSchema;
import io.blink.core.spi.state.Timers;
import io.blink.core.spi.state.ValueTable;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.testing.state.StateRows;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bytes of checkpoints of this version, which every later one must read. */
class StateFormatTest {
    private static final DataType NUMBER = DataType.of(TypeKind.BIGINT).withNullable(false);
    private static final TableSchema VALUES = TableSchema.of(
            "values", List.of(NUMBER, DataType.string()), List.of(DataType.of(TypeKind.INT), DataType.string()));
    private static final TableSchema TIMERS = TableSchema.of("timers", List.of(DataType.string()), List.of());

    @TempDir
    Path directory;

    private long nowMillis = 1_800_000_000_000L;

    private KeyedStateStore open(List<String> handles) {
        KeyedStateStore store = new PagedStateBackend(() -> nowMillis)
                .open(
                        new StateScope("golden", directory.toString(), 3, 0, 1, 128),
                        new LocalFileSystem(),
                        new MemoryPool("golden", 1 << 20));
        store.restore(handles);
        return store;
    }

    private static void put(KeyedStateStore store, List<List<Object>> keys, List<List<Object>> values) {
        Column[] columns = StateRows.columns(VALUES.keyTypes(), keys);
        store.valueTable(VALUES, 7)
                .put(
                        columns,
                        StateRows.hashes(columns, keys.size()),
                        keys.size(),
                        StateRows.columns(VALUES.valueTypes(), values));
    }

    /** The handle after two checkpoints, of which the second has a moved record and a dead one. */
    private String write() {
        try (KeyedStateStore store = open(List.of())) {
            put(
                    store,
                    List.of(List.of(1L, "one"), Arrays.asList(2L, null), List.of(-3L, "")),
                    List.of(List.of(10, "a"), Arrays.asList(null, "b"), Arrays.asList(30, null)));
            Column[] keys = StateRows.columns(TIMERS.keyTypes(), List.of(List.of("k"), Arrays.asList((Object) null)));
            store.timers(TIMERS).set(new long[] {5, -5}, keys, StateRows.hashes(keys, 2), 2);
            store.snapshot(Map.of()).write(1);
            put(store, List.of(List.of(1L, "one")), List.of(List.of(11, "longer than before")));
            return store.snapshot(Map.of("watermark", 99L)).write(2).handle();
        }
    }

    private static String golden(String name) throws IOException {
        try (InputStream input = StateFormatTest.class.getResourceAsStream("/state-format/" + name)) {
            return new String(input.readAllBytes(), StandardCharsets.UTF_8).strip();
        }
    }

    private String hex(String name) throws IOException {
        return HexFormat.of().formatHex(Files.readAllBytes(directory.resolve(name)));
    }

    @Test
    void bytesOfCheckpointsStayAsTheyAre() throws IOException {
        String handle = write();
        assertThat(hex("3-1.state")).isEqualTo(golden("3-1.state.hex"));
        assertThat(hex("3-2.state")).isEqualTo(golden("3-2.state.hex"));
        assertThat(handle.replace(directory.toString(), "DIRECTORY")).isEqualTo(golden("handle.json"));
    }

    @Test
    void checkpointsOfThisVersionAreRead() throws IOException {
        for (String name : List.of("3-1.state", "3-2.state")) {
            Files.write(directory.resolve(name), HexFormat.of().parseHex(golden(name + ".hex")));
        }
        try (KeyedStateStore store = open(List.of(golden("handle.json").replace("DIRECTORY", directory.toString())))) {
            ValueTable table = store.valueTable(VALUES, 7);
            List<List<Object>> keys = List.of(List.of(1L, "one"), Arrays.asList(2L, null), List.of(-3L, ""));
            Column[] columns = StateRows.columns(VALUES.keyTypes(), keys);
            int[] entries = new int[3];
            table.find(columns, StateRows.hashes(columns, 3), 3, entries);
            assertThat(StateRows.rows(List.of(table.values(entries, 3)), 3))
                    .isEqualTo(List.of(
                            List.of(11, "longer than before"), Arrays.asList(null, "b"), Arrays.asList(30, null)));
            assertThat(table.size()).isEqualTo(3);
            Timers.Due due = store.timers(TIMERS).take(Long.MAX_VALUE, 9);
            assertThat(Arrays.copyOf(due.times(), due.count())).containsExactly(-5, 5);
            assertThat(StateRows.rows(List.of(due.keys()), 2))
                    .isEqualTo(List.of(Arrays.asList((Object) null), List.of("k")));
            assertThat(store.restoredAttributes().get(0)).containsEntry("watermark", 99L);
        }
    }

    /** The handle of a value table, a list and a sorted map, each with two entries of different times. */
    private String writeTimed() {
        try (KeyedStateStore store = open(List.of())) {
            for (long key = 1; key <= 2; key++) {
                Column[] keys = StateRows.columns(List.of(NUMBER), List.of(List.of(key)));
                long[] hashes = StateRows.hashes(keys, 1);
                store.valueTable(timed("values"), 0).put(keys, hashes, 1, keys);
                store.listTable(timed("lists"), 0).append(keys, hashes, 1, keys);
                store.sortedMapTable(timed("maps"), 0).put(keys, hashes, 1, keys, keys);
                nowMillis += 1000;
            }
            return store.snapshot(Map.of()).write(1).handle();
        }
    }

    private static TableSchema timed(String name) {
        List<DataType> subkey = name.equals("maps") ? List.of(NUMBER) : List.of();
        return new TableSchema(name, List.of(NUMBER), subkey, List.of(NUMBER), 10_000);
    }

    @Test
    void bytesOfTablesWithATimeToLiveStayAsTheyAre() throws IOException {
        String handle = writeTimed();
        assertThat(hex("3-1.state")).isEqualTo(golden("timed.state.hex"));
        assertThat(handle.replace(directory.toString(), "DIRECTORY")).isEqualTo(golden("timed-handle.json"));
    }

    @Test
    void tablesWithATimeToLiveOfThisVersionAreRead() throws IOException {
        Files.write(directory.resolve("3-1.state"), HexFormat.of().parseHex(golden("timed.state.hex")));
        nowMillis += 10_500;
        try (KeyedStateStore store =
                open(List.of(golden("timed-handle.json").replace("DIRECTORY", directory.toString())))) {
            Column[] keys = StateRows.columns(List.of(NUMBER), List.of(List.of(1L), List.of(2L)));
            long[] hashes = StateRows.hashes(keys, 2);
            int[] entries = new int[2];
            store.valueTable(timed("values"), 0).find(keys, hashes, 2, entries);
            assertThat(entries[0]).isEqualTo(ValueTable.NONE);
            assertThat(entries[1]).isNotEqualTo(ValueTable.NONE);
            assertThat(store.listTable(timed("lists"), 0).read(keys, hashes, 2).ends())
                    .containsExactly(0, 1);
            Column[] found = store.sortedMapTable(timed("maps"), 0).get(keys, 2, keys);
            assertThat(StateRows.rows(List.of(found), 2)).isEqualTo(List.of(Arrays.asList((Object) null), List.of(2L)));
        }
    }
}
