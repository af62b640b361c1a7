package io.blink.scheduler.checkpoint;

import io.blink.core.spi.connector.Split;
import io.blink.runtime.control.OperatorState;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.scheduler.checkpoint.CheckpointMetadata.VertexState;
import io.blink.scheduler.execution.JobExecution;
import io.blink.scheduler.execution.Task;
import io.blink.scheduler.region.TaskDeployment;
import io.blink.scheduler.split.SplitHandout;
import io.blink.scheduler.split.SplitMessages;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the tasks of a stream start from: the states and splits that a checkpoint gives to each, and the other splits to whoever asks. In turns. */
final class CheckpointRestore {
    private final JobExecution execution;
    private final SplitHandout splits;

    CheckpointRestore(JobExecution execution, SplitHandout splits) {
        this.execution = execution;
        this.splits = splits;
    }

    /** Before the tasks get attempts: deals out what the checkpoint does not give to them. */
    void begin(Optional<CheckpointMetadata> from) {
        Map<Integer, Integer> tasks = new HashMap<>();
        execution
                .graph()
                .vertices()
                .forEach(vertex ->
                        tasks.put(vertex.id(), execution.vertex(vertex.id()).parallelism()));
        Map<Integer, Set<String>> restored = new HashMap<>();
        from.ifPresent(checkpoint -> checkpoint.vertices().stream()
                .flatMap(vertex -> vertex.tasks().stream())
                .flatMap(task -> task.operators().stream())
                .forEach(operator -> operator.splits()
                        .forEach(position -> restored.computeIfAbsent(operator.operatorId(), id -> new HashSet<>())
                                .add(position.split().id()))));
        splits.restart(tasks, restored);
    }

    TaskDeployment.Restore of(CheckpointMetadata checkpoint, Task task, TaskAttemptId attempt) {
        VertexState vertex = checkpoint.vertices().stream()
                .filter(state -> state.vertexId() == task.vertexId())
                .findFirst()
                .orElse(new VertexState(task.vertexId(), 0, List.of()));
        StateAssignment.TaskRestore restore = StateAssignment.of(
                vertex, task.subtask(), execution.vertex(task.vertexId()).parallelism());
        for (OperatorState state : restore.states()) {
            if (state.getSplitsCount() > 0) {
                List<Split> given = state.getSplitsList().stream()
                        .map(split -> SplitMessages.toSplit(split.getSplit()))
                        .toList();
                splits.givenByState(attempt, state.getOperatorId(), given);
            }
        }
        return message -> message.setRestoredCheckpointId(checkpoint.checkpointId())
                .addAllRestoredStates(restore.states())
                .addAllRestoredKeyedStates(restore.keyedStates())
                .addAllRestoredChannels(restore.channels());
    }
}
