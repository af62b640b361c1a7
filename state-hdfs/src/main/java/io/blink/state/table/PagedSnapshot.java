package io.blink.state.table;

import io.blink.core.error.BlinkException;
import io.blink.core.spi.state.StateSnapshot;
import io.blink.state.StateErrorCode;
import io.blink.state.checkpoint.CheckpointWriter;
import io.blink.state.checkpoint.StateHandle;
import io.blink.state.checkpoint.TableDescription;
import java.util.List;
import java.util.Map;

/** All tables at the end of one version. Made on the task's thread, written on an I/O thread. */
final class PagedSnapshot implements StateSnapshot {
    private final SnapshotProgress progress;
    private final List<TableDescription> tables;
    private final Map<String, Long> attributes;
    private final SnapshotPages pages;
    private final CheckpointWriter writer;
    private List<LogCapture> captures;

    PagedSnapshot(
            SnapshotProgress progress,
            List<LogCapture> captures,
            List<TableDescription> tables,
            Map<String, Long> attributes,
            SnapshotPages pages,
            CheckpointWriter writer) {
        this.progress = progress;
        this.captures = captures;
        this.tables = tables;
        this.attributes = attributes;
        this.pages = pages;
        this.writer = writer;
    }

    @Override
    public SavedState write(long checkpointId) {
        if (!progress.begin()) {
            throw new BlinkException(
                    StateErrorCode.CHECKPOINT_SUPERSEDED,
                    "Checkpoint " + checkpointId + " comes too late: a later one has been taken, or it was written.");
        }
        try {
            // One at a time: what the pages of dead records were before must not change meanwhile.
            synchronized (pages) {
                CheckpointWriter.Written written =
                        writer.write(checkpointId, tables, pages.of(captures, progress.version()), attributes);
                StateHandle handle = written.handle();
                return new SavedState(handle.toJson(), handle.stateBytes(), written.writtenBytes());
            }
        } finally {
            captures = List.of();
            progress.end();
        }
    }
}
