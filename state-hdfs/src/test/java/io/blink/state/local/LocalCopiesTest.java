package io.blink.state.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.column.Column;
import io.blink.core.error.BlinkException;
import io.blink.core.memory.MemoryPool;
import io.blink.core.spi.filesystem.FileSystem;
import io.blink.core.spi.filesystem.InputFile;
import io.blink.core.spi.filesystem.LocalFileSystem;
import io.blink.core.spi.state.KeyedStateStore;
import io.blink.core.spi.state.StateScope;
import io.blink.core.spi.state.TableSchema;
import io.blink.core.spi.state.ValueTable;
import io.blink.core.type.DataType;
import io.blink.core.type.TypeKind;
import io.blink.state.checkpoint.StateHandle;
import io.blink.state.table.PagedStateBackend;
import io.blink.testing.state.StateRows;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalCopiesTest {
    private static final DataType NUMBER = DataType.of(TypeKind.BIGINT).withNullable(false);
    private static final TableSchema SCHEMA = TableSchema.of("t", List.of(NUMBER), List.of(NUMBER));

    @TempDir
    Path folder;

    private final FileSystem durable = new LocalFileSystem();

    private LocalCopies copies() {
        return new LocalCopies(durable, folder.resolve("copies"));
    }

    private String path(String name) {
        return folder.resolve("durable").resolve(name).toString();
    }

    private List<Path> copied() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("copies"))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }

    private static void write(FileSystem files, String path, String text) throws IOException {
        try (OutputStream output = files.create(path)) {
            output.write(text.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String read(FileSystem files, String path) throws IOException {
        try (InputFile file = files.open(path)) {
            byte[] bytes = new byte[(int) file.length()];
            file.readFully(0, bytes, 0, bytes.length);
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    @Test
    void whatWasCreatedHereIsReadFromHere() throws IOException {
        write(copies(), path("1-1.state"), "state");
        assertThat(read(durable, path("1-1.state"))).isEqualTo("state");
        assertThat(copied()).hasSize(1);
        Files.delete(Path.of(path("1-1.state")));
        LocalCopies later = copies();
        assertThat(read(later, path("1-1.state"))).isEqualTo("state");
        assertThat(later.openedCopy()).isTrue();
    }

    @Test
    void whatWasCreatedElsewhereIsReadFromWhereItIs() throws IOException {
        write(durable, path("1-1.state"), "state");
        LocalCopies copies = copies();
        assertThat(read(copies, path("1-1.state"))).isEqualTo("state");
        assertThat(copies.openedCopy()).isFalse();
    }

    @Test
    void anUnfinishedFileHasNoCopy() throws IOException {
        OutputStream output = copies().create(path("1-1.state"));
        output.write(1);
        assertThat(read(copies(), path("1-1.state"))).isEqualTo("\1");
        assertThat(copied()).noneMatch(file -> file.endsWith("1-1.state"));
        output.close();
        assertThat(copied()).hasSize(1).allMatch(file -> file.endsWith("1-1.state"));
    }

    @Test
    void copiesGoAfterTheirFiles() throws IOException {
        LocalCopies copies = copies();
        write(copies, path("1-1.state"), "one");
        write(copies, path("1-2.state"), "two");
        Files.delete(Path.of(path("1-1.state")));
        write(copies, path("1-3.state"), "three");
        assertThat(copied())
                .extracting(Path::getFileName)
                .extracting(Path::toString)
                .containsExactly("1-2.state", "1-3.state");
    }

    @Test
    void aCopyThatCannotBeWrittenIsDoneWithout() throws IOException {
        Files.writeString(folder.resolve("copies"), "a file where the folder shall be");
        write(copies(), path("1-1.state"), "state");
        assertThat(read(copies(), path("1-1.state"))).isEqualTo("state");
    }

    @Test
    void storesRestoreFromCopiesAndFromTheFilesIfThoseAreDamaged() throws IOException {
        LocalCopies copies = copies();
        long[] numbers = LongStream.range(0, 5000).toArray();
        List<List<Object>> rows = LongStream.of(numbers)
                .mapToObj(number -> List.<Object>of(number))
                .toList();
        Column[] columns = StateRows.columns(SCHEMA.keyTypes(), rows);
        String handle;
        try (KeyedStateStore store = store(copies)) {
            ValueTable table = store.valueTable(SCHEMA, 0);
            table.put(columns, StateRows.hashes(columns, rows.size()), rows.size(), columns);
            handle = store.snapshot(Map.of()).write(1).handle();
        }
        Path file = Path.of(StateHandle.fromJson(handle).files().get(0));
        Path away = file.resolveSibling("away");
        Files.move(file, away);
        assertThat(restoredKeys(copies(), handle)).isEqualTo(5000);
        Files.move(away, file);
        Path copy = copied().get(0);
        byte[] bytes = Files.readAllBytes(copy);
        bytes[bytes.length / 2] ^= 1;
        Files.write(copy, bytes);
        LocalCopies damaged = copies();
        assertThatThrownBy(() -> restoredKeys(damaged, handle)).isInstanceOf(BlinkException.class);
        assertThat(damaged.openedCopy()).isTrue();
        damaged.distrust();
        assertThat(restoredKeys(damaged, handle)).isEqualTo(5000);
    }

    private KeyedStateStore store(FileSystem files) {
        return new PagedStateBackend()
                .open(
                        new StateScope("test", folder.resolve("durable").toString(), 1, 0, 1, 128),
                        files,
                        new MemoryPool("test", 64 << 20));
    }

    private long restoredKeys(FileSystem files, String handle) {
        try (KeyedStateStore store = store(files)) {
            store.restore(List.of(handle));
            return store.valueTable(SCHEMA, 0).size();
        }
    }
}
