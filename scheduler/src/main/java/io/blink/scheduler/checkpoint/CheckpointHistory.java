package io.blink.scheduler.checkpoint;

import io.blink.runtime.control.ChannelState;
import io.blink.runtime.control.CheckpointAcknowledged;
import io.blink.scheduler.checkpoint.CheckpointRecord.Outcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.function.ToLongFunction;

/** The latest checkpoints of a stream, for its users. In turns. */
final class CheckpointHistory {
    private final int kept;
    private final Deque<CheckpointRecord> records = new ArrayDeque<>();
    private int completed;
    private long lastDurationMillis;
    private String lastFailure = "";

    CheckpointHistory(int kept) {
        this.kept = kept;
    }

    void completed(PendingCheckpoint checkpoint, long stateBytes, long nanos) {
        completed++;
        lastDurationMillis = Duration.ofNanos(nanos).toMillis();
        add(record(checkpoint, Outcome.COMPLETED, stateBytes, nanos, ""));
    }

    void failed(PendingCheckpoint checkpoint, long nanos, String reason) {
        add(record(checkpoint, Outcome.FAILED, 0, nanos, reason));
    }

    /** Something about checkpoints that users should hear of while it is the latest such thing. */
    void problem(String message) {
        lastFailure = message;
    }

    String lastFailure() {
        return lastFailure;
    }

    /** A savepoint that was completed earlier stands there. */
    void stands(long checkpointId, String location) {
        int count = records.size();
        for (int i = 0; i < count; i++) {
            CheckpointRecord record = records.removeFirst();
            records.addLast(record.id() == checkpointId ? record.at(location) : record);
        }
    }

    private void add(CheckpointRecord record) {
        records.addLast(record);
        while (records.size() > kept) {
            records.removeFirst();
        }
    }

    private static CheckpointRecord record(
            PendingCheckpoint checkpoint, Outcome outcome, long stateBytes, long nanos, String failure) {
        Collection<CheckpointAcknowledged> tasks = checkpoint.acknowledged().values();
        return new CheckpointRecord(
                checkpoint.id(),
                checkpoint.kind(),
                outcome,
                checkpoint.timestampMillis(),
                Duration.ofNanos(nanos).toMillis(),
                most(tasks, CheckpointAcknowledged::getSyncNanos) / 1_000,
                most(tasks, CheckpointAcknowledged::getAlignmentNanos) / 1_000_000,
                stateBytes,
                sum(tasks, CheckpointAcknowledged::getWrittenBytes),
                sum(tasks, CheckpointHistory::overtakenBytes),
                "",
                failure);
    }

    private static long overtakenBytes(CheckpointAcknowledged task) {
        return task.getChannelsList().stream().mapToLong(ChannelState::getBytes).sum();
    }

    private static long most(Collection<CheckpointAcknowledged> tasks, ToLongFunction<CheckpointAcknowledged> value) {
        return tasks.stream().mapToLong(value).max().orElse(0);
    }

    private static long sum(Collection<CheckpointAcknowledged> tasks, ToLongFunction<CheckpointAcknowledged> value) {
        return tasks.stream().mapToLong(value).sum();
    }

    /** How many were completed here. */
    int completed() {
        return completed;
    }

    long lastDurationMillis() {
        return lastDurationMillis;
    }

    /** Oldest first. */
    List<CheckpointRecord> records() {
        return List.copyOf(records);
    }
}
