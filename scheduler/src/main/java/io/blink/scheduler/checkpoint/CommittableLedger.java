package io.blink.scheduler.checkpoint;

import io.blink.core.spi.connector.Committable;
import io.blink.runtime.control.OperatorCommittables;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.scheduler.execution.JobExecution;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which prepared writes belong to no completed checkpoint yet. A committable of a checkpoint that was given up goes into the next one; one that a worker repeats,
 * because it has not heard of a completion, is left out.
 */
final class CommittableLedger {
    /** A worker hears of completions again when it reconnects, so it repeats those of a few checkpoints at most. */
    private static final int CHECKPOINTS_REMEMBERED = 16;

    private final Map<Integer, Set<Committable>> open = new LinkedHashMap<>();
    private final Deque<Map<Integer, List<Committable>>> completed = new ArrayDeque<>();
    /** Attempts that have finished and whose last committables a completed checkpoint has taken. */
    private final Set<TaskAttemptId> taken = new HashSet<>();

    void add(Collection<OperatorCommittables> committables) {
        for (OperatorCommittables ofOperator : committables) {
            for (Committable committable : OperatorStates.toCommittables(ofOperator)) {
                if (!isCompleted(ofOperator.getOperatorId(), committable)) {
                    open.computeIfAbsent(ofOperator.getOperatorId(), id -> new LinkedHashSet<>())
                            .add(committable);
                }
            }
        }
    }

    /** What has been prepared for the checkpoint: by those who acknowledged it, and by those who finished since the one before. */
    void take(PendingCheckpoint checkpoint, JobExecution execution) {
        checkpoint.acknowledged().values().forEach(task -> add(task.getCommittablesList()));
        Set<TaskAttemptId> finished = new HashSet<>(checkpoint.finished());
        finished.removeAll(taken);
        execution
                .tasks()
                .filter(task -> finished.contains(task.current().id()))
                .forEach(task -> add(task.current().committables()));
    }

    /** What these have left is in a completed checkpoint. */
    void taken(Collection<TaskAttemptId> finished) {
        taken.addAll(finished);
    }

    private boolean isCompleted(int operatorId, Committable committable) {
        return completed.stream()
                .anyMatch(checkpoint ->
                        checkpoint.getOrDefault(operatorId, List.of()).contains(committable));
    }

    /** What the next checkpoint takes. */
    Map<Integer, List<Committable>> open() {
        Map<Integer, List<Committable>> copy = new LinkedHashMap<>();
        open.forEach((operatorId, committables) -> copy.put(operatorId, new ArrayList<>(committables)));
        return copy;
    }

    /** A checkpoint with these is complete. */
    void complete(Map<Integer, List<Committable>> checkpoint) {
        checkpoint.forEach((operatorId, committables) -> {
            if (open.containsKey(operatorId)) {
                open.get(operatorId).removeAll(new HashSet<>(committables));
            }
        });
        completed.addLast(checkpoint);
        if (completed.size() > CHECKPOINTS_REMEMBERED) {
            completed.removeFirst();
        }
    }

    /** The tasks go back to the last completed checkpoint: what they prepared after it is void. */
    void reset() {
        open.clear();
        taken.clear();
    }
}
