package io.blink.rocksdb;

import io.blink.core.error.BlinkException;
import io.blink.core.spi.state.StateSnapshot;
import io.blink.state.StateErrorCode;
import io.blink.state.checkpoint.CheckpointWriter;
import io.blink.state.checkpoint.StateHandle;
import io.blink.state.checkpoint.TableDescription;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;

/** Linked files that become a checkpoint. Made on the task's thread, written on an I/O thread. */
final class RocksSnapshot implements StateSnapshot {
    private final LinkedFiles linked;
    private final SnapshotFiles files;
    private final CheckpointWriter writer;
    private final List<TableDescription> tables;
    private final Map<String, Long> attributes;
    private final AtomicReference<Phase> phase = new AtomicReference<>(Phase.WAITING);

    private enum Phase {
        WAITING,
        /** Written, or being written. */
        TAKEN,
        ABANDONED
    }

    RocksSnapshot(
            LinkedFiles linked,
            SnapshotFiles files,
            CheckpointWriter writer,
            List<TableDescription> tables,
            Map<String, Long> attributes) {
        this.linked = linked;
        this.files = files;
        this.writer = writer;
        this.tables = tables;
        this.attributes = attributes;
        linked.hold();
    }

    /** Nothing happens if somebody writes it, or has written it. */
    void abandon() {
        if (phase.compareAndSet(Phase.WAITING, Phase.ABANDONED)) {
            linked.release();
        }
    }

    @Override
    public SavedState write(long checkpointId) {
        if (!phase.compareAndSet(Phase.WAITING, Phase.TAKEN)) {
            throw new BlinkException(
                    StateErrorCode.CHECKPOINT_SUPERSEDED,
                    "Checkpoint " + checkpointId + " comes too late: a later one has been taken, or it was written.");
        }
        try {
            // One at a time: parts are read from the folder of the snapshot that names them last.
            synchronized (files) {
                CheckpointWriter.Written written =
                        writer.write(checkpointId, tables, files.of(linked.folder()), attributes);
                StateHandle handle = written.handle();
                return new SavedState(handle.toJson(), handle.stateBytes(), written.writtenBytes());
            }
        } finally {
            linked.release();
        }
    }
}
