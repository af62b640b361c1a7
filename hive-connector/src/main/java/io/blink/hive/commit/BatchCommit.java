package io.blink.hive.commit;

import io.blink.core.spi.filesystem.FileStatus;
import io.blink.hive.HivePaths;
import io.blink.hive.commit.CommitIntent.Move;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * INSERT INTO and INSERT OVERWRITE of a batch job. Until the journal is written a failure leaves the table as it was; afterwards the commit only goes
 * forward, and a repeated call, with whatever files, ends the journaled one.
 */
final class BatchCommit {
    private final WriteHandle handle;
    private final StagingFolder folder;
    private final int term;
    private final CommitFiles files;
    private final PartitionRegistration registration;
    private final CommitterFence fence;
    private final OverwriteLock lock;
    private final IntentExecution execution;

    BatchCommit(
            WriteHandle handle,
            StagingFolder folder,
            int term,
            CommitFiles files,
            PartitionRegistration registration,
            CommitterFence fence,
            OverwriteLock lock) {
        this.handle = handle;
        this.folder = folder;
        this.term = term;
        this.files = files;
        this.registration = registration;
        this.fence = fence;
        this.lock = lock;
        this.execution = new IntentExecution(files, registration, handle.successFile());
    }

    void commit(long checkpointId, List<StagedFile> staged) {
        if (files.exists(folder.finished())) {
            return;
        }
        fence.check();
        if (files.exists(folder.done(checkpointId))) {
            return;
        }
        Optional<CommitIntent> intent = journaled(checkpointId);
        if (intent.isEmpty()) {
            intent = journal(checkpointId, staged);
        }
        intent.ifPresent(
                agreed -> execution.run(agreed, folder.intent(checkpointId), folder.done(checkpointId), fence::check));
    }

    private Optional<CommitIntent> journaled(long checkpointId) {
        String path = folder.intent(checkpointId);
        return files.exists(path) ? Optional.of(CommitIntent.parse(files.read(path), path)) : Optional.empty();
    }

    /** Writes the journal; empty if the files show that this commit was done before the folder with its markers was removed. */
    private Optional<CommitIntent> journal(long checkpointId, List<StagedFile> staged) {
        finishOthers();
        if (!handle.overwrite()) {
            return write(checkpointId, staged);
        }
        lock.acquire();
        try {
            finishOthers();
            return write(checkpointId, staged);
        } finally {
            lock.release();
        }
    }

    private Optional<CommitIntent> write(long checkpointId, List<StagedFile> staged) {
        CommitTargets targets = CommitTargets.of(staged, handle, registration);
        List<Move> moves = targets.moves();
        if (targets.isEmpty() || isCommitted(moves)) {
            return Optional.empty();
        }
        CommitIntent intent = new CommitIntent(
                CommitIntent.VERSION,
                folder.owner() + "-" + checkpointId,
                folder.root(),
                handle.overwrite() ? oldFiles(targets, moves) : List.of(),
                moves,
                targets.changes(location -> handle.overwrite() || hadNoRows(location)));
        fence.check();
        if (handle.overwrite()) {
            lock.check();
        }
        String path = folder.intent(checkpointId);
        return files.publish(path, intent.json(), folder.root() + "/draft-intent-" + term)
                ? Optional.of(intent)
                : Optional.of(CommitIntent.parse(files.read(path), path));
    }

    /** Whether all files are in their places already; an error if one is nowhere, before anything was changed. */
    private boolean isCommitted(List<Move> moves) {
        boolean allArrived = !moves.isEmpty();
        for (Move move : moves) {
            if (files.status(move.from())
                    .filter(file -> file.length() == move.bytes())
                    .isPresent()) {
                allArrived = false;
            } else if (files.status(move.to())
                    .filter(file -> file.length() == move.bytes())
                    .isEmpty()) {
                throw IntentExecution.lost(move, "");
            }
        }
        return allArrived;
    }

    /** Looked at only where the answer is one listing away: the figures of a first insert are then known. */
    private boolean hadNoRows(String location) {
        return handle.hasFixedTarget() && files.visibleFiles(location).isEmpty();
    }

    /** What an overwrite replaces: the visible files of its targets, and their success files. */
    private List<Move> oldFiles(CommitTargets targets, List<Move> newFiles) {
        Set<String> own = new HashSet<>();
        newFiles.forEach(move -> own.add(HivePaths.name(move.to())));
        List<Move> oldFiles = new ArrayList<>();
        List<String> locations = targets.locations();
        for (int i = 0; i < locations.size(); i++) {
            String location = locations.get(i);
            String aside = folder.aside() + "/" + i;
            for (FileStatus file : files.visibleFiles(location)) {
                String relative = HivePaths.below(location, file.path());
                if (!own.contains(HivePaths.name(relative))) {
                    oldFiles.add(new Move(
                            HivePaths.child(location, relative), HivePaths.child(aside, relative), file.length()));
                }
            }
            String success = HivePaths.child(location, successName());
            if (files.exists(success)) {
                oldFiles.add(new Move(success, HivePaths.child(aside, successName()), 0));
            }
        }
        return oldFiles;
    }

    private String successName() {
        return handle.successFile().isEmpty() ? "_SUCCESS" : handle.successFile();
    }

    /** Ends commits that other jobs journaled and did not finish: their masters died, or are at it, and the steps may be done twice. */
    private void finishOthers() {
        for (FileStatus sibling : files.list(StagingFolder.common(handle.location()))) {
            if (sibling.directory() && !sibling.name().equals(folder.owner())) {
                finish(sibling.path(), () -> {});
            }
        }
    }

    /** Ends this job's own commit if it was journaled. */
    void finishJournaled() {
        finish(folder.root(), fence::check);
    }

    /** Whether no journal in a job's folder waits to be finished. @param owner name of the folder */
    boolean isFinished(String owner) {
        return unfinished(HivePaths.child(StagingFolder.common(handle.location()), owner))
                .isEmpty();
    }

    private void finish(String root, IntentExecution.PhaseCheck check) {
        unfinished(root).forEach((name, done) -> {
            String path = HivePaths.child(root, name);
            CommitIntent intent = CommitIntent.parse(files.read(path), path);
            execution.run(intent, path, HivePaths.child(root, done), check);
        });
    }

    /** Names of journals, and of the markers that they get when they are done. */
    private Map<String, String> unfinished(String root) {
        Set<String> names = new HashSet<>();
        files.list(root).forEach(child -> names.add(child.name()));
        Map<String, String> unfinished = new HashMap<>();
        for (String name : names) {
            if (name.startsWith(StagingFolder.INTENT_PREFIX) && name.endsWith(StagingFolder.INTENT_SUFFIX)) {
                String checkpoint = name.substring(
                        StagingFolder.INTENT_PREFIX.length(), name.length() - StagingFolder.INTENT_SUFFIX.length());
                String done = StagingFolder.DONE_PREFIX + checkpoint;
                if (!names.contains(done)) {
                    unfinished.put(name, done);
                }
            }
        }
        return unfinished;
    }
}
