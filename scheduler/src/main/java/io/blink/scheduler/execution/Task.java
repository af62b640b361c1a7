package io.blink.scheduler.execution;

import io.blink.runtime.control.PartitionSummary;
import java.util.Map;

/** One subtask of a vertex, through all its attempts. */
public final class Task {
    private final int vertexId;
    private final int subtask;
    private TaskAttempt current;
    private int failures;
    private int losses;
    private int outputLosses;
    /** What the last finished attempt that consumers may have read wrote, and which attempt that was. */
    private TaskAttempt published;

    Task(int vertexId, int subtask) {
        this.vertexId = vertexId;
        this.subtask = subtask;
    }

    public int vertexId() {
        return vertexId;
    }

    public int subtask() {
        return subtask;
    }

    /** The latest attempt, or {@code null} before the first. */
    public TaskAttempt current() {
        return current;
    }

    public void current(TaskAttempt attempt) {
        current = attempt;
    }

    public boolean live() {
        return current != null && !current.state().ended();
    }

    public boolean finished() {
        return current != null && current.state() == AttemptState.FINISHED;
    }

    public TaskAttempt published() {
        return published;
    }

    /** The current attempt's output may be read from here on. */
    public void publish() {
        published = current;
    }

    /** Counts a failure of its own. */
    public int countFailure() {
        return ++failures;
    }

    /** Counts a loss with its worker. */
    public int countLoss() {
        return ++losses;
    }

    /** Counts a loss of what it had written. */
    public int countOutputLoss() {
        return ++outputLosses;
    }

    /** Whether another attempt's output is the same rows, whatever their order, in every bucket; what was not summed up is not. */
    public static boolean sameRows(Map<Integer, PartitionSummary> one, Map<Integer, PartitionSummary> other) {
        return one.keySet().equals(other.keySet())
                && one.entrySet().stream().allMatch(entry -> same(entry.getValue(), other.get(entry.getKey())));
    }

    private static boolean same(PartitionSummary one, PartitionSummary other) {
        return one.getBucketChecksumsCount() > 0
                && one.getBucketChecksumsList().equals(other.getBucketChecksumsList())
                && one.getBucketRowsList().equals(other.getBucketRowsList());
    }
}
