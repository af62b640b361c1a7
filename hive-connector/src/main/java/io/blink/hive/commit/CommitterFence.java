package io.blink.hive.commit;

import io.blink.core.error.BlinkException;
import io.blink.core.spi.filesystem.FileStatus;
import io.blink.hive.HiveErrorCode;

/**
 * Keeps a job master that was replaced, or whose job is over, from committing: each leaves a marker of its term in the staging folder, and before each
 * phase checks that its own marker is there and the highest. A master that pauses inside a phase and wakes later only repeats steps of a journal that
 * its successor follows too.
 */
final class CommitterFence {
    private final CommitFiles files;
    private final StagingFolder folder;
    private final int term;

    private CommitterFence(CommitFiles files, StagingFolder folder, int term) {
        this.files = files;
        this.folder = folder;
        this.term = term;
    }

    static CommitterFence enter(CommitFiles files, StagingFolder folder, int term) {
        CommitterFence fence = new CommitterFence(files, folder, term);
        int highest = fence.highestTerm();
        if (highest > term) {
            throw fence.outdated("term " + highest + " has taken over");
        }
        files.createNew(folder.term(term), "");
        return fence;
    }

    void check() {
        int highest = highestTerm();
        if (highest > term) {
            throw outdated("term " + highest + " has taken over");
        }
        if (highest < term) {
            throw outdated("its folder was cleaned up, so the job is over");
        }
    }

    private int highestTerm() {
        int highest = -1;
        for (FileStatus child : files.list(folder.root())) {
            if (child.name().startsWith(StagingFolder.TERM_PREFIX)) {
                highest =
                        Math.max(highest, Integer.parseInt(child.name().substring(StagingFolder.TERM_PREFIX.length())));
            }
        }
        return highest;
    }

    private BlinkException outdated(String why) {
        return new BlinkException(
                HiveErrorCode.COMMIT_FENCED,
                "The job master of term " + term + " of job " + folder.jobId() + " may not commit to "
                        + folder.tableLocation() + ": " + why);
    }
}
