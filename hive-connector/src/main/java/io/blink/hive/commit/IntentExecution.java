package io.blink.hive.commit;

import io.blink.core.error.BlinkException;
import io.blink.core.spi.filesystem.FileStatus;
import io.blink.hive.HiveErrorCode;
import io.blink.hive.HivePaths;
import io.blink.hive.commit.CommitIntent.Move;
import io.blink.hive.commit.CommitIntent.PartitionChange;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Carries out a journaled commit. Every step looks before it acts and can be repeated at any time by anyone: by the same master after a failure, by its
 * successor, or by another job that finds the journal unfinished.
 */
final class IntentExecution {
    /** Asked before each phase; stops a fenced master. */
    @FunctionalInterface
    interface PhaseCheck {
        void run();
    }

    private final CommitFiles files;
    private final PartitionRegistration registration;
    private final String successFile;

    IntentExecution(CommitFiles files, PartitionRegistration registration, String successFile) {
        this.files = files;
        this.registration = registration;
        this.successFile = successFile;
    }

    /** @param doneMarker created at the end; when it or the journal is seen gone by, another has finished the commit */
    void run(CommitIntent intent, String journal, String doneMarker, PhaseCheck check) {
        check.run();
        intent.oldFiles().forEach(this::moveAside);
        check.run();
        createFolders(intent);
        for (Move move : intent.newFiles()) {
            if (!arrive(files, move)) {
                if (files.exists(doneMarker) || !files.exists(journal)) {
                    return;
                }
                throw lost(move, "; then delete the journal " + journal);
            }
        }
        markSuccess(intent.partitions());
        check.run();
        registration.register(intent.commit(), intent.partitions());
        files.createNew(doneMarker, "");
        files.delete(HivePaths.child(intent.folder(), "aside"));
    }

    /** An old file that is in neither place was deleted by someone else, which is what was wanted. */
    private void moveAside(Move move) {
        if (files.exists(move.from())) {
            files.createFolder(HivePaths.parent(move.to()));
            if (!files.rename(move.from(), move.to()) && files.exists(move.from())) {
                // The name is taken aside by an earlier try that copied nothing: what is still in the table must go.
                files.delete(move.from());
            }
        }
    }

    private void createFolders(CommitIntent intent) {
        Set<String> folders = new HashSet<>();
        intent.partitions().forEach(partition -> folders.add(partition.location()));
        intent.newFiles().forEach(move -> folders.add(HivePaths.parent(move.to())));
        folders.forEach(files::createFolder);
    }

    /** Moves a file into its place; false if it is neither where it was written nor, with its length, where it belongs. */
    static boolean arrive(CommitFiles files, Move move) {
        if (files.rename(move.from(), move.to())) {
            return true;
        }
        Optional<FileStatus> target = files.status(move.to());
        if (target.isEmpty()) {
            // The source may have been there and the folder not; once more with the folder surely there.
            files.createFolder(HivePaths.parent(move.to()));
            return files.rename(move.from(), move.to());
        }
        return target.get().length() == move.bytes();
    }

    static BlinkException lost(Move move, String also) {
        return new BlinkException(
                HiveErrorCode.COMMIT_FILE_LOST,
                "The written file " + move.from() + " (" + move.bytes() + " bytes) is gone and not in its place "
                        + move.to()
                        + " either; its rows are lost: run the statement again, and look for what deletes files of the table"
                        + also);
    }

    private void markSuccess(List<PartitionChange> partitions) {
        if (!successFile.isEmpty()) {
            partitions.forEach(partition -> files.mark(HivePaths.child(partition.location(), successFile)));
        }
    }
}
