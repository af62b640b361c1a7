package io.blink.hive.write;

import io.blink.core.column.Batch;
import io.blink.core.error.BlinkException;
import io.blink.core.error.CoreErrorCode;
import io.blink.core.spi.connector.Committable;
import io.blink.core.spi.connector.PreparedRows;
import io.blink.core.spi.connector.TableWriter;
import io.blink.core.spi.connector.WriterContext;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.formats.FileFormats;
import io.blink.formats.FileMerge;
import io.blink.formats.partition.ReachedWatermark;
import io.blink.hive.HivePaths;
import io.blink.hive.commit.Prepared;
import io.blink.hive.commit.StagedFile;
import io.blink.hive.commit.StagingFolder;
import io.blink.hive.commit.WriteHandle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Takes the files that writers staged for a checkpoint and merges the small ones of each partition. Nothing of that is visible: only what is prepared here is
 * committed, and the files that went into others are deleted behind that, as a checkpoint before it may still name them.
 */
public final class HiveFileMerger implements TableWriter {
    private final WriteHandle handle;
    private final WriterContext context;
    private final FileMerge merge;
    private final String folder;
    private final String extension;
    private final Map<List<String>, List<StagedFile>> staged = new LinkedHashMap<>();
    private int nextSequence;

    public HiveFileMerger(WriteHandle handle, WriterContext context, FileSystems fileSystems) {
        this.handle = handle;
        this.context = context;
        this.merge = new FileMerge(
                fileSystems.of(handle.location()),
                handle.format(),
                handle.dataColumns(),
                handle.options(),
                context.timeZone(),
                context.memory());
        this.folder = new StagingFolder(handle.location(), context.jobId(), context.operatorId())
                .data(context.term(), context.subtask(), context.attempt());
        this.extension = FileFormats.named(handle.format()).extension();
    }

    @Override
    public void write(Batch batch) {
        for (Committable each : PreparedRows.read(batch)) {
            StagedFile file = (StagedFile) Prepared.of(each);
            staged.computeIfAbsent(file.partition(), ignored -> new ArrayList<>())
                    .add(file);
        }
    }

    @Override
    public List<Committable> prepare(long checkpointId) {
        List<Committable> prepared = new ArrayList<>();
        try {
            for (List<StagedFile> files : staged.values()) {
                for (List<StagedFile> group : handle.merge().groups(files, StagedFile::bytes)) {
                    prepared.add((group.size() == 1 ? group.get(0) : merged(group, checkpointId)).committable());
                }
            }
        } catch (IOException e) {
            throw new BlinkException(
                    CoreErrorCode.FILE_SYSTEM,
                    "Files of " + handle.qualifiedName() + " cannot be merged: " + e.getMessage(),
                    e);
        }
        staged.clear();
        return prepared;
    }

    private StagedFile merged(List<StagedFile> group, long checkpointId) throws IOException {
        int sequence = nextSequence++;
        String path = HivePaths.child(folder, sequence + extension);
        List<String> sources = group.stream().map(StagedFile::path).toList();
        long bytes = merge.merge(sources, path);
        return new StagedFile(
                group.get(0).partition(),
                path,
                HiveTableWriter.name(context, checkpointId, sequence, extension),
                bytes,
                group.stream().mapToLong(StagedFile::rows).sum(),
                sources);
    }

    @Override
    public List<Committable> prepare(long checkpointId, long watermarkMicros) {
        ReachedWatermark reached = new ReachedWatermark(context.subtask(), checkpointId, watermarkMicros);
        return HiveTableWriter.withWatermark(prepare(checkpointId), handle, reached);
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
