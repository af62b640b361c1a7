package io.blink.hive.commit;

import io.blink.formats.partition.PartitionTime;
import io.blink.formats.partition.PendingPartitions;
import io.blink.hive.HivePaths;
import io.blink.hive.commit.CommitIntent.Move;
import io.blink.hive.commit.CommitIntent.PartitionChange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A completed checkpoint of a stream. Its files are named in the checkpoint's metadata, which is the journal: the same call comes again until it has been
 * answered, also from a later job master, and finds each file either where it was written or in its place. First the files, then the success files and the
 * metastore for those partitions whose time has come, then the marker, which holds the partitions that wait.
 */
final class StreamingCommit {
    private final WriteHandle handle;
    private final StagingFolder folder;
    private final CommitFiles files;
    private final PartitionRegistration registration;
    private final CommitterFence fence;
    private final PendingStore pending;
    private final CommitClock clock;
    private final PartitionTime partitionTime;
    private boolean tableForgotten;

    StreamingCommit(
            WriteHandle handle,
            StagingFolder folder,
            CommitFiles files,
            PartitionRegistration registration,
            CommitterFence fence,
            PendingStore pending,
            CommitClock clock) {
        this.handle = handle;
        this.folder = folder;
        this.files = files;
        this.registration = registration;
        this.fence = fence;
        this.pending = pending;
        this.clock = clock;
        this.partitionTime = handle.partitionTime().orElse(null);
    }

    /** @param watermarkMicros of the rows of this and all earlier checkpoints */
    void commit(long checkpointId, List<StagedFile> staged, long watermarkMicros) {
        long now = clock.currentTimeMillis();
        Set<List<String>> written = new LinkedHashSet<>();
        staged.forEach(file -> written.add(file.partition()));
        PendingPartitions waiting = pending.get().with(written, now);
        Set<List<String>> due = waiting.due(handle.trigger(), partitionTime, watermarkMicros, now);
        if (staged.isEmpty() && due.isEmpty()) {
            return;
        }
        fence.check();
        if (files.exists(folder.done(checkpointId))) {
            return;
        }
        CommitTargets targets = CommitTargets.of(staged, due, handle, registration);
        publish(targets);
        // A checkpoint before this one may have named them.
        staged.forEach(file -> file.merged().forEach(files::delete));
        forgetFigures(targets);
        makeKnown(targets, due);
        pending.done(checkpointId, waiting.without(due));
        files.delete(folder.done(checkpointId - StagingFolder.DONE_MARKERS_KEPT));
    }

    private void publish(CommitTargets targets) {
        List<Move> moves = targets.moves();
        createFolders(moves);
        for (Move move : moves) {
            if (!IntentExecution.arrive(files, move)) {
                throw IntentExecution.lost(move, "");
            }
        }
    }

    /** In the order of the partitions. A partition whose time came before stays known; its success file is as new as the rows that came late. */
    private void makeKnown(CommitTargets targets, Set<List<String>> due) {
        Map<List<String>, PartitionChange> changes = new HashMap<>();
        targets.changes(location -> false).forEach(change -> changes.put(change.values(), change));
        List<PartitionChange> ordered = due.stream().map(changes::get).toList();
        if (!handle.successFile().isEmpty()) {
            ordered.forEach(change -> files.mark(HivePaths.child(change.location(), handle.successFile())));
        }
        List<PartitionChange> added =
                ordered.stream().filter(change -> !change.known()).toList();
        if (handle.registers() && handle.isPartitioned() && !added.isEmpty()) {
            registration.registerNew(added);
        }
    }

    /** Before rows are added to what has figures; a table's are looked at once, as streams write none. */
    private void forgetFigures(CommitTargets targets) {
        if (!handle.isPartitioned() && !tableForgotten) {
            if (PartitionRegistration.hasFigures(registration.table().parameters())) {
                registration.forgetFigures(List.of());
            }
            tableForgotten = true;
        }
        List<String> outdated = new ArrayList<>();
        targets.known().forEach((values, partition) -> {
            if (PartitionRegistration.hasFigures(partition.parameters())) {
                outdated.add(registration.name(values));
            }
        });
        if (!outdated.isEmpty()) {
            registration.forgetFigures(outdated);
        }
    }

    private void createFolders(List<Move> moves) {
        Set<String> folders = new HashSet<>();
        moves.forEach(move -> folders.add(HivePaths.parent(move.to())));
        folders.forEach(files::createFolder);
    }
}
