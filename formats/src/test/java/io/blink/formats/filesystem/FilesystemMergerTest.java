package io.blink.formats.filesystem;

import static org.assertj.core.api.Assertions.assertThat;

import io.blink.core.column.Batch;
import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.LongColumn;
import io.blink.core.column.LongColumnBuilder;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.spi.connector.Committable;
import io.blink.core.spi.connector.Committer;
import io.blink.core.spi.connector.CommitterContext;
import io.blink.core.spi.connector.PreparedRows;
import io.blink.core.spi.connector.SinkRequest;
import io.blink.core.spi.connector.TableWriter;
import io.blink.core.spi.connector.WriterContext;
import io.blink.core.spi.filesystem.FileStatus;
import io.blink.core.spi.filesystem.LocalFileSystem;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import io.blink.formats.FileFormats;
import io.blink.formats.FileReader;
import io.blink.formats.ReadRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that several writers staged, for a checkpoint or in a batch, merged by partition before they are seen. */
class FilesystemMergerTest {
    private static final Field ID = new Field("id", DataType.parse("BIGINT"));
    private static final Field DAY = new Field("day", DataType.string());
    private static final int WRITERS = 3;

    @TempDir
    Path folder;

    private final LocalFileSystem fileSystem = new LocalFileSystem();

    private SinkHandle sink(String format, Map<String, String> options) {
        return sink(format, options, new SinkRequest(false, Map.of(), ExecutionMode.STREAMING));
    }

    private SinkHandle sink(String format, Map<String, String> options, SinkRequest request) {
        FilesystemTable table =
                new FilesystemTable("t", folder.toString(), format, List.of(ID), List.of(DAY), List.of(), options);
        return SinkHandle.of(table, request);
    }

    private static WriterContext context(int operator, int subtask, List<Field> input) {
        return new WriterContext("j", operator, subtask, 1, 0, input, ZoneOffset.UTC);
    }

    private static Batch rows(String day, long from, int count) {
        LongColumnBuilder ids = new LongColumnBuilder(count);
        BytesColumnBuilder days = new BytesColumnBuilder(count);
        for (int i = 0; i < count; i++) {
            ids.append(from + i);
            days.append(day);
        }
        return new Batch(List.of(ids.build(), days.build()));
    }

    /** Each writer puts 100 rows into each day; then one merges what they staged. */
    private List<Committable> mergedCheckpoint(SinkHandle sink, long checkpoint, String... days) {
        try (TableWriter merger =
                new FilesystemMerger(sink.as(SinkHandle.Role.MERGE), context(2, 0, PreparedRows.FIELDS), fileSystem)) {
            for (int writer = 0; writer < WRITERS; writer++) {
                try (TableWriter stage = new FilesystemWriter(
                        sink.as(SinkHandle.Role.STAGE),
                        context(1, (int) checkpoint * WRITERS + writer, List.of(ID, DAY)),
                        fileSystem)) {
                    for (String day : days) {
                        stage.write(rows(day, checkpoint * 1000 + writer * 100L, 100));
                    }
                    List<Committable> staged = stage.prepare(checkpoint);
                    merger.write(PreparedRows.of(staged, stage::mergeGroup));
                }
            }
            return merger.prepare(checkpoint, Long.MIN_VALUE);
        }
    }

    private FilesystemCommitter committer(SinkHandle sink, int term) {
        return new FilesystemCommitter(
                sink.as(SinkHandle.Role.MERGE),
                new CommitterContext("j", 2, term, ExecutionMode.STREAMING),
                fileSystem);
    }

    private List<FileStatus> visible() throws IOException {
        return TableFiles.list(fileSystem, folder.toString());
    }

    private List<Long> ids(String format) throws IOException {
        List<Long> ids = new ArrayList<>();
        for (FileStatus file : visible()) {
            ReadRequest whole = ReadRequest.whole(List.of(ID), List.of(ID), ZoneOffset.UTC);
            try (FileReader reader = FileFormats.open(
                    format,
                    fileSystem.open(file.path()),
                    whole,
                    sink(format, Map.of()).table().configuration())) {
                for (Batch batch = reader.next(64); batch != null; batch = reader.next(64)) {
                    LongColumn column = (LongColumn) batch.column(0).flat();
                    for (int i = 0; i < batch.rowCount(); i++) {
                        ids.add(column.values()[i]);
                    }
                }
            }
        }
        return ids;
    }

    @ParameterizedTest
    @ValueSource(strings = {"parquet", "orc", "csv", "json"})
    void theFilesOfACheckpointBecomeOneForEachPartition(String format) throws IOException {
        SinkHandle sink = sink(format, Map.of("auto-compaction", "true"));
        List<Committable> one = mergedCheckpoint(sink, 1, "a", "b");
        assertThat(one).extracting(Committable::rows).containsExactly(300L, 300L);
        assertThat(visible()).isEmpty();
        committer(sink, 1).commit(1, one);
        assertThat(visible()).hasSize(2);
        List<Committable> two = mergedCheckpoint(sink, 2, "b");
        FilesystemCommitter successor = committer(sink, 2);
        successor.commit(1, one);
        successor.commit(2, two);
        successor.commit(2, two);
        assertThat(visible()).hasSize(3);
        List<Long> expected = new ArrayList<>();
        LongStream.range(1000, 1300).forEach(id -> expected.addAll(List.of(id, id)));
        LongStream.range(2000, 2300).forEach(expected::add);
        assertThat(ids(format)).containsExactlyInAnyOrderElementsOf(expected);
        try (var left = Files.walk(folder.resolve(".blink-staging/j"))) {
            assertThat(left.filter(file -> file.getFileName().toString().startsWith("part-")))
                    .as("what was merged is gone with the commit")
                    .isEmpty();
        }
    }

    @Test
    void filesOfTheWantedSizeStayAsTheyAre() throws IOException {
        SinkHandle sink = sink("csv", Map.of("auto-compaction", "true", "compaction.file-size", "400 b"));
        List<Committable> prepared = mergedCheckpoint(sink, 1, "a");
        assertThat(prepared).extracting(Committable::rows).containsExactly(100L, 100L, 100L);
        committer(sink, 1).commit(1, prepared);
        assertThat(ids("csv")).hasSize(300).doesNotHaveDuplicates();
    }

    @Test
    void whatIsMergedIsThereUntilItsCheckpointIsCommitted() throws IOException {
        SinkHandle sink = sink("csv", Map.of("auto-compaction", "true"));
        List<Committable> prepared = mergedCheckpoint(sink, 1, "a");
        WrittenFile file = (WrittenFile) Prepared.of(prepared.get(0));
        assertThat(file.merged()).hasSize(WRITERS).allSatisfy(path -> assertThat(Path.of(path))
                .exists());
        committer(sink, 1).commit(1, prepared);
        assertThat(file.merged()).allSatisfy(path -> assertThat(Path.of(path)).doesNotExist());
    }

    @Test
    void aBatchThatOverwritesLeavesItsMergedFilesAlone() throws IOException {
        Files.createDirectories(folder.resolve("day=a"));
        Files.writeString(folder.resolve("day=a/old"), "1\n");
        SinkHandle sink =
                sink("csv", Map.of("auto-compaction", "true"), new SinkRequest(true, Map.of(), ExecutionMode.BATCH));
        List<Committable> prepared = mergedCheckpoint(sink, Committer.FINAL_BATCH_CHECKPOINT, "a", "b");
        for (int term = 1; term <= 2; term++) {
            FilesystemCommitter committer = new FilesystemCommitter(
                    sink.as(SinkHandle.Role.MERGE),
                    new CommitterContext("j", 2, term, ExecutionMode.BATCH),
                    fileSystem);
            committer.commit(Committer.FINAL_BATCH_CHECKPOINT, prepared);
            if (term == 2) {
                committer.cleanUp();
            }
        }
        assertThat(visible()).hasSize(2);
        assertThat(ids("csv")).hasSize(2 * 100 * WRITERS).doesNotContain(1L);
        try (var left = Files.walk(folder.resolve(".blink-staging"))) {
            assertThat(left.filter(Files::isRegularFile)).isEmpty();
        }
    }

    @Test
    void aBatchLeavesFilesThatAreLargeOnAverage() throws IOException {
        Map<String, String> options = Map.of("auto-compaction", "true", "compaction.small-files.avg-size", "100 b");
        SinkHandle sink = sink("csv", options, new SinkRequest(false, Map.of(), ExecutionMode.BATCH));
        assertThat(mergedCheckpoint(sink, Committer.FINAL_BATCH_CHECKPOINT, "a"))
                .hasSize(WRITERS);
    }
}
