package io.blink.formats.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.plan.ExecutionMode;
import io.blink.core.plan.PlanJson;
import io.blink.core.spi.connector.Committable;
import io.blink.core.spi.connector.CommitterContext;
import io.blink.core.spi.connector.SinkRequest;
import io.blink.core.spi.filesystem.FileStatus;
import io.blink.core.spi.filesystem.FileSystem;
import io.blink.core.spi.filesystem.InputFile;
import io.blink.core.spi.filesystem.LocalFileSystem;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.formats.partition.ReachedWatermark;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** When partitions of files get their success file, with masters that die after any change and streams that follow each other. */
class CompletePartitionsTest {
    private static final String FIRST = "day=2024-01-01/city=a%2Fb";
    private static final String SECOND = "day=2024-01-02/city=c";
    private static final Map<String, String> BY_TIME = Map.of(
            "sink.partition-commit.policy.kind", "success-file",
            "sink.partition-commit.trigger", "partition-time",
            "sink.partition-commit.delay", "1 h");

    @TempDir
    Path folder;

    private long nowMillis = 1_000_000;
    private int files;

    private SinkHandle sink(Path table, boolean overwrite, ExecutionMode mode, Map<String, String> options) {
        Map<String, String> all = new HashMap<>(options);
        all.put("path", table.toString());
        all.put("format", "csv");
        FilesystemTable described = new FilesystemTable(
                "c.d.t",
                table.toString(),
                "csv",
                List.of(),
                List.of(new Field("day", DataType.string()), new Field("city", DataType.string())),
                List.of(),
                all);
        return SinkHandle.of(described, new SinkRequest(overwrite, Map.of(), mode));
    }

    private SinkHandle stream(Map<String, String> options) {
        return sink(folder, false, ExecutionMode.STREAMING, options);
    }

    private FilesystemCommitter committer(SinkHandle sink, String job, int term, FileSystem fileSystem) {
        return new FilesystemCommitter(
                sink, new CommitterContext(job, 3, term, ExecutionMode.STREAMING), fileSystem, () -> nowMillis);
    }

    private FilesystemCommitter committer(SinkHandle sink, String job, int term) {
        return committer(sink, job, term, new LocalFileSystem());
    }

    private static long micros(String time) {
        return LocalDateTime.parse(time).toEpochSecond(ZoneOffset.UTC) * 1_000_000;
    }

    /** One file for each partition, and what a single writer says of the watermark. */
    private List<Committable> prepared(Path table, String job, long checkpoint, long watermark, String... partitions)
            throws IOException {
        List<Committable> prepared = new ArrayList<>();
        for (String partition : partitions) {
            String name = "part-" + files++;
            Path staged = table.resolve(".blink-staging/" + job + "/" + name);
            Files.createDirectories(staged.getParent());
            Files.writeString(staged, "row\n");
            Prepared file = new WrittenFile(
                    staged.toString(), table.resolve(partition).resolve(name).toString(), partition, 4);
            prepared.add(new Committable(PlanJson.write(file), 1));
        }
        Prepared reached = new WriterWatermark(new ReachedWatermark(0, checkpoint, watermark));
        prepared.add(new Committable(PlanJson.write(reached), 0));
        return prepared;
    }

    private boolean complete(String partition) {
        return Files.exists(folder.resolve(partition).resolve("_SUCCESS"));
    }

    @Test
    void aPartitionIsCompleteOnceTheWatermarkIsTheDelayBehindItsTime() throws IOException {
        SinkHandle sink = stream(BY_TIME);
        FilesystemCommitter committer = committer(sink, "j", 1);
        committer.commit(1, prepared(folder, "j", 1, micros("2024-01-01T01:00:00"), FIRST, SECOND));
        assertThat(complete(FIRST)).isFalse();
        committer = committer(sink, "j", 2);
        committer.commit(2, prepared(folder, "j", 2, micros("2024-01-01T01:00:01")));
        assertThat(complete(FIRST)).isTrue();
        assertThat(complete(SECOND)).isFalse();
        committer = committer(sink, "j", 3);
        committer.commit(3, prepared(folder, "j", 3, Long.MAX_VALUE));
        assertThat(complete(SECOND)).isTrue();
        committer.cleanUp();
        try (var left = Files.walk(folder.resolve(".blink-staging"))) {
            assertThat(left.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void byProcessTimeAPartitionIsCompleteTheDelayAfterItsFirstRows() throws IOException {
        SinkHandle sink = stream(
                Map.of("sink.partition-commit.policy.kind", "success-file", "sink.partition-commit.delay", "1 min"));
        committer(sink, "j", 1).commit(1, prepared(folder, "j", 1, 0, FIRST));
        nowMillis += 59_999;
        committer(sink, "j", 2).commit(2, prepared(folder, "j", 2, 0, FIRST));
        assertThat(complete(FIRST)).isFalse();
        nowMillis += 1;
        committer(sink, "j", 3).commit(3, List.of());
        assertThat(complete(FIRST)).isTrue();
    }

    @Test
    void lateRowsMakeTheSuccessFileAsNewAsTheyAre() throws IOException {
        SinkHandle sink = stream(BY_TIME);
        committer(sink, "j", 1).commit(1, prepared(folder, "j", 1, micros("2024-01-01T03:00:00"), FIRST));
        Path success = folder.resolve(FIRST).resolve("_SUCCESS");
        Files.setLastModifiedTime(success, FileTime.fromMillis(1_000));
        committer(sink, "j", 2).commit(2, prepared(folder, "j", 2, micros("2024-01-01T04:00:00"), SECOND));
        assertThat(Files.getLastModifiedTime(success)).isEqualTo(FileTime.fromMillis(1_000));
        committer(sink, "j", 3).commit(3, prepared(folder, "j", 3, micros("2024-01-01T05:00:00"), FIRST));
        assertThat(Files.getLastModifiedTime(success)).isGreaterThan(FileTime.fromMillis(1_000));
        assertThat(complete(SECOND)).isFalse();
    }

    @Test
    void withoutDelayItIsCompleteWithTheCheckpoint() throws IOException {
        SinkHandle sink = stream(Map.of("sink.partition-commit.policy.kind", "success-file"));
        committer(sink, "j", 1).commit(1, prepared(folder, "j", 1, 0, FIRST));
        assertThat(complete(FIRST)).isTrue();
    }

    @Test
    void theNextStreamTakesOverWhatAnEndedOneLeftAndLeavesAloneWhatRuns() throws IOException {
        SinkHandle sink = stream(BY_TIME);
        FilesystemCommitter ended = committer(sink, "ended", 1);
        ended.commit(1, prepared(folder, "ended", 1, Long.MIN_VALUE, FIRST));
        ended.cleanUp();
        committer(sink, "runs", 1).commit(1, prepared(folder, "runs", 1, Long.MIN_VALUE, SECOND));
        committer(sink, "next", 1).commit(1, prepared(folder, "next", 1, micros("2024-02-01T00:00:00")));
        assertThat(complete(FIRST)).as("taken over by the first that came").isFalse();
        assertThat(complete(SECOND)).isFalse();
        committer(sink, "runs", 2).commit(2, prepared(folder, "runs", 2, micros("2024-01-01T02:00:00")));
        assertThat(complete(FIRST)).isTrue();
        assertThat(complete(SECOND)).isFalse();
    }

    @Test
    void aPartitionThatIsBeingOverwrittenIsNotComplete() throws IOException {
        int changes = 0;
        while (dieWhileOverwriting(changes)) {
            changes++;
        }
        assertThat(changes).isGreaterThan(6);
    }

    private boolean dieWhileOverwriting(int changes) throws IOException {
        Path table = Files.createDirectory(folder.resolve("overwritten" + changes));
        SinkHandle sink =
                sink(table, true, ExecutionMode.BATCH, Map.of("sink.partition-commit.policy.kind", "success-file"));
        Path partition = Files.createDirectories(table.resolve(FIRST));
        Files.writeString(partition.resolve("_SUCCESS"), "");
        Files.writeString(partition.resolve("old"), "old row");
        List<Committable> written =
                prepared(table, "j", 1, Long.MAX_VALUE, FIRST).subList(0, 1);
        DyingFileSystem dying = new DyingFileSystem(changes);
        CommitterContext context = new CommitterContext("j", 3, 1, ExecutionMode.BATCH);
        try {
            new FilesystemCommitter(sink, context, dying).commit(1, written);
        } catch (RuntimeException e) {
            assertThat(dying.dead()).isTrue();
        }
        if (Files.exists(partition.resolve("_SUCCESS"))) {
            assertThat(rowFiles(partition)).as("old or new rows, not both").hasSize(1);
        }
        new FilesystemCommitter(sink, new CommitterContext("j", 3, 2, ExecutionMode.BATCH), new LocalFileSystem())
                .commit(1, written);
        assertThat(partition.resolve("_SUCCESS")).exists();
        assertThat(rowFiles(partition)).hasSize(1).noneMatch(name -> name.equals("old"));
        return dying.dead();
    }

    private static List<String> rowFiles(Path partition) throws IOException {
        try (var files = Files.list(partition)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.startsWith("_") && !name.startsWith("."))
                    .toList();
        }
    }

    @Test
    void mastersMayDieAfterAnyChange() throws IOException {
        int changes = 0;
        while (dieAndRecover(changes)) {
            changes++;
        }
        assertThat(changes).isGreaterThan(12);
    }

    private boolean dieAndRecover(int changes) throws IOException {
        Path table = Files.createDirectory(folder.resolve("round" + changes));
        SinkHandle sink = sink(table, false, ExecutionMode.STREAMING, BY_TIME);
        List<Committable> one = prepared(table, "j", 1, Long.MIN_VALUE, FIRST, SECOND);
        List<Committable> two = prepared(table, "j", 2, micros("2024-01-01T03:00:00"), SECOND);
        DyingFileSystem dying = new DyingFileSystem(changes);
        try {
            FilesystemCommitter committer = committer(sink, "j", 1, dying);
            committer.commit(1, one);
            committer.commit(2, two);
        } catch (RuntimeException e) {
            assertThat(dying.dead()).isTrue();
        }
        FilesystemCommitter successor = committer(sink, "j", 2);
        successor.commit(1, one);
        successor.commit(2, two);
        assertThat(table.resolve(FIRST).resolve("_SUCCESS")).exists();
        assertThat(table.resolve(SECOND).resolve("_SUCCESS")).doesNotExist();
        successor.commit(3, prepared(table, "j", 3, Long.MAX_VALUE));
        assertThat(table.resolve(SECOND).resolve("_SUCCESS")).exists();
        assertThat(rowFiles(table.resolve(SECOND))).hasSize(2);
        return dying.dead();
    }

    /** Fails from after its n-th change on. */
    private static final class DyingFileSystem implements FileSystem {
        private final FileSystem files = new LocalFileSystem();
        private int left;
        private boolean dead;

        DyingFileSystem(int changes) {
            left = changes;
        }

        boolean dead() {
            return dead;
        }

        private void look() {
            if (dead) {
                throw new UncheckedIOException(new IOException("the process is dead"));
            }
        }

        private void change() {
            look();
            dead = left-- <= 0;
            look();
        }

        @Override
        public InputFile open(String path) throws IOException {
            look();
            return files.open(path);
        }

        @Override
        public OutputStream create(String path) throws IOException {
            change();
            return files.create(path);
        }

        @Override
        public Optional<FileStatus> status(String path) throws IOException {
            look();
            return files.status(path);
        }

        @Override
        public List<FileStatus> list(String directory) throws IOException {
            look();
            return files.list(directory);
        }

        @Override
        public List<FileStatus> listFiles(String directory) throws IOException {
            look();
            return files.listFiles(directory);
        }

        @Override
        public void createDirectories(String directory) throws IOException {
            change();
            files.createDirectories(directory);
        }

        @Override
        public boolean rename(String from, String to) throws IOException {
            change();
            return files.rename(from, to);
        }

        @Override
        public boolean delete(String path) throws IOException {
            change();
            return files.delete(path);
        }

        @Override
        public boolean touch(String path) throws IOException {
            change();
            return files.touch(path);
        }
    }

    @Test
    void whatFilesCannotDoIsRefused() {
        assertThatThrownBy(() -> stream(Map.of("sink.partition-commit.policy.kind", "metastore,success-file")))
                .hasMessageContaining("a metastore has those of Hive tables");
        assertThatThrownBy(() -> stream(Map.of(
                        "sink.partition-commit.policy.kind", "success-file",
                        "sink.partition-commit.success-file.name", "done")))
                .hasMessageContaining("begin the name with _ or .");
    }
}
