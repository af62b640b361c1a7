package io.blink.scheduler.checkpoint;

import io.blink.runtime.control.CheckpointAcknowledged;
import io.blink.runtime.control.TaskAttemptId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A checkpoint on its way. Each attempt of the job either acknowledges it or finishes before it gets there. */
final class PendingCheckpoint {
    private final long id;
    private final long timestampMillis;
    private final Set<TaskAttemptId> awaited;
    private final Map<TaskAttemptId, CheckpointAcknowledged> acknowledged = new LinkedHashMap<>();
    private final Set<TaskAttemptId> finished;

    PendingCheckpoint(long id, long timestampMillis, Set<TaskAttemptId> running, Set<TaskAttemptId> finished) {
        this.id = id;
        this.timestampMillis = timestampMillis;
        this.awaited = new LinkedHashSet<>(running);
        this.finished = new LinkedHashSet<>(finished);
    }

    long id() {
        return id;
    }

    long timestampMillis() {
        return timestampMillis;
    }

    void acknowledge(CheckpointAcknowledged acknowledgement) {
        if (awaited.remove(acknowledgement.getTask())) {
            acknowledged.put(acknowledgement.getTask(), acknowledgement);
        }
    }

    void finish(TaskAttemptId task) {
        if (awaited.remove(task)) {
            finished.add(task);
        }
    }

    boolean complete() {
        return awaited.isEmpty();
    }

    int awaitedTasks() {
        return awaited.size();
    }

    Map<TaskAttemptId, CheckpointAcknowledged> acknowledged() {
        return acknowledged;
    }

    List<TaskAttemptId> finished() {
        return List.copyOf(finished);
    }
}
