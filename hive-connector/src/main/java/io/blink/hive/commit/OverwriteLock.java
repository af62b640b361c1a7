package io.blink.hive.commit;

import io.blink.core.error.BlinkException;
import io.blink.hive.HiveErrorCode;
import java.time.Duration;
import java.util.Optional;

/**
 * Lets one overwrite of a table at a time look at the old files and write its journal: two that did so together would each leave the other's files. Held
 * for a moment only; a lock older than {@link #LEASE} belongs to a master that died or sleeps, and is taken over. A master that lost its lock writes no
 * journal.
 */
final class OverwriteLock {
    static final Duration LEASE = Duration.ofMinutes(2);
    private static final Duration PAUSE = Duration.ofMillis(200);

    private final CommitFiles files;
    private final StagingFolder folder;
    private final int term;
    private final String holder;
    private final CommitClock clock;

    OverwriteLock(CommitFiles files, StagingFolder folder, int term, CommitClock clock) {
        this.files = files;
        this.folder = folder;
        this.term = term;
        this.holder = folder.owner() + "-" + term;
        this.clock = clock;
    }

    /** Waits for at most a lease, then for the holder to be overdue. */
    void acquire() {
        long deadline = clock.currentTimeMillis() + 2 * LEASE.toMillis();
        while (!files.publish(folder.lock(), holder, folder.root() + "/draft-lock-" + term)) {
            Optional<String> current = files.readIfExists(folder.lock());
            if (current.equals(Optional.of(holder))) {
                return;
            }
            if (current.isPresent() && (isOfThisJob(current.get()) || isOverdue())) {
                takeOver();
            } else if (clock.currentTimeMillis() > deadline) {
                throw new BlinkException(
                        HiveErrorCode.COMMIT_CONFLICT,
                        "Other overwrites of " + folder.tableLocation() + " held " + folder.lock() + " for "
                                + 2 * LEASE.toSeconds() + " s; run the statement again");
            } else {
                clock.pause(PAUSE);
            }
        }
    }

    /** An earlier master of this job, which is fenced. */
    private boolean isOfThisJob(String other) {
        return other.startsWith(folder.owner() + "-");
    }

    private boolean isOverdue() {
        long now = clock.currentTimeMillis();
        return files.status(folder.lock())
                .filter(lock -> now - lock.modificationMillis() > LEASE.toMillis())
                .isPresent();
    }

    /** Only one of several that find the lock overdue moves it away. */
    private void takeOver() {
        String away = folder.root() + "/overdue-lock";
        files.createFolder(folder.root());
        files.delete(away);
        if (files.rename(folder.lock(), away)) {
            files.delete(away);
        }
    }

    /** An error unless this committer still holds the lock. */
    void check() {
        if (!isHolder()) {
            throw new BlinkException(
                    HiveErrorCode.COMMIT_CONFLICT,
                    "Job " + folder.jobId() + " lost the lock on " + folder.tableLocation()
                            + " to another overwrite after " + LEASE.toSeconds()
                            + " s; nothing was changed: run the statement again");
        }
    }

    void release() {
        if (isHolder()) {
            files.delete(folder.lock());
        }
    }

    private boolean isHolder() {
        return files.readIfExists(folder.lock()).equals(Optional.of(holder));
    }
}
