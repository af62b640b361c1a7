package io.blink.formats.filesystem;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.blink.core.column.Batch;
import io.blink.core.column.BytesColumnBuilder;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnText;
import io.blink.core.column.LongColumnBuilder;
import io.blink.core.config.Configuration;
import io.blink.core.plan.ConnectorHandle;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.ColumnDefinition;
import io.blink.core.spi.catalog.TablePath;
import io.blink.core.spi.connector.Committable;
import io.blink.core.spi.connector.Committer;
import io.blink.core.spi.connector.CommitterContext;
import io.blink.core.spi.connector.Connector;
import io.blink.core.spi.connector.Connectors;
import io.blink.core.spi.connector.ReaderContext;
import io.blink.core.spi.connector.ScanRequest;
import io.blink.core.spi.connector.SinkRequest;
import io.blink.core.spi.connector.Split;
import io.blink.core.spi.connector.SplitReader;
import io.blink.core.spi.connector.SplitSource;
import io.blink.core.spi.connector.TableWriter;
import io.blink.core.spi.connector.WriterContext;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.core.type.DataType;
import io.blink.core.type.Field;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FilesystemConnectorTest {
    private static final List<ColumnDefinition> COLUMNS = List.of(
            new ColumnDefinition("id", DataType.parse("BIGINT")),
            new ColumnDefinition("day", DataType.parse("STRING")));

    @TempDir
    Path folder;

    private Connector connector;

    @BeforeEach
    void load() {
        FileSystems fileSystems = FileSystems.load(getClass().getClassLoader(), Configuration.empty());
        connector = Connectors.load(getClass().getClassLoader(), fileSystems).get("filesystem");
    }

    private CatalogTable table(String format, List<String> keys) {
        return new CatalogTable(
                new TablePath("c", "d", "t"),
                "filesystem",
                COLUMNS,
                keys,
                List.of(),
                Map.of("path", folder.resolve("t").toString(), "format", format),
                null,
                null,
                null);
    }

    @Test
    void partitionsAreWrittenCommittedOnceAndReadBack() {
        CatalogTable table = table("parquet", List.of("day"));
        insert(table, "j1", false, Map.of(), 2, batch(1, "a", 2, "b/c", 3, null));
        insert(table, "j2", false, Map.of(), 1, batch(4, "a"));
        assertThat(read(table)).containsExactlyInAnyOrder("1 a", "2 b/c", "3 null", "4 a");
    }

    @Test
    void overwriteReplacesOnlyThePartitionsThatGetRows() {
        CatalogTable table = table("orc", List.of("day"));
        insert(table, "j1", false, Map.of(), 1, batch(1, "a", 2, "b"));
        insert(table, "j2", true, Map.of(), 2, batch(3, "a"));
        assertThat(read(table)).containsExactlyInAnyOrder("3 a", "2 b");
    }

    @Test
    void overwriteOfAWholeTableByNothingEmptiesIt() {
        CatalogTable table = table("csv", List.of());
        insert(table, "j1", false, Map.of(), 1, batch(1, "a", 2, "b"));
        assertThat(read(table)).containsExactlyInAnyOrder("1 a", "2 b");
        insert(table, "j2", true, Map.of(), 1);
        assertThat(read(table)).isEmpty();
    }

    @Test
    void aMissingFolderIsNamed() {
        assertThatThrownBy(() -> connector.source(table("csv", List.of())).plan(request()))
                .hasMessageContaining("there is nothing at " + folder.resolve("t"));
    }

    @Test
    void aFileIsNoPlaceForRows() throws IOException {
        Files.writeString(folder.resolve("t"), "1,a\n");
        CatalogTable table = table("csv", List.of());
        assertThat(read(table)).containsExactly("1 a");
        assertThatThrownBy(() -> insert(table, "j1", false, Map.of(), 1))
                .hasMessageContaining("Rows are written into a folder, but " + folder.resolve("t") + " is a file");
    }

    @Test
    void filesInNoFolderOfAKeyAreNamed() throws IOException {
        CatalogTable table = table("csv", List.of("day"));
        insert(table, "j1", false, Map.of(), 1, batch(1, "a", 2, null));
        assertThat(read(table)).containsExactlyInAnyOrder("1 a", "2 null");
        Files.createDirectories(folder.resolve("t/date=b"));
        Files.writeString(folder.resolve("t/date=b/f"), "3\n");
        assertThatThrownBy(() -> read(table))
                .hasMessageContaining("t/date=b/f give no value for partition key 'day': they name [date]");
    }

    @Test
    void whatADeadJobLeftIsRemovedAfterAWeek() throws IOException {
        CatalogTable table = table("csv", List.of());
        Path staging = folder.resolve("t/.blink-staging");
        for (String job : List.of("old", "waked", "young")) {
            Files.createDirectories(staging.resolve(job));
            Files.writeString(staging.resolve(job + "/part-1"), "1,a\n");
        }
        FileTime longAgo = FileTime.from(Instant.now().minus(Duration.ofDays(8)));
        Files.setLastModifiedTime(staging.resolve("old/part-1"), longAgo);
        Files.setLastModifiedTime(staging.resolve("old"), longAgo);
        Files.setLastModifiedTime(staging.resolve("waked"), longAgo);
        insert(table, "j1", false, Map.of(), 1, batch(1, "a"));
        assertThat(staging.resolve("old")).doesNotExist();
        assertThat(staging.resolve("waked/part-1")).exists();
        assertThat(staging.resolve("young/part-1")).exists();
        assertThat(read(table)).containsExactly("1 a");
    }

    private static ScanRequest request() {
        return new ScanRequest(List.of("id", "day"), List.of(), List.of(), -1, true);
    }

    private void insert(
            CatalogTable table,
            String job,
            boolean overwrite,
            Map<String, String> partition,
            int commits,
            Batch... batches) {
        ConnectorHandle sink = connector
                .sink(table)
                .plan(new SinkRequest(overwrite, partition, ExecutionMode.BATCH))
                .handle();
        List<Field> input = COLUMNS.stream()
                .map(column -> new Field(column.name(), column.type()))
                .toList();
        List<Committable> prepared;
        try (TableWriter writer = connector.writer(sink, new WriterContext(job, 1, 0, 1, 1, input, ZoneOffset.UTC))) {
            for (Batch batch : batches) {
                writer.write(batch);
            }
            prepared = writer.prepare(Committer.FINAL_BATCH_CHECKPOINT);
        }
        try (Committer committer = connector.committer(sink, new CommitterContext(job, 1, 1, ExecutionMode.BATCH))) {
            for (int i = 0; i < commits; i++) {
                committer.commit(Committer.FINAL_BATCH_CHECKPOINT, prepared);
            }
            committer.cleanUp();
        }
    }

    private List<String> read(CatalogTable table) {
        ConnectorHandle scan = connector.source(table).plan(request()).handle();
        List<String> rows = new ArrayList<>();
        try (SplitSource splits = connector.splits(scan)) {
            while (!splits.finished()) {
                for (Split split : splits.next(10)) {
                    readSplit(scan, split, rows);
                }
            }
        }
        return rows;
    }

    private void readSplit(ConnectorHandle scan, Split split, List<String> rows) {
        try (SplitReader reader = connector.reader(scan, ReaderContext.plain(split, null, ZoneOffset.UTC))) {
            while (!reader.finished()) {
                Batch batch = reader.next(100);
                for (int i = 0; batch != null && i < batch.rowCount(); i++) {
                    rows.add(text(0, batch.column(0), i) + " " + text(1, batch.column(1), i));
                }
            }
        }
    }

    private static String text(int column, Column values, int row) {
        return new ColumnText(COLUMNS.get(column).type(), ZoneOffset.UTC).text(values, row);
    }

    private static Batch batch(Object... values) {
        LongColumnBuilder ids = new LongColumnBuilder(4);
        BytesColumnBuilder days = new BytesColumnBuilder(4);
        for (int i = 0; i < values.length; i += 2) {
            ids.append((int) values[i]);
            if (values[i + 1] == null) {
                days.appendNull();
            } else {
                days.append((String) values[i + 1]);
            }
        }
        return new Batch(List.of(ids.build(), days.build()));
    }
}
