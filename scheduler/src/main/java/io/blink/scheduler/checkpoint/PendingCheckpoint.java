package io.blink.scheduler.checkpoint;

import io.blink.runtime.control.CheckpointAcknowledged;
import io.blink.runtime.control.TaskAttemptId;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A checkpoint on its way. Each attempt of the job had finished before it began, or acknowledges it. */
final class PendingCheckpoint {
    private final long id;
    private final long timestampMillis;
    private final Set<TaskAttemptId> awaited;
    private final Map<TaskAttemptId, CheckpointAcknowledged> acknowledged = new LinkedHashMap<>();
    private final List<TaskAttemptId> finished;
    private TaskAttemptId last;
    private long firstNanos;
    private long lastNanos;

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

    void acknowledge(CheckpointAcknowledged acknowledgement, long nowNanos) {
        if (awaited.remove(acknowledgement.getTask())) {
            firstNanos = acknowledged.isEmpty() ? nowNanos : firstNanos;
            lastNanos = nowNanos;
            last = acknowledgement.getTask();
            acknowledged.put(acknowledgement.getTask(), acknowledgement);
        }
    }

    /** Which task it waited for longest, in words. */
    String firstAndLast(long triggerNanos) {
        if (last == null) {
            return "no task was asked";
        }
        return "first task after " + millis(firstNanos - triggerNanos) + " ms, last " + last.getVertexId() + "."
                + last.getSubtask() + " after " + millis(lastNanos - triggerNanos) + " ms";
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
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
