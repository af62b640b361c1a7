package io.blink.hive.commit;

import io.blink.core.plan.ExecutionMode;
import io.blink.core.spi.connector.Committable;
import io.blink.core.spi.connector.Committer;
import io.blink.core.spi.connector.CommitterContext;
import io.blink.core.spi.filesystem.FileStatus;
import io.blink.core.spi.filesystem.FileSystems;
import io.blink.formats.AbandonedStaging;
import io.blink.formats.partition.ReachedWatermark;
import io.blink.hive.HivePaths;
import io.blink.hive.metastore.MetastoreClient;
import java.util.ArrayList;
import java.util.List;

/** Commits the writes of one sink of one job: batch inserts through a journal, checkpoints of a stream file by file. */
public final class HiveCommitter implements Committer {
    private final StagingFolder folder;
    private final CommitterContext context;
    private final CommitFiles files;
    private final CommitterFence fence;
    private final BatchCommit batch;
    private final StreamingCommit streaming;
    private final PendingStore pending;
    private final CommitClock clock;

    public HiveCommitter(
            WriteHandle handle, CommitterContext context, FileSystems fileSystems, MetastoreClient metastore) {
        this(handle, context, fileSystems, metastore, CommitClock.SYSTEM);
    }

    HiveCommitter(
            WriteHandle handle,
            CommitterContext context,
            FileSystems fileSystems,
            MetastoreClient metastore,
            CommitClock clock) {
        this.context = context;
        this.folder = new StagingFolder(handle.location(), context.jobId(), context.operatorId());
        this.files = new CommitFiles(fileSystems);
        this.fence = CommitterFence.enter(files, folder, context.term());
        this.clock = clock;
        PartitionRegistration registration = new PartitionRegistration(metastore, handle);
        OverwriteLock lock = new OverwriteLock(files, folder, context.term(), clock);
        this.batch = new BatchCommit(handle, folder, context.term(), files, registration, fence, lock);
        this.pending = new PendingStore(handle, folder, context.term(), files);
        this.streaming = new StreamingCommit(handle, folder, files, registration, fence, pending, clock);
    }

    @Override
    public void commit(long checkpointId, List<Committable> committables) {
        List<StagedFile> staged = new ArrayList<>();
        List<ReachedWatermark> watermarks = new ArrayList<>();
        for (Committable committable : committables) {
            Prepared prepared = Prepared.of(committable);
            if (prepared instanceof StagedFile file) {
                staged.add(file);
            } else if (prepared instanceof WriterWatermark watermark) {
                watermarks.add(watermark.reached());
            }
        }
        switch (context.mode()) {
            case BATCH -> batch.commit(checkpointId, staged);
            case STREAMING -> streaming.commit(checkpointId, staged, ReachedWatermark.lowest(watermarks));
        }
    }

    /** Finishes what is journaled, leaves partitions that still wait to the next stream into the table, then removes the sink's folder. A finished batch insert leaves a marker, so that it is never repeated. */
    @Override
    public void cleanUp() {
        if (!files.exists(folder.root())) {
            return;
        }
        fence.check();
        batch.finishJournaled();
        pending.leave();
        files.delete(folder.toMerge());
        boolean finished = files.list(folder.root()).stream()
                .anyMatch(child -> child.name().startsWith(StagingFolder.DONE_PREFIX));
        if (finished && context.mode() == ExecutionMode.BATCH) {
            files.createNew(folder.finished(), "");
        }
        files.delete(folder.root());
        removeOldMarkers();
        String common = HivePaths.parent(folder.root());
        AbandonedStaging.remove(files.fileSystem(common), common, batch::isFinished, clock.currentTimeMillis());
    }

    /** Markers of finished inserts are kept as long as a job master that does not know of the finish may come back. */
    private void removeOldMarkers() {
        long oldest = clock.currentTimeMillis() - AbandonedStaging.KEPT.toMillis();
        for (FileStatus child : files.list(HivePaths.parent(folder.root()))) {
            if (child.name().startsWith(StagingFolder.FINISHED_PREFIX) && child.modificationMillis() < oldest) {
                files.delete(child.path());
            }
        }
    }

    @Override
    public void close() {}
}
