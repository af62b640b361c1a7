package io.blink.formats.filesystem;

import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.plan.ConnectorHandle;
import io.blink.core.plan.PlanJson;
import io.blink.core.spi.catalog.CatalogTable;
import io.blink.core.spi.catalog.ColumnDefinition;
import io.blink.core.spi.connector.Committer;
import io.blink.core.spi.connector.CommitterContext;
import io.blink.core.spi.connector.Connector;
import io.blink.core.spi.connector.ReaderContext;
import io.blink.core.spi.connector.SinkPlan;
import io.blink.core.spi.connector.SplitReader;
import io.blink.core.spi.connector.SplitSource;
import io.blink.core.spi.connector.TableSink;
import io.blink.core.spi.connector.TableSource;
import io.blink.core.spi.connector.TableWriter;
import io.blink.core.spi.connector.WriterContext;
import io.blink.core.spi.filesystem.FileStatus;
import io.blink.core.spi.filesystem.FileSystem;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.core.spi.filesystem.InputFile;
import io.blink.formats.FileFormat;
import io.blink.formats.FileFormats;
import io.blink.formats.FormatErrorCode;
import io.blink.formats.watch.WatchedSplits;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Folders of files as tables. */
final class FilesystemConnector implements Connector {
    private final FileSystems fileSystems;

    FilesystemConnector(FileSystems fileSystems) {
        this.fileSystems = fileSystems;
    }

    @Override
    public List<ColumnDefinition> inferColumns(CatalogTable table) {
        FilesystemTable description = FilesystemTable.of(table);
        FileFormat format = FileFormats.named(description.format());
        FileSystem fileSystem = fileSystems.of(description.path());
        try {
            List<FileStatus> files = new FolderFiles(description, fileSystem).list();
            if (files.isEmpty()) {
                throw new BlinkException(
                        FormatErrorCode.NO_FILES,
                        "Table " + table.path() + " declares no columns, and there is no file at " + description.path()
                                + " to take them from.");
            }
            InputFile first = fileSystem.open(files.get(0).path());
            try (first) {
                return format.columns(first).stream()
                        .map(field -> new ColumnDefinition(field.name(), field.type()))
                        .toList();
            }
        } catch (IOException e) {
            throw unreadable(description, e);
        }
    }

    static BlinkException unreadable(FilesystemTable table, IOException cause) {
        return new BlinkException(
                FormatErrorCode.READ_FAILED,
                "Table " + table.name() + " at " + table.path() + " cannot be read: " + cause.getMessage(),
                cause);
    }

    @Override
    public TableSource source(CatalogTable table) {
        FilesystemTable description = FilesystemTable.of(table);
        return new FilesystemSource(description, fileSystems.of(description.path()));
    }

    @Override
    public TableSink sink(CatalogTable table) {
        FilesystemTable description = FilesystemTable.of(table);
        FileFormats.named(description.format());
        return request -> {
            refuseWrittenMetadata(description);
            refuseFile(description);
            SinkHandle handle = SinkHandle.of(description, request);
            int files = description.fileColumns().size();
            List<Integer> keys = request.staticPartition().size()
                            == description.partitionKeys().size()
                    ? List.of()
                    : partitionColumns(table, description);
            String text = description.path() + " (" + description.format() + ", " + files + " columns)";
            if (handle.merge().merges()) {
                // Files are merged by partition, so that rows may be written by whichever task has them.
                return new SinkPlan(
                        handle.as(SinkHandle.Role.MERGE).handle(),
                        List.of(),
                        keys,
                        text + ", small files merged",
                        handle.as(SinkHandle.Role.STAGE).handle());
            }
            return new SinkPlan(handle.handle(), keys, keys, text);
        };
    }

    /** Rows go into new files of a folder. */
    private void refuseFile(FilesystemTable table) {
        try {
            boolean file = fileSystems
                    .of(table.path())
                    .status(table.path())
                    .filter(found -> !found.directory())
                    .isPresent();
            if (file) {
                throw new BlinkException(
                        CoreErrorCode.INVALID_CONFIGURATION,
                        "Rows are written into a folder, but " + table.path() + " is a file; set 'path' of table "
                                + table.name() + " to another place");
            }
        } catch (IOException e) {
            throw new BlinkException(
                    FormatErrorCode.WRITE_FAILED,
                    "Table " + table.name() + " at " + table.path() + " cannot be written: " + e.getMessage(),
                    e);
        }
    }

    private static void refuseWrittenMetadata(FilesystemTable table) {
        table.metadata().stream()
                .filter(column -> !column.virtual())
                .findFirst()
                .ifPresent(column -> {
                    throw new BlinkException(
                            CoreErrorCode.INVALID_CONFIGURATION,
                            "METADATA column '" + column.field().name() + "' of table " + table.name()
                                    + " is the file system's to say; declare it VIRTUAL");
                });
    }

    @Override
    public List<String> listPartitions(CatalogTable table) {
        return partitions(table).list();
    }

    @Override
    public void dropPartitions(CatalogTable table, List<Map<String, String>> partitions, boolean ifExists) {
        partitions(table).drop(partitions, ifExists);
    }

    private FilesystemPartitions partitions(CatalogTable table) {
        FilesystemTable description = FilesystemTable.of(table);
        return new FilesystemPartitions(description, fileSystems.of(description.path()));
    }

    private static List<Integer> partitionColumns(CatalogTable table, FilesystemTable description) {
        List<ColumnDefinition> stored =
                table.columns().stream().filter(ColumnDefinition::isWritten).toList();
        return description.partitionKeys().stream()
                .map(key -> IntStream.range(0, stored.size())
                        .filter(i -> stored.get(i).name().equalsIgnoreCase(key.name()))
                        .findFirst()
                        .orElseThrow())
                .toList();
    }

    @Override
    public SplitSource splits(ConnectorHandle scan) {
        return splits(scan, null);
    }

    @Override
    public SplitSource splits(ConnectorHandle scan, String position) {
        ScanHandle handle = PlanJson.read(scan.json(), ScanHandle.class);
        FilesystemTable table = handle.table();
        FileSystem fileSystem = fileSystems.of(table.path());
        if (handle.watchMillis() == null) {
            return position == null ? new FileSplitSource(handle, fileSystem) : Connector.super.splits(scan, position);
        }
        return new WatchedSplits(
                table.name(),
                new AddedFiles(table, fileSystem),
                Duration.ofMillis(handle.watchMillis()),
                false,
                position,
                System::nanoTime);
    }

    @Override
    public SplitReader reader(ConnectorHandle scan, ReaderContext context) {
        ScanHandle handle = PlanJson.read(scan.json(), ScanHandle.class);
        return SplitParts.reader(handle, context, fileSystems);
    }

    @Override
    public TableWriter writer(ConnectorHandle sink, WriterContext context) {
        SinkHandle handle = PlanJson.read(sink.json(), SinkHandle.class);
        FileSystem fileSystem = fileSystems.of(handle.table().path());
        return handle.role() == SinkHandle.Role.MERGE
                ? new FilesystemMerger(handle, context, fileSystem)
                : new FilesystemWriter(handle, context, fileSystem);
    }

    @Override
    public Committer committer(ConnectorHandle sink, CommitterContext context) {
        SinkHandle handle = PlanJson.read(sink.json(), SinkHandle.class);
        return new FilesystemCommitter(
                handle, context, fileSystems.of(handle.table().path()));
    }

    @Override
    public void close() {}
}
