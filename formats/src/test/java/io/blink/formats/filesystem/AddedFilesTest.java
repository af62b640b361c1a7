package io.blink.formats.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.column.Batch;
import io.blink.core.column.ColumnText;
import io.blink.core.config.Configuration;
import io.blink.core.plan.ConnectorHandle;
import io.blink.core.plan.PlanJson;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.ColumnDefinition;
import io.blink.core.spi.catalog.TablePath;
import io.blink.core.spi.connector.Boundedness;
import io.blink.core.spi.connector.Connector;
import io.blink.core.spi.connector.Connectors;
import io.blink.core.spi.connector.ReaderContext;
import io.blink.core.spi.connector.ScanPlan;
import io.blink.core.spi.connector.ScanRequest;
import io.blink.core.spi.connector.Split;
import io.blink.core.spi.connector.SplitReader;
import io.blink.core.spi.connector.SplitSource;
import io.blink.core.spi.connector.TableSource;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.core.type.DataType;
import io.blink.formats.watch.WatchedSplits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AddedFilesTest {
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Map<String, String> WATCHED = Map.of("source.monitor-interval", "10 s");
    private static final List<ColumnDefinition> COLUMNS = List.of(
            new ColumnDefinition("id", DataType.parse("BIGINT")),
            new ColumnDefinition("day", DataType.parse("STRING")),
            metadata("path", "STRING", "file.path"),
            metadata("name", "STRING", "file.name"),
            metadata("size", "BIGINT", "file.size"),
            metadata("written", "TIMESTAMP_LTZ(3)", "file.modification-time"),
            metadata("writtenHere", "TIMESTAMP(3)", "file.modification-time"));

    private final AtomicLong clock = new AtomicLong();

    @TempDir
    Path folder;

    private FileSystems fileSystems;
    private Connector connector;

    private static ColumnDefinition metadata(String name, String type, String key) {
        return new ColumnDefinition(name, DataType.parse(type), null, null, new ColumnDefinition.Metadata(key, true));
    }

    @BeforeEach
    void load() {
        fileSystems = FileSystems.load(getClass().getClassLoader(), Configuration.empty());
        connector = Connectors.load(getClass().getClassLoader(), fileSystems).get("filesystem");
    }

    private TableSource source(Map<String, String> more) {
        Map<String, String> options = new HashMap<>(more);
        options.put("path", folder.resolve("t").toString());
        options.putIfAbsent("format", "csv");
        return connector.source(new CatalogTable(
                new TablePath("c", "d", "t"),
                "filesystem",
                COLUMNS,
                List.of("day"),
                List.of(),
                options,
                null,
                null,
                null));
    }

    private ConnectorHandle plan(Map<String, String> options, String... columns) {
        return source(options)
                .plan(new ScanRequest(List.of(columns), List.of(), List.of(), -1, false))
                .handle();
    }

    private WatchedSplits watch(ConnectorHandle handle, String position) {
        ScanHandle scan = PlanJson.read(handle.json(), ScanHandle.class);
        FilesystemTable table = scan.table();
        return new WatchedSplits(
                table.name(),
                new AddedFiles(table, fileSystems.of(table.path())),
                Duration.ofMillis(scan.watchMillis()),
                false,
                position,
                clock::get);
    }

    /** @param seconds of its last change */
    private void write(String name, long seconds, String text) throws IOException {
        Path file = folder.resolve("t").resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        Files.setLastModifiedTime(file, FileTime.fromMillis(seconds * 1000));
    }

    private void later() {
        clock.addAndGet(INTERVAL.toNanos());
    }

    private List<String> read(ConnectorHandle scan, List<Split> splits) {
        List<ColumnText> texts = PlanJson.read(scan.json(), ScanHandle.class).columns().stream()
                .map(column -> new ColumnText(column.type(), ZoneOffset.ofHours(2)))
                .toList();
        List<String> rows = new ArrayList<>();
        for (Split split : splits) {
            ReaderContext context = ReaderContext.plain(split, null, ZoneOffset.ofHours(2));
            try (SplitReader reader = connector.reader(scan, context)) {
                for (Batch batch = reader.next(100); batch != null; batch = reader.next(100)) {
                    for (int row = 0; row < batch.rowCount(); row++) {
                        List<String> values = new ArrayList<>();
                        for (int i = 0; i < texts.size(); i++) {
                            values.add(texts.get(i).text(batch.column(i), row));
                        }
                        rows.add(String.join(" ", values));
                    }
                }
            }
        }
        return rows;
    }

    @Test
    void filesAreReadOnceEachInTheOrderInWhichTheyWereWritten() throws IOException {
        write("day=b/1", 10, "1\n2\n");
        write("day=a/2", 20, "3\n");
        ConnectorHandle scan = plan(WATCHED, "id", "day");
        WatchedSplits splits = watch(scan, null);
        assertThat(read(scan, splits.next(100))).containsExactly("1 b", "2 b", "3 a");
        assertThat(splits.finished()).isFalse();

        write("day=c/3", 30, "4\n");
        assertThat(splits.next(100)).as("not looked for within the interval").isEmpty();
        later();
        assertThat(read(scan, splits.next(100))).containsExactly("4 c");
        write("day=a/moved", 15, "5\n");
        later();
        assertThat(read(scan, splits.next(100)))
                .as("older than what was read, moved in behind it")
                .containsExactly("5 a");
        write("day=b/1", 40, "6\n");
        later();
        assertThat(read(scan, splits.next(100))).as("written again").containsExactly("6 b");
        later();
        assertThat(splits.next(100)).isEmpty();
    }

    @Test
    void whatIsHiddenOrEmptyIsNoDataUntilItIsRenamed() throws IOException {
        write("_temporary/day=a/1", 10, "1\n");
        write("day=a/.2.inprogress", 10, "2\n");
        write("day=a/_SUCCESS", 10, "3\n");
        write("day=a/4", 10, "");
        write("day=a/5._COPYING_", 10, "5\n");
        ConnectorHandle scan = plan(WATCHED, "id");
        WatchedSplits splits = watch(scan, null);
        assertThat(splits.next(100)).isEmpty();
        Path day = folder.resolve("t/day=a");
        Files.move(day.resolve(".2.inprogress"), day.resolve("2"));
        later();
        assertThat(read(scan, splits.next(100))).containsExactly("2");
    }

    @Test
    void goesOnBehindEachSplitAfterARestart() throws IOException {
        write("day=a/1", 10, "{\"id\":1}\n{\"id\":2}\n{\"id\":3}\n");
        write("day=a/2", 10, "{\"id\":4}\n");
        write("day=b/1", 20, "{\"id\":5}\n{\"id\":6}\n");
        Map<String, String> options = new HashMap<>(WATCHED);
        options.put("format", "json");
        options.put("source.split.size", "9b");
        ConnectorHandle scan = plan(options, "id");
        List<Split> all = watch(scan, null).next(100);
        assertThat(all).hasSize(6);
        assertThat(read(scan, all)).containsExactly("1", "2", "3", "4", "5", "6");
        for (int taken = 0; taken <= all.size(); taken++) {
            WatchedSplits before = watch(scan, null);
            List<Split> splits = new ArrayList<>();
            for (int i = 0; i < taken; i++) {
                splits.addAll(before.next(1));
            }
            WatchedSplits after = watch(scan, before.position());
            splits.addAll(after.next(100));
            assertThat(splits).as("after %s splits", taken).isEqualTo(all);
            later();
            assertThat(after.next(100)).isEmpty();
        }
    }

    @Test
    void patternChoosesByTheWholePath() throws IOException {
        write("day=a/1.csv", 10, "1\n");
        write("day=a/1.txt", 10, "2\n");
        Map<String, String> options = new HashMap<>(WATCHED);
        options.put("source.path.regex-pattern", "/.*/day=[a-z]/.*\\.csv");
        ConnectorHandle scan = plan(options, "id");
        assertThat(read(scan, watch(scan, null).next(100))).containsExactly("1");

        options.put("source.path.regex-pattern", "1.csv");
        assertThat(watch(plan(options, "id"), null).next(100)).isEmpty();
    }

    @Test
    void rowsKnowTheirFile() throws IOException {
        write("day=a/1.csv", 3600, "1\n2\n");
        ConnectorHandle scan = plan(WATCHED, "name", "id", "size", "written", "writtenHere", "path", "day");
        String path = "file:" + folder.toRealPath().resolve("t/day=a/1.csv");
        assertThat(read(scan, watch(scan, null).next(100)))
                .containsExactly(
                        "1.csv 1 4 1970-01-01 03:00:00.000 1970-01-01 03:00:00.000 " + path + " a",
                        "1.csv 2 4 1970-01-01 03:00:00.000 1970-01-01 03:00:00.000 " + path + " a");
    }

    @Test
    void batchReadsWhatIsThere() throws IOException {
        write("day=a/1", 10, "1\n");
        TableSource source = source(WATCHED);
        assertThat(source.boundedness()).isEqualTo(Boundedness.UNBOUNDED);
        assertThat(source(Map.of()).boundedness()).isEqualTo(Boundedness.BOUNDED);
        assertThat(source.isStored()).isTrue();
        List<String> id = List.of("id");
        assertThat(source.plan(new ScanRequest(id, List.of(), List.of(), -1, false))
                        .description())
                .endsWith("/t (csv), columns [id], and what is added");
        ScanPlan plan = source.plan(new ScanRequest(id, List.of(), List.of(), -1, true));
        assertThat(plan.description()).endsWith("/t (csv), columns [id]");
        ConnectorHandle scan = plan.handle();
        try (SplitSource splits = connector.splits(scan)) {
            assertThat(read(scan, splits.next(10))).containsExactly("1");
            assertThat(splits.finished()).isTrue();
        }
    }

    @Test
    void fileThatVanishesIsNamed() throws IOException {
        write("day=a/1", 10, "1\n");
        ConnectorHandle scan = plan(WATCHED, "id");
        List<Split> splits = watch(scan, null).next(1);
        Files.delete(folder.resolve("t/day=a/1"));
        assertThatThrownBy(() -> read(scan, splits))
                .hasMessageContaining("day=a/1 of table c.d.t")
                .hasMessageContaining("is gone");
    }

    @Test
    void optionsThatDoNotFitAreRefused() throws IOException {
        write("day=a/1", 10, "1\n");
        assertThatThrownBy(
                        () -> source(Map.of("source.monitor-interval", "0 s")).boundedness())
                .hasMessageContaining("longer than 0 s");
        assertThatThrownBy(() -> plan(Map.of("source.path.regex-pattern", "(a"), "id"))
                .hasMessageContaining("no regular expression");
    }
}
