package io.blink.hive.write;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.PartitionRows;
import io.blink.core.column.RowRuns;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.spi.connector.Committable;
import io.blink.core.spi.connector.TableWriter;
import io.blink.core.spi.connector.WriterContext;
import io.blink.core.spi.filesystem.FileSystem;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.core.type.Field;
import io.blink.formats.FileFormat;
import io.blink.formats.FileFormats;
import io.blink.formats.WriterBuffers;
import io.blink.formats.partition.PartitionTime;
import io.blink.formats.partition.ReachedWatermark;
import io.blink.hive.HivePaths;
import io.blink.hive.commit.Prepared;
import io.blink.hive.commit.StagedFile;
import io.blink.hive.commit.StagingFolder;
import io.blink.hive.commit.WriteHandle;
import io.blink.hive.commit.WriterWatermark;
import io.blink.hive.metastore.PartitionName;
import io.blink.hive.partition.PartitionValues;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the rows of one task into files of the staging folder, one open file a partition. Rows sorted by partition, as a batch job delivers them, need one
 * open file at a time; for others at most {@value #OPEN_MAX} files are open, and the one unused for longest is ended first.
 */
public final class HiveTableWriter implements TableWriter {
    static final int OPEN_MAX = 64;

    /** A file that is whole and waits for the next checkpoint. */
    private record Finished(PartitionWriter writer, long bytes) {}

    private final WriteHandle handle;
    private final WriterContext context;
    private final FileSystem fileSystem;
    private final FileFormat format;
    private final String folder;
    private final int dataCount;
    private final Map<List<String>, PartitionWriter> open = new HashMap<>();
    private final List<Finished> finished = new ArrayList<>();
    private final WriterBuffers buffers;
    private final PartitionTime partitionTime;
    private int nextSequence;
    private long uses;

    public HiveTableWriter(WriteHandle handle, WriterContext context, FileSystems fileSystems) {
        this.handle = handle;
        this.context = context;
        this.buffers = new WriterBuffers(context.memory());
        this.fileSystem = fileSystems.of(handle.location());
        this.format = FileFormats.named(handle.format());
        this.dataCount = handle.dataColumns().size();
        StagingFolder staging = new StagingFolder(handle.location(), context.jobId(), context.operatorId());
        this.folder = handle.role() == WriteHandle.Role.STAGE
                ? staging.dataToMerge(context.term(), context.subtask(), context.attempt())
                : staging.data(context.term(), context.subtask(), context.attempt());
        this.partitionTime = handle.partitionTime().orElse(null);
        int expected = dataCount + handle.partitionColumns().size();
        if (context.input().size() != expected) {
            throw new IllegalArgumentException("table " + handle.qualifiedName() + " has " + expected
                    + " columns, rows have " + context.input().size());
        }
    }

    @Override
    public void write(Batch batch) {
        if (batch.rowKinds() != null) {
            refuseChanges(batch);
        }
        if (batch.rowCount() == 0) {
            return;
        }
        List<Column> dataColumns = batch.columns().subList(0, dataCount);
        Batch data = new Batch(batch.rowCount(), dataColumns);
        try {
            if (handle.hasFixedTarget()) {
                writeTo(handle.staticValues(), data);
            } else {
                writeByPartition(batch, data);
            }
            buffers.fit(() -> open.values().stream().map(PartitionWriter::file).toList(), this::endOldest);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private void refuseChanges(Batch batch) {
        for (int i = 0; i < batch.rowCount(); i++) {
            if (batch.rowKinds()[i] != 0) {
                throw new BlinkException(
                        CoreErrorCode.NOT_SUPPORTED,
                        "Table " + handle.qualifiedName()
                                + " takes new rows only, but the query updates or deletes rows; insert the"
                                + " result of a windowed or append-only query");
            }
        }
    }

    private void writeByPartition(Batch batch, Batch data) throws IOException {
        int firstDynamic = dataCount + handle.staticValues().size();
        List<Column> dynamic = new ArrayList<>();
        for (int i = firstDynamic; i < batch.columns().size(); i++) {
            dynamic.add(batch.column(i).flat());
        }
        boolean[] starts = RowRuns.starts(dynamic, batch.rowCount());
        Map<List<String>, PartitionRows> rows = new HashMap<>();
        PartitionRows current = null;
        for (int row = 0; row < batch.rowCount(); row++) {
            if (starts[row]) {
                current = rows.computeIfAbsent(partition(dynamic, row), ignored -> new PartitionRows());
            }
            current.add(row);
        }
        for (Map.Entry<List<String>, PartitionRows> entry : rows.entrySet()) {
            writeTo(entry.getKey(), entry.getValue().of(data));
        }
    }

    private List<String> partition(List<Column> dynamic, int row) {
        List<String> values = new ArrayList<>(handle.staticValues());
        for (int i = 0; i < dynamic.size(); i++) {
            Field column = handle.partitionColumns().get(handle.staticValues().size() + i);
            values.add(PartitionValues.text(dynamic.get(i), row, column.type()));
        }
        return values;
    }

    private void writeTo(List<String> partition, Batch data) throws IOException {
        PartitionWriter writer = open.get(partition);
        if (writer == null) {
            if (open.size() >= OPEN_MAX) {
                endOldest();
            }
            writer = start(partition);
        }
        writer.write(data, ++uses);
        if (handle.rolling().isOver(writer.file(), writer.ageMillis())) {
            end(writer);
        }
    }

    /** Ends the file that is unused for longest, unless it is the only one. */
    private boolean endOldest() throws IOException {
        if (open.size() <= 1) {
            return false;
        }
        end(open.values().stream()
                .min(Comparator.comparingLong(PartitionWriter::lastUse))
                .orElseThrow());
        return true;
    }

    private PartitionWriter start(List<String> partition) throws IOException {
        if (partitionTime != null) {
            // A partition without a time could never be made known: said before there is a file of it.
            partitionTime.of(partition);
        }
        int sequence = nextSequence++;
        String parent = partition.isEmpty()
                ? folder
                : HivePaths.child(folder, PartitionName.of(handle.partitionNames(), partition));
        String path = HivePaths.child(parent, sequence + format.extension());
        PartitionWriter writer = new PartitionWriter(
                partition,
                path,
                sequence,
                format.create(fileSystem.create(path), path, handle.dataColumns(), handle.options()));
        open.put(partition, writer);
        return writer;
    }

    private void end(PartitionWriter writer) throws IOException {
        open.remove(writer.partition());
        writer.finish();
        long bytes = fileSystem
                .status(writer.path())
                .orElseThrow(() -> new IOException(writer.path() + " is gone after it was written"))
                .length();
        finished.add(new Finished(writer, bytes));
    }

    @Override
    public List<Committable> prepare(long checkpointId) {
        try {
            for (PartitionWriter writer : List.copyOf(open.values())) {
                end(writer);
            }
        } catch (IOException e) {
            throw failed(e);
        }
        List<Committable> committables = finished.stream()
                .map(file -> file.writer()
                        .staged(
                                name(context, checkpointId, file.writer().sequence(), format.extension()),
                                file.bytes()))
                .map(StagedFile::committable)
                .toList();
        finished.clear();
        return committables;
    }

    @Override
    public List<Committable> prepare(long checkpointId, long watermarkMicros) {
        ReachedWatermark reached = new ReachedWatermark(context.subtask(), checkpointId, watermarkMicros);
        return withWatermark(prepare(checkpointId), handle, reached);
    }

    /** Says how far the watermark was where partitions wait for it. */
    static List<Committable> withWatermark(List<Committable> prepared, WriteHandle handle, ReachedWatermark reached) {
        if (!handle.trigger().waits()) {
            return prepared;
        }
        List<Committable> with = new ArrayList<>(prepared);
        with.add(new WriterWatermark(reached).committable());
        return with;
    }

    @Override
    public String mergeGroup(Committable prepared) {
        StagedFile file = (StagedFile) Prepared.of(prepared);
        String partition = PartitionName.of(handle.partitionNames(), file.partition());
        return handle.merge().group(partition, context.subtask(), file.bytes());
    }

    /** Says who wrote the file and never repeats. */
    static String name(WriterContext context, long checkpointId, int sequence, String extension) {
        return "part-" + context.jobId() + "-" + context.operatorId() + "-" + checkpointId + "-" + context.subtask()
                + "-" + context.term() + "-" + context.attempt() + "-" + sequence + extension;
    }

    /** What was prepared stays: its checkpoint may be complete, and its commit under way. */
    @Override
    public void abort() {
        List<String> unprepared = new ArrayList<>();
        open.values().forEach(writer -> unprepared.add(writer.path()));
        finished.forEach(file -> unprepared.add(file.writer().path()));
        finished.clear();
        close();
        try {
            for (String path : unprepared) {
                fileSystem.delete(path);
            }
        } catch (IOException e) {
            throw failed(e);
        }
    }

    @Override
    public void close() {
        IOException failure = null;
        for (PartitionWriter writer : open.values()) {
            try {
                writer.close();
            } catch (IOException e) {
                failure = e;
            }
        }
        open.clear();
        if (failure != null) {
            throw failed(failure);
        }
    }

    private BlinkException failed(IOException cause) {
        return new BlinkException(
                CoreErrorCode.FILE_SYSTEM,
                "Writing rows of " + handle.qualifiedName() + " failed: " + cause.getMessage(),
                cause);
    }
}
