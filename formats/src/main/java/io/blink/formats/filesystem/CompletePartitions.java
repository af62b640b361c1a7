package io.blink.formats.filesystem;

import io.blink.core.spi.catalog.PartitionPath;
import io.blink.core.spi.connector.CommitterContext;
import io.blink.core.spi.filesystem.FileStatus;
import io.blink.core.spi.filesystem.FileSystem;
import io.blink.core.type.Field;
import io.blink.formats.partition.PartitionTime;
import io.blink.formats.partition.PendingPartitions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Puts success files into partitions whose time has come, or makes those as new as the rows that came late. The partitions that wait stand in {@code TABLE/.blink-staging/_pending/JOB-OPERATOR/CHECKPOINT}, one file
 * of the last checkpoint that changed them; it appears whole, behind the success files of its checkpoint, so that a commit that is repeated finds either all of
 * that done or does it again. What a stream leaves there when it ends, the next stream into the table takes over.
 */
final class CompletePartitions {
    private static final String PENDING = "_pending";

    private final SinkHandle sink;
    private final FileSystem fileSystem;
    private final LongSupplier clockMillis;
    private final String root;
    private final String staging;
    private final String owner;
    private final String own;
    private final String draft;
    private final PartitionTime time;
    private final List<String> takenOver = new ArrayList<>();
    private PendingPartitions pending;
    private long lastCheckpointId = -1;

    CompletePartitions(SinkHandle sink, CommitterContext context, FileSystem fileSystem, LongSupplier clockMillis) {
        this.sink = sink;
        this.fileSystem = fileSystem;
        this.clockMillis = clockMillis;
        this.root = sink.table().path();
        this.staging = root + "/" + FilesystemWriter.STAGING;
        this.owner = context.jobId() + "-" + context.operatorId();
        this.own = staging + "/" + PENDING + "/" + owner;
        this.draft = staging + "/" + PENDING + "/draft-" + owner + "-" + context.term();
        this.time = sink.partitionTime().orElse(null);
    }

    /** Before new files of an overwrite come in, or rows behind them: nothing is complete then. */
    void incomplete(List<WrittenFile> files) throws IOException {
        for (String partition : folders(files)) {
            fileSystem.delete(root + "/" + partition + "/" + sink.successFile());
        }
    }

    /** The rows of a batch are all there. */
    void complete(List<WrittenFile> files) throws IOException {
        for (String partition : folders(files)) {
            markSuccess(partition);
        }
    }

    /** The files of a checkpoint of a stream are in their places. */
    void committed(long checkpointId, List<WrittenFile> files, long watermarkMicros) throws IOException {
        load();
        if (checkpointId <= lastCheckpointId) {
            return;
        }
        long now = clockMillis.getAsLong();
        Set<List<String>> written = new LinkedHashSet<>();
        folders(files).forEach(partition -> written.add(sink.partitionValues(partition)));
        PendingPartitions waiting = pending.with(written, now);
        Set<List<String>> due = waiting.due(sink.trigger(), time, watermarkMicros, now);
        if (written.isEmpty() && due.isEmpty()) {
            return;
        }
        for (List<String> values : due) {
            markSuccess(folder(values));
        }
        PendingPartitions remaining = waiting.without(due);
        if (!pending.isEmpty() || !remaining.isEmpty()) {
            store(checkpointId, remaining);
        }
    }

    private static Set<String> folders(List<WrittenFile> files) {
        Set<String> folders = new LinkedHashSet<>();
        files.forEach(file -> folders.add(file.partition()));
        return folders;
    }

    private String folder(List<String> values) {
        Map<String, String> byKey = new LinkedHashMap<>();
        List<Field> keys = sink.table().partitionKeys();
        for (int i = 0; i < keys.size(); i++) {
            byKey.put(keys.get(i).name(), values.get(i).equals(PartitionPath.NULL_NAME) ? null : values.get(i));
        }
        return PartitionPath.format(byKey);
    }

    private void markSuccess(String partition) throws IOException {
        String path = root + "/" + partition + "/" + sink.successFile();
        if (!fileSystem.touch(path)) {
            create(path, "");
        }
    }

    private void create(String path, String content) throws IOException {
        try (OutputStream stream = fileSystem.create(path)) {
            stream.write(content.getBytes(StandardCharsets.UTF_8));
        } catch (FileAlreadyExistsException alreadyDone) {
            return;
        }
    }

    private void load() throws IOException {
        if (pending != null) {
            return;
        }
        PendingPartitions all = PendingPartitions.NONE;
        for (FileStatus file : fileSystem.list(own)) {
            long checkpointId = Long.parseLong(file.name());
            if (checkpointId > lastCheckpointId) {
                lastCheckpointId = checkpointId;
                all = PendingPartitions.parse(read(file.path()));
            }
        }
        for (FileStatus other : fileSystem.list(staging + "/" + PENDING)) {
            if (other.directory() && !other.name().equals(owner) && hasEnded(other.name())) {
                for (FileStatus file : fileSystem.list(other.path())) {
                    all = all.and(PendingPartitions.parse(read(file.path())));
                }
                takenOver.add(other.path());
            }
        }
        pending = all;
    }

    /** Whether the job that waits there is over: its staging folder goes with it. */
    private boolean hasEnded(String otherOwner) throws IOException {
        String job = otherOwner.substring(0, otherOwner.lastIndexOf('-'));
        return fileSystem.status(staging + "/" + job).isEmpty();
    }

    private String read(String path) throws IOException {
        try (var file = fileSystem.open(path)) {
            byte[] json = new byte[Math.toIntExact(file.length())];
            file.readFully(0, json, 0, json.length);
            return new String(json, StandardCharsets.UTF_8);
        }
    }

    private void store(long checkpointId, PendingPartitions remaining) throws IOException {
        fileSystem.delete(draft);
        create(draft, remaining.json());
        fileSystem.createDirectories(own);
        fileSystem.rename(draft, own + "/" + checkpointId);
        if (lastCheckpointId >= 0) {
            fileSystem.delete(own + "/" + lastCheckpointId);
        }
        for (String folder : takenOver) {
            fileSystem.delete(folder);
        }
        takenOver.clear();
        lastCheckpointId = checkpointId;
        pending = remaining;
    }

    /** The job is over: what still waits is left to the next. */
    void cleanUp() throws IOException {
        load();
        if (pending.isEmpty()) {
            fileSystem.delete(own);
        }
        fileSystem.delete(draft);
    }
}
