package io.blink.runtime.spill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.column.Batch;
import io.blink.core.column.LongColumn;
import io.blink.core.error.BlinkException;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.core.type.TypeKind;
import io.blink.runtime.RuntimeErrorCode;
import io.blink.shuffle.LocalFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Disks that are full are the device of that name: it opens and refuses every byte. */
class LocalSpillFilesTest {
    private static final Path FULL = Path.of("/dev/full");

    @TempDir
    Path folder;

    private final Set<Path> fullDirectories = new HashSet<>();
    private List<Path> directories;

    @BeforeEach
    void makeDirectories() {
        directories = Stream.of("first", "second", "third").map(folder::resolve).toList();
    }

    private LocalSpillFiles files() {
        return new LocalSpillFiles(
                directories,
                new LocalFiles() {
                    @Override
                    public FileChannel create(Path file) throws IOException {
                        return fullDirectories.stream().anyMatch(file::startsWith)
                                ? FileChannel.open(FULL, StandardOpenOption.WRITE)
                                : LocalFiles.super.create(file);
                    }
                },
                "task");
    }

    @Test
    void rowsGoToTheOneDirectoryThatHasRoom() throws IOException {
        fullDirectories.addAll(directories.subList(0, 2));
        try (LocalSpillFiles files = files();
                SpillFile file = write(files, 3)) {
            assertThat(read(file)).containsExactly(0L, 1L, 2L);
        }
        assertThat(left()).isEmpty();
    }

    @Test
    void whenEveryDirectoryIsFullTheErrorNamesThemAndTheBytesAndWhatHelps() throws IOException {
        fullDirectories.addAll(directories);
        try (LocalSpillFiles files = files()) {
            assertThatThrownBy(() -> write(files, 1))
                    .isInstanceOfSatisfying(BlinkException.class, refusal -> assertThat(refusal.code())
                            .isEqualTo(RuntimeErrorCode.SPILL_FAILED))
                    .hasMessageMatching("\\d+ bytes of rows that do not fit in memory cannot be written .*")
                    .hasMessageContaining(directories.get(0).toString())
                    .hasMessageContaining(directories.get(1).toString())
                    .hasMessageContaining(directories.get(2).toString())
                    .hasMessageContaining("No space left on device")
                    .hasMessageContaining("'io.tmp.dirs'")
                    .hasMessageContaining("'yarn.nodemanager.local-dirs'");
        }
        assertThat(left()).isEmpty();
    }

    private static SpillFile write(LocalSpillFiles files, int batches) {
        SpillFile file = files.create("rows", List.of(new Field("n", DataType.of(TypeKind.BIGINT))));
        for (int i = 0; i < batches; i++) {
            file.append(batch(i));
        }
        file.finish();
        return file;
    }

    private static Batch batch(long value) {
        return new Batch(List.of(new LongColumn(1, new long[] {value}, null)));
    }

    private static List<Long> read(SpillFile file) {
        List<Long> values = new ArrayList<>();
        try (SpillFile.Reader reader = file.reader()) {
            for (Batch batch = reader.next(); batch != null; batch = reader.next()) {
                values.add(((LongColumn) batch.columns().get(0)).values()[0]);
            }
        }
        return values;
    }

    private List<Path> left() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).toList();
        }
    }
}
