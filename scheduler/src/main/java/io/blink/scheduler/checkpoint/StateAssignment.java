package io.blink.scheduler.checkpoint;

import io.blink.runtime.control.ChannelState;
import io.blink.runtime.control.OperatorState;
import io.blink.runtime.control.RestoredKeyedState;
import io.blink.scheduler.checkpoint.CheckpointMetadata.OperatorStateRecord;
import io.blink.scheduler.checkpoint.CheckpointMetadata.SplitPosition;
import io.blink.scheduler.checkpoint.CheckpointMetadata.TaskState;
import io.blink.scheduler.checkpoint.CheckpointMetadata.VertexState;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which task gets what of a checkpoint. With the same parallelism each its own; otherwise the unfinished splits in turn, and of keyed state the handles of all, out
 * of which a task picks its key groups. Rows that barriers overtook need the same parallelism. A pure function.
 */
final class StateAssignment {
    private StateAssignment() {}

    /** What one task starts with. */
    record TaskRestore(List<OperatorState> states, List<RestoredKeyedState> keyedStates, List<ChannelState> channels) {}

    static TaskRestore of(VertexState vertex, int subtask, int parallelism) {
        return vertex.parallelism() == parallelism ? own(vertex, subtask) : shared(vertex, subtask, parallelism);
    }

    private static TaskRestore own(VertexState vertex, int subtask) {
        List<OperatorState> states = new ArrayList<>();
        List<ChannelState> channels = new ArrayList<>();
        for (TaskState task : vertex.tasks()) {
            if (task.subtask() == subtask) {
                task.channels().forEach(channel -> channels.add(OperatorStates.toMessage(channel)));
                task.operators()
                        .forEach(state ->
                                states.add(OperatorStates.toMessage(state, state.keyedState(), state.splits())));
            }
        }
        return new TaskRestore(states, List.of(), channels);
    }

    private static TaskRestore shared(VertexState vertex, int subtask, int parallelism) {
        Map<Integer, List<OperatorStateRecord>> byOperator = new TreeMap<>();
        vertex.tasks().forEach(task -> task.operators().forEach(state -> byOperator
                .computeIfAbsent(state.operatorId(), id -> new ArrayList<>())
                .add(state)));
        List<OperatorState> states = new ArrayList<>();
        Map<String, List<String>> handles = new LinkedHashMap<>();
        byOperator.values().forEach(of -> {
            OperatorStateRecord first = of.get(0);
            states.add(OperatorStates.toMessage(first, "", everyNth(of, subtask, parallelism)).toBuilder()
                    .setWatermarkMicros(of.stream()
                            .mapToLong(OperatorStateRecord::watermarkMicros)
                            .min()
                            .orElseThrow())
                    .build());
            List<String> keyed = of.stream()
                    .map(OperatorStateRecord::keyedState)
                    .filter(handle -> !handle.isEmpty())
                    .toList();
            if (!keyed.isEmpty()) {
                handles.put(first.stateId(), keyed);
            }
        });
        return new TaskRestore(
                states,
                handles.entrySet().stream()
                        .map(entry -> RestoredKeyedState.newBuilder()
                                .setStateId(entry.getKey())
                                .addAllHandles(entry.getValue())
                                .build())
                        .toList(),
                List.of());
    }

    private static List<SplitPosition> everyNth(List<OperatorStateRecord> states, int subtask, int parallelism) {
        List<SplitPosition> all =
                states.stream().flatMap(state -> state.splits().stream()).toList();
        List<SplitPosition> mine = new ArrayList<>();
        for (int i = subtask; i < all.size(); i += parallelism) {
            mine.add(all.get(i));
        }
        return mine;
    }
}
