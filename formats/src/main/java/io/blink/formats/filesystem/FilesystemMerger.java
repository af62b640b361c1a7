package io.blink.formats.filesystem;

import io.blink.core.column.Batch;
import io.blink.core.error.BlinkException;
import io.blink.core.plan.PlanJson;
import io.blink.core.spi.connector.Committable;
import io.blink.core.spi.connector.PreparedRows;
import io.blink.core.spi.connector.TableWriter;
import io.blink.core.spi.connector.WriterContext;
import io.blink.core.spi.filesystem.FileSystem;
import io.blink.formats.FileFormats;
import io.blink.formats.FileMerge;
import io.blink.formats.FormatErrorCode;
import io.blink.formats.partition.ReachedWatermark;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Takes the files that writers staged for a checkpoint and merges the small ones of each partition. Nothing of that is visible: only what is prepared here is
 * committed, and the files that went into others are deleted behind that, as a checkpoint before it may still name them.
 */
final class FilesystemMerger implements TableWriter {
    private record Staged(WrittenFile file, long rows) {}

    private final SinkHandle sink;
    private final WriterContext context;
    private final FileMerge merge;
    private final TreeMap<String, List<Staged>> staged = new TreeMap<>();
    private int sequence;

    FilesystemMerger(SinkHandle sink, WriterContext context, FileSystem fileSystem) {
        this.sink = sink;
        this.context = context;
        this.merge = new FileMerge(
                fileSystem,
                sink.table().format(),
                sink.table().fileColumns(),
                sink.table().configuration(),
                context.timeZone(),
                context.memory());
    }

    @Override
    public void write(Batch batch) {
        for (Committable each : PreparedRows.read(batch)) {
            WrittenFile file = (WrittenFile) Prepared.of(each);
            staged.computeIfAbsent(file.partition(), ignored -> new ArrayList<>())
                    .add(new Staged(file, each.rows()));
        }
    }

    @Override
    public List<Committable> prepare(long checkpointId) {
        List<Committable> prepared = new ArrayList<>();
        try {
            for (List<Staged> files : staged.values()) {
                for (List<Staged> group :
                        sink.merge().groups(files, file -> file.file().bytes())) {
                    prepared.add(merged(group));
                }
            }
        } catch (IOException e) {
            throw new BlinkException(
                    FormatErrorCode.WRITE_FAILED,
                    "Files of table " + sink.table().name() + " at "
                            + sink.table().path() + " cannot be merged: " + e.getMessage(),
                    e);
        }
        staged.clear();
        return prepared;
    }

    private Committable merged(List<Staged> group) throws IOException {
        long rows = group.stream().mapToLong(Staged::rows).sum();
        WrittenFile first = group.get(0).file();
        if (group.size() == 1) {
            return new Committable(PlanJson.write(first), rows);
        }
        String name = "part-" + context.jobId() + "-" + context.operatorId() + "-" + context.subtask() + "-"
                + context.term() + "-" + context.attempt() + "-" + sequence++
                + FileFormats.named(sink.table().format()).extension();
        List<String> sources = group.stream().map(each -> each.file().staged()).toList();
        String path = sibling(first.staged(), name);
        long bytes = merge.merge(sources, path);
        WrittenFile file = new WrittenFile(path, sibling(first.target(), name), first.partition(), bytes, sources);
        return new Committable(PlanJson.write(file), rows);
    }

    private static String sibling(String path, String name) {
        return path.substring(0, path.lastIndexOf('/') + 1) + name;
    }

    @Override
    public List<Committable> prepare(long checkpointId, long watermarkMicros) {
        return FilesystemWriter.withWatermark(
                prepare(checkpointId), sink, new ReachedWatermark(context.subtask(), checkpointId, watermarkMicros));
    }

    /** Staged files are their writers', and a checkpoint may name them. */
    @Override
    public void abort() {
        staged.clear();
    }

    @Override
    public void close() {
        staged.clear();
    }
}
