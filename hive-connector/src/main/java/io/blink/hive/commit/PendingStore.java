package io.blink.hive.commit;

import io.blink.core.spi.filesystem.FileStatus;
import io.blink.formats.partition.PendingPartitions;
import io.blink.hive.HivePaths;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the partitions stand that a stream has written to and not made known yet. They are the content of a checkpoint's marker, so that they change with its
 * commit and never between: who finds the marker finds what the next commit begins with. What a stream has left when it ends lies beside the folders of the
 * sinks, and the next stream into the table takes it over, be it the same one from a savepoint.
 */
final class PendingStore {
    private final WriteHandle handle;
    private final StagingFolder folder;
    private final String draft;
    private final CommitFiles files;
    private final List<String> takenOver = new ArrayList<>();
    private PendingPartitions pending;

    PendingStore(WriteHandle handle, StagingFolder folder, int term, CommitFiles files) {
        this.handle = handle;
        this.folder = folder;
        this.draft = folder.root() + "/draft-pending-" + term;
        this.files = files;
    }

    /** As of the last commit. */
    PendingPartitions get() {
        if (pending == null) {
            pending = handle.isPartitioned() ? ofOthers(own()) : PendingPartitions.NONE;
        }
        return pending;
    }

    /** As the newest marker has them. */
    private PendingPartitions own() {
        long newest = -1;
        for (FileStatus child : files.list(folder.root())) {
            if (child.name().startsWith(StagingFolder.DONE_PREFIX)) {
                newest = Math.max(newest, Long.parseLong(child.name().substring(StagingFolder.DONE_PREFIX.length())));
            }
        }
        String content = newest < 0 ? "" : files.read(folder.done(newest));
        return content.isEmpty() ? PendingPartitions.NONE : PendingPartitions.parse(content);
    }

    private PendingPartitions ofOthers(PendingPartitions own) {
        PendingPartitions all = own;
        for (FileStatus child : files.list(HivePaths.parent(folder.root()))) {
            if (child.name().startsWith(StagingFolder.PENDING_PREFIX)) {
                all = all.and(PendingPartitions.parse(files.read(child.path())));
                takenOver.add(child.path());
            }
        }
        return all;
    }

    /** Ends the commit of a checkpoint: with its marker these are the partitions that wait. */
    void done(long checkpointId, PendingPartitions remaining) {
        String marker = folder.done(checkpointId);
        if (remaining.isEmpty()) {
            files.createNew(marker, "");
        } else {
            files.publish(marker, remaining.json(), draft);
        }
        pending = remaining;
        takenOver.forEach(files::delete);
        takenOver.clear();
    }

    /** The stream has ended: what still waits is left to another. Comes again if the removal of the sink's folder did not succeed. */
    void leave() {
        PendingPartitions own = handle.isPartitioned() ? own() : PendingPartitions.NONE;
        if (!own.isEmpty()) {
            files.publish(folder.pending(), own.json(), draft);
        }
    }
}
