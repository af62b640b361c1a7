package io.blink.scheduler.checkpoint;

import io.blink.runtime.control.CheckpointAcknowledged;
import io.blink.runtime.control.TaskAttemptId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A checkpoint on its way. Each attempt of the job had finished before it began, or acknowledges it. */
final class PendingCheckpoint {
    private final long id;
    private final long timestampMillis;
    private final Set<TaskAttemptId> awaited;
    private final Map<TaskAttemptId, CheckpointAcknowledged> acknowledged = new LinkedHashMap<>();
    private final List<TaskAttemptId> finished;

    PendingCheckpoint(long id, long timestampMillis, Set<TaskAttemptId> running, Set<TaskAttemptId> finished) {
        this.id = id;
        this.timestampMillis = timestampMillis;
        this.awaited = new LinkedHashSet<>(running);
        this.finished = List.copyOf(finished);
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

    boolean awaits(TaskAttemptId task) {
        return awaited.contains(task);
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
        return finished;
    }
}
