package io.blink.formats.filesystem;

import io.blink.core.error.BlinkException;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.plan.PlanJson;
import io.blink.core.spi.catalog.PartitionPath;
import io.blink.core.spi.connector.Committable;
import io.blink.core.spi.connector.Committer;
import io.blink.core.spi.connector.CommitterContext;
import io.blink.core.spi.filesystem.FileStatus;
import io.blink.core.spi.filesystem.FileSystem;
import io.blink.formats.AbandonedStaging;
import io.blink.formats.FormatErrorCode;
import io.blink.formats.partition.ReachedWatermark;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.LongSupplier;

/**
 * Moves finished files into the table. An OVERWRITE first writes down which files it replaces, then moves the new ones in and deletes the old ones; repeated at
 * any point it goes on from that list, forward only. A {@link CommitterFence} shuts out masters whose time is over.
 */
final class FilesystemCommitter implements Committer {
    private final SinkHandle sink;
    private final CommitterContext context;
    private final FileSystem fileSystem;
    private final String staging;
    private final CommitterFence fence;
    private final CompletePartitions partitions;
    private final LongSupplier clockMillis;

    FilesystemCommitter(SinkHandle sink, CommitterContext context, FileSystem fileSystem) {
        this(sink, context, fileSystem, System::currentTimeMillis);
    }

    /** @param clockMillis since 1970 */
    FilesystemCommitter(SinkHandle sink, CommitterContext context, FileSystem fileSystem, LongSupplier clockMillis) {
        this.sink = sink;
        this.context = context;
        this.fileSystem = fileSystem;
        this.staging = sink.table().path() + "/" + FilesystemWriter.STAGING + "/" + context.jobId();
        this.clockMillis = clockMillis;
        this.fence = new CommitterFence(fileSystem, staging, context);
        this.partitions = new CompletePartitions(sink, context, fileSystem, clockMillis);
    }

    /** The files that an OVERWRITE replaces. */
    record Replaced(List<String> files) {}

    @Override
    public void commit(long checkpointId, List<Committable> committables) {
        List<WrittenFile> files = new ArrayList<>();
        List<ReachedWatermark> watermarks = new ArrayList<>();
        for (Committable committable : committables) {
            Prepared prepared = Prepared.of(committable);
            if (prepared instanceof WrittenFile file) {
                files.add(file);
            } else if (prepared instanceof WriterWatermark watermark) {
                watermarks.add(watermark.reached());
            }
        }
        boolean stream = context.mode() == ExecutionMode.STREAMING;
        boolean marks = !sink.successFile().isEmpty();
        try {
            fence.enter(!files.isEmpty());
            Replaced replaced = sink.overwrite() ? intent(files) : new Replaced(List.of());
            fence.check();
            if (marks && sink.overwrite()) {
                partitions.incomplete(files);
            }
            for (WrittenFile file : files) {
                publish(file);
            }
            fence.check();
            for (String old : replaced.files()) {
                fileSystem.delete(old);
            }
            for (WrittenFile file : files) {
                for (String source : file.merged()) {
                    fileSystem.delete(source);
                }
            }
            if (marks && stream) {
                partitions.committed(checkpointId, files, ReachedWatermark.lowest(watermarks));
            } else if (marks) {
                partitions.complete(files);
            }
        } catch (IOException e) {
            throw new BlinkException(
                    FormatErrorCode.WRITE_FAILED,
                    "Rows written by job " + context.jobId() + " cannot be committed to "
                            + sink.table().path() + ": " + e.getMessage(),
                    e);
        }
    }

    private void publish(WrittenFile file) throws IOException {
        if (fileSystem.rename(file.staged(), file.target())) {
            return;
        }
        Optional<FileStatus> target = fileSystem.status(file.target());
        if (target.isEmpty() || target.get().length() != file.bytes()) {
            throw new IOException("neither " + file.staged() + " nor " + file.target() + " holds the " + file.bytes()
                    + " bytes that were written; rows are lost");
        }
    }

    /** The list of replaced files: the one that an earlier try wrote, or a new one. */
    private Replaced intent(List<WrittenFile> files) throws IOException {
        String journal = staging + "/_overwrite-" + context.operatorId();
        if (fileSystem.status(journal).isEmpty()) {
            String json = PlanJson.write(new Replaced(replacedBy(files)));
            String draft = journal + "." + context.term();
            fileSystem.delete(draft);
            try (OutputStream stream = fileSystem.create(draft)) {
                stream.write(json.getBytes(StandardCharsets.UTF_8));
            } catch (FileAlreadyExistsException e) {
                throw new IOException("another job master commits job " + context.jobId(), e);
            }
            fileSystem.rename(draft, journal);
        }
        try (var stream = fileSystem.open(journal)) {
            byte[] json = new byte[(int) stream.length()];
            stream.readFully(0, json, 0, json.length);
            return PlanJson.read(new String(json, StandardCharsets.UTF_8), Replaced.class);
        }
    }

    private List<String> replacedBy(List<WrittenFile> files) throws IOException {
        List<String> replaced = new ArrayList<>();
        String root = sink.table().path();
        boolean dynamic =
                sink.staticPartition().size() < sink.table().partitionKeys().size();
        TreeSet<String> folders = new TreeSet<>();
        if (dynamic) {
            files.forEach(file -> folders.add(root + "/" + file.partition()));
        } else {
            folders.add(
                    sink.staticPartition().isEmpty()
                            ? root
                            : root + "/" + PartitionPath.format(sink.staticPartition()));
        }
        for (String folder : folders) {
            TableFiles.list(fileSystem, folder).forEach(file -> replaced.add(file.path()));
        }
        files.forEach(file -> replaced.remove(file.target()));
        return replaced;
    }

    @Override
    public void cleanUp() {
        try {
            fence.checkNotReplaced();
            partitions.cleanUp();
            fileSystem.delete(staging);
            AbandonedStaging.remove(
                    fileSystem,
                    sink.table().path() + "/" + FilesystemWriter.STAGING,
                    name -> !name.startsWith("_"),
                    clockMillis.getAsLong());
        } catch (IOException e) {
            throw new BlinkException(
                    FormatErrorCode.WRITE_FAILED,
                    "Left-over files at " + staging + " cannot be removed: " + e.getMessage(),
                    e);
        }
    }

    @Override
    public void close() {}
}
