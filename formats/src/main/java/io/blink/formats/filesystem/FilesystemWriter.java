package io.blink.formats.filesystem;

import io.blink.core.column.Batch;
import io.blink.core.column.Column;
import io.blink.core.column.ColumnText;
import io.blink.core.column.PartitionRows;
import io.blink.core.column.RowRuns;
import io.blink.core.error.BlinkException;
import io.blink.core.plan.PlanJson;
import io.blink.core.spi.catalog.PartitionPath;
import io.blink.core.spi.connector.Committable;
import io.blink.core.spi.connector.TableWriter;
import io.blink.core.spi.connector.WriterContext;
import io.blink.core.spi.filesystem.FileSystem;
import io.blink.core.type.Field;
import io.blink.formats.FileFormat;
import io.blink.formats.FileFormats;
import io.blink.formats.FileWriter;
import io.blink.formats.FormatErrorCode;
import io.blink.formats.WriterBuffers;
import io.blink.formats.partition.PartitionTime;
import io.blink.formats.partition.ReachedWatermark;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Writes the rows of one task into files below {@code <table>/.blink-staging/<job>}, one open file a partition. Rows come sorted by partition in a batch, so
 * that few files are open; beyond {@link #MAX_OPEN_FILES} the oldest is finished.
 */
final class FilesystemWriter implements TableWriter {
    static final String STAGING = ".blink-staging";
    private static final int MAX_OPEN_FILES = 32;

    private record OpenFile(FileWriter writer, String staged, String target, long startedNanos, long[] rows) {}

    private final SinkHandle sink;
    private final WriterContext context;
    private final FileSystem fileSystem;
    private final FileFormat format;
    private final int[] keyColumns;
    private final int[] fileColumns;
    private final ColumnText[] keyTexts;
    private final PartitionTime partitionTime;
    private final LongSupplier nanoTime;
    private final Map<String, OpenFile> open = new LinkedHashMap<>();
    private final List<Committable> finished = new ArrayList<>();
    private final WriterBuffers buffers;
    private int sequence;

    FilesystemWriter(SinkHandle sink, WriterContext context, FileSystem fileSystem) {
        this(sink, context, fileSystem, System::nanoTime);
    }

    /** @param nanoTime {@link System#nanoTime}, or a test's clock */
    FilesystemWriter(SinkHandle sink, WriterContext context, FileSystem fileSystem, LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.sink = sink;
        this.context = context;
        this.buffers = new WriterBuffers(context.memory());
        this.fileSystem = fileSystem;
        this.format = FileFormats.named(sink.table().format());
        this.partitionTime = sink.partitionTime().orElse(null);
        this.keyColumns = indices(sink.table().partitionKeys());
        this.fileColumns = indices(sink.table().fileColumns());
        this.keyTexts = sink.table().partitionKeys().stream()
                .map(key -> new ColumnText(key.type(), context.timeZone()))
                .toArray(ColumnText[]::new);
    }

    private int[] indices(List<Field> fields) {
        int[] indices = new int[fields.size()];
        for (int i = 0; i < indices.length; i++) {
            indices[i] = -1;
            for (int column = 0; column < context.input().size(); column++) {
                if (context.input()
                        .get(column)
                        .name()
                        .equalsIgnoreCase(fields.get(i).name())) {
                    indices[i] = column;
                }
            }
        }
        return indices;
    }

    @Override
    public void write(Batch batch) {
        try {
            if (keyColumns.length == 0) {
                append("", batch);
            } else {
                writeByPartition(batch);
            }
            buffers.fit(() -> open.values().stream().map(OpenFile::writer).toList(), this::endOldest);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private boolean endOldest() throws IOException {
        if (open.size() <= 1) {
            return false;
        }
        finish(open.keySet().iterator().next());
        return true;
    }

    private void writeByPartition(Batch batch) throws IOException {
        List<Column> keys = new ArrayList<>(keyColumns.length);
        for (int column : keyColumns) {
            keys.add(batch.column(column).flat());
        }
        boolean[] starts = RowRuns.starts(keys, batch.rowCount());
        Map<String, PartitionRows> rowsOfPartition = new LinkedHashMap<>();
        PartitionRows current = null;
        for (int row = 0; row < batch.rowCount(); row++) {
            if (starts[row]) {
                current = rowsOfPartition.computeIfAbsent(partition(keys, row), ignored -> new PartitionRows());
            }
            current.add(row);
        }
        for (Map.Entry<String, PartitionRows> entry : rowsOfPartition.entrySet()) {
            append(entry.getKey(), entry.getValue().of(batch));
        }
    }

    private String partition(List<Column> keys, int row) {
        Map<String, String> values = new LinkedHashMap<>();
        for (int i = 0; i < keyColumns.length; i++) {
            values.put(sink.table().partitionKeys().get(i).name(), keyTexts[i].text(keys.get(i), row));
        }
        return PartitionPath.format(values);
    }

    private void append(String partition, Batch rows) throws IOException {
        OpenFile file = open.get(partition);
        if (file == null) {
            if (open.size() >= MAX_OPEN_FILES) {
                finish(open.keySet().iterator().next());
            }
            file = create(partition);
            open.put(partition, file);
        }
        file.writer().write(rows.select(fileColumns));
        file.rows()[0] += rows.rowCount();
        long ageMillis = TimeUnit.NANOSECONDS.toMillis(nanoTime.getAsLong() - file.startedNanos());
        if (sink.rolling().isOver(file.writer(), ageMillis)) {
            finish(partition);
        }
    }

    private OpenFile create(String partition) throws IOException {
        if (partitionTime != null) {
            // A partition without a time would never be complete: said before there is a file of it.
            partitionTime.of(sink.partitionValues(partition));
        }
        String name = "part-" + context.jobId() + "-" + context.operatorId() + "-" + context.subtask() + "-"
                + context.term() + "-" + context.attempt() + "-" + sequence++ + format.extension();
        String table = sink.table().path();
        String staged = table + "/" + STAGING + "/" + context.jobId() + "/" + name;
        String target = table + "/" + (partition.isEmpty() ? "" : partition + "/") + name;
        FileWriter writer = format.create(
                fileSystem.create(staged),
                staged,
                sink.table().fileColumns(),
                sink.table().configuration());
        return new OpenFile(writer, staged, target, nanoTime.getAsLong(), new long[1]);
    }

    private void finish(String partition) throws IOException {
        OpenFile file = open.remove(partition);
        try (FileWriter writer = file.writer()) {
            writer.finish();
        }
        long bytes = fileSystem
                .status(file.staged())
                .orElseThrow(() -> new IOException(file.staged() + " is gone"))
                .length();
        WrittenFile written = new WrittenFile(file.staged(), file.target(), partition, bytes);
        finished.add(new Committable(PlanJson.write(written), file.rows()[0]));
    }

    @Override
    public List<Committable> prepare(long checkpointId) {
        try {
            for (String partition : List.copyOf(open.keySet())) {
                finish(partition);
            }
        } catch (IOException e) {
            throw failed(e);
        }
        List<Committable> prepared = List.copyOf(finished);
        finished.clear();
        return prepared;
    }

    @Override
    public List<Committable> prepare(long checkpointId, long watermarkMicros) {
        List<Committable> prepared = prepare(checkpointId);
        return withWatermark(prepared, sink, new ReachedWatermark(context.subtask(), checkpointId, watermarkMicros));
    }

    /** Says how far the watermark is where partitions wait for it. */
    static List<Committable> withWatermark(List<Committable> prepared, SinkHandle sink, ReachedWatermark reached) {
        if (!sink.trigger().waits()) {
            return prepared;
        }
        List<Committable> with = new ArrayList<>(prepared);
        Prepared watermark = new WriterWatermark(reached);
        with.add(new Committable(PlanJson.write(watermark), 0));
        return with;
    }

    @Override
    public String mergeGroup(Committable prepared) {
        WrittenFile file = (WrittenFile) Prepared.of(prepared);
        return sink.merge().group(file.partition(), context.subtask(), file.bytes());
    }

    private BlinkException failed(IOException cause) {
        return new BlinkException(
                FormatErrorCode.WRITE_FAILED,
                "Table " + sink.table().name() + " at " + sink.table().path() + " cannot be written: "
                        + cause.getMessage(),
                cause);
    }

    @Override
    public void abort() {
        for (OpenFile file : open.values()) {
            try (FileWriter writer = file.writer()) {
                fileSystem.delete(file.staged());
            } catch (IOException e) {
                throw failed(e);
            }
        }
        open.clear();
    }

    @Override
    public void close() {
        abort();
    }
}
