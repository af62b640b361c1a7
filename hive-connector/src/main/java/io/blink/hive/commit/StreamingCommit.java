package io.blink.hive.commit;

import io.blink.hive.HivePaths;
import io.blink.hive.commit.CommitIntent.Move;
import io.blink.hive.commit.CommitIntent.PartitionChange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A completed checkpoint of a stream. Its files are named in the checkpoint's metadata, which is the journal: the same call comes again until it has been
 * answered, also from a later job master, and finds each file either where it was written or in its place. First the files, then the success files, then
 * the metastore.
 */
final class StreamingCommit {
    private final WriteHandle handle;
    private final StagingFolder folder;
    private final CommitFiles files;
    private final PartitionRegistration registration;
    private final CommitterFence fence;
    private boolean tableForgotten;

    StreamingCommit(
            WriteHandle handle,
            StagingFolder folder,
            CommitFiles files,
            PartitionRegistration registration,
            CommitterFence fence) {
        this.handle = handle;
        this.folder = folder;
        this.files = files;
        this.registration = registration;
        this.fence = fence;
    }

    void commit(long checkpointId, List<StagedFile> staged) {
        if (staged.isEmpty()) {
            return;
        }
        fence.check();
        if (files.exists(folder.done(checkpointId))) {
            return;
        }
        CommitTargets targets = CommitTargets.of(staged, handle, registration);
        List<Move> moves = targets.moves();
        createFolders(moves);
        for (Move move : moves) {
            if (!IntentExecution.arrive(files, move)) {
                throw IntentExecution.lost(move, "");
            }
        }
        List<PartitionChange> changes = targets.changes(location -> false);
        forgetFigures(targets);
        if (!handle.successFile().isEmpty()) {
            changes.forEach(change -> files.createNew(HivePaths.child(change.location(), handle.successFile()), ""));
        }
        List<PartitionChange> added =
                changes.stream().filter(change -> !change.known()).toList();
        if (handle.registers() && handle.isPartitioned() && !added.isEmpty()) {
            registration.registerNew(added);
        }
        files.createNew(folder.done(checkpointId), "");
        files.delete(folder.done(checkpointId - StagingFolder.DONE_MARKERS_KEPT));
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
