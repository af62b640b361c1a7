package io.blink.runtime.worker;

import io.blink.runtime.control.OutputPartitions;
import io.blink.runtime.control.PartitionReport;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.runtime.control.TaskReport;
import io.blink.runtime.control.TaskState;
import io.blink.runtime.control.TaskStateChanged;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The attempts that a worker has run for jobs not yet released: their states, ends and partitions. Used by {@link WorkerControl} on its thread. */
final class HeldTasks {
    /** What a deployment is to this worker. */
    enum Admission {
        NEW,
        /** The very attempt was deployed before: the message came twice. */
        KNOWN,
        /** A later attempt of the subtask is known, or its job was released. */
        OLD
    }

    /** Messages about a job are not late by so many jobs. */
    private static final int RELEASED_JOBS_MAX = 10_000;

    private final Map<TaskAttemptId, TaskState> states = new LinkedHashMap<>();
    private final Map<TaskAttemptId, TaskStateChanged> ends = new LinkedHashMap<>();
    private final Map<TaskAttemptId, Integer> latestAttempts = new LinkedHashMap<>();
    private final Set<TaskAttemptId> releasedProducers = new HashSet<>();
    private final Set<String> releasedJobs = new LinkedHashSet<>();

    Admission admit(TaskAttemptId task) {
        if (states.containsKey(task)) {
            return Admission.KNOWN;
        }
        TaskAttemptId subtask = subtask(task);
        if (releasedJobs.contains(task.getJobId()) || latestAttempts.getOrDefault(subtask, 0) > task.getAttempt()) {
            return Admission.OLD;
        }
        latestAttempts.put(subtask, task.getAttempt());
        states.put(task, TaskState.STARTING);
        return Admission.NEW;
    }

    private static TaskAttemptId subtask(TaskAttemptId task) {
        return task.toBuilder().clearAttempt().build();
    }

    TaskState state(TaskAttemptId task) {
        return states.getOrDefault(task, TaskState.TASK_STATE_UNKNOWN);
    }

    Optional<TaskStateChanged> ended(TaskAttemptId task) {
        return Optional.ofNullable(ends.get(task));
    }

    List<TaskStateChanged> ended() {
        return List.copyOf(ends.values());
    }

    /** Notes a new state; false if the attempt had ended before or its job is released, so that nobody needs to know. */
    boolean changed(TaskStateChanged change) {
        TaskAttemptId task = change.getTask();
        if (releasedJobs.contains(task.getJobId()) || ends.containsKey(task)) {
            return false;
        }
        states.put(task, change.getState());
        latestAttempts.merge(subtask(task), task.getAttempt(), Math::max);
        if (isEnd(change.getState())) {
            ends.put(task, change);
        }
        return true;
    }

    private static boolean isEnd(TaskState state) {
        return state == TaskState.FINISHED || state == TaskState.CANCELED || state == TaskState.FAILED;
    }

    List<TaskReport> reports() {
        List<TaskReport> reports = new ArrayList<>(states.size());
        states.forEach((task, state) -> reports.add(
                TaskReport.newBuilder().setTask(task).setState(state).build()));
        return reports;
    }

    /** What finished attempts wrote to blocking edges and nobody has released. */
    List<PartitionReport> partitions() {
        List<PartitionReport> partitions = new ArrayList<>();
        for (TaskStateChanged end : ends.values()) {
            if (!releasedProducers.contains(end.getTask())) {
                for (OutputPartitions output : end.getOutputsList()) {
                    partitions.add(PartitionReport.newBuilder()
                            .setProducer(end.getTask())
                            .setEdgeId(output.getEdgeId())
                            .setSummary(output.getSummary())
                            .build());
                }
            }
        }
        return partitions;
    }

    void releasePartitions(List<TaskAttemptId> producers) {
        releasedProducers.addAll(producers);
    }

    /** Forgets a job. Its name is kept, so that late messages about it change nothing. */
    void releaseJob(String jobId) {
        releasedJobs.add(jobId);
        if (releasedJobs.size() > RELEASED_JOBS_MAX) {
            releasedJobs.remove(releasedJobs.iterator().next());
        }
        states.keySet().removeIf(task -> task.getJobId().equals(jobId));
        ends.keySet().removeIf(task -> task.getJobId().equals(jobId));
        latestAttempts.keySet().removeIf(task -> task.getJobId().equals(jobId));
        releasedProducers.removeIf(task -> task.getJobId().equals(jobId));
    }
}
