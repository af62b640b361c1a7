package io.blink.scheduler.checkpoint;

import io.blink.core.spi.connector.Committable;
import io.blink.runtime.control.CheckpointAcknowledged;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.scheduler.checkpoint.CheckpointMetadata.TaskState;
import io.blink.scheduler.checkpoint.CheckpointMetadata.VertexState;
import io.blink.scheduler.execution.JobExecution;
import io.blink.scheduler.split.ScanState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** A checkpoint on its way. Each attempt of the job had finished before it began, or acknowledges it. */
final class PendingCheckpoint {
    private final long id;
    private final CheckpointRecord.Kind kind;
    private final boolean stop;
    private final boolean drain;
    private final long timestampMillis;
    private final Set<TaskAttemptId> awaited;
    private final Map<TaskAttemptId, CheckpointAcknowledged> acknowledged = new LinkedHashMap<>();
    private final List<TaskAttemptId> finished;
    private TaskAttemptId last;
    private long firstNanos;
    private long lastNanos;

    /** @param stop whether sources emit nothing behind it @param drain whether event time ends ahead of it */
    PendingCheckpoint(
            long id,
            CheckpointRecord.Kind kind,
            boolean stop,
            boolean drain,
            long timestampMillis,
            Set<TaskAttemptId> running,
            Set<TaskAttemptId> finished) {
        this.id = id;
        this.kind = kind;
        this.stop = stop;
        this.drain = drain;
        this.timestampMillis = timestampMillis;
        this.awaited = new LinkedHashSet<>(running);
        this.finished = List.copyOf(finished);
    }

    long id() {
        return id;
    }

    CheckpointRecord.Kind kind() {
        return kind;
    }

    boolean stop() {
        return stop;
    }

    boolean drain() {
        return drain;
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

    /**
     * What is stored of it.
     *
     * @param previous the checkpoint that it follows, 0: none
     * @param scans splits that no task has begun
     */
    CheckpointMetadata toMetadata(
            JobExecution execution,
            long previous,
            List<ScanState> scans,
            Map<Integer, List<Committable>> committables) {
        List<VertexState> vertices = execution.graph().vertices().stream()
                .map(vertex -> new VertexState(
                        vertex.id(), execution.vertex(vertex.id()).parallelism(), tasks(vertex.id())))
                .toList();
        return new CheckpointMetadata(
                execution.jobId(),
                id,
                previous,
                execution.term(),
                timestampMillis,
                acknowledged.values().stream()
                        .mapToLong(CheckpointAcknowledged::getStateBytes)
                        .sum(),
                execution.graph(),
                vertices,
                scans,
                committables);
    }

    private List<TaskState> tasks(int vertexId) {
        List<TaskState> tasks = new ArrayList<>();
        acknowledged.forEach((task, acknowledgement) -> {
            if (task.getVertexId() == vertexId) {
                tasks.add(new TaskState(
                        task.getSubtask(),
                        acknowledgement.getOperatorStatesList().stream()
                                .map(OperatorStates::toRecord)
                                .toList(),
                        acknowledgement.getChannelsList().stream()
                                .map(OperatorStates::toRecord)
                                .toList()));
            }
        });
        return tasks;
    }
}
