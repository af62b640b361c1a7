package io.blink.scheduler.savepoint;

import io.blink.core.error.BlinkException;
import io.blink.core.plan.JobGraph;
import io.blink.core.plan.OperatorNode;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.Vertex;
import io.blink.runtime.task.StatefulOperators;
import io.blink.scheduler.SchedulerErrorCode;
import io.blink.scheduler.SchedulerOptions;
import io.blink.scheduler.checkpoint.CheckpointMetadata;
import io.blink.scheduler.checkpoint.CheckpointMetadata.OperatorStateRecord;
import io.blink.scheduler.checkpoint.CheckpointMetadata.TaskState;
import io.blink.scheduler.checkpoint.CheckpointMetadata.VertexState;
import io.blink.scheduler.split.ScanState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A savepoint of one plan as a checkpoint of another: each operator takes the state that was saved under its state id, wherever in the plan it stood. Operators without
 * saved state start empty. A pure function.
 */
final class StateMatching {
    private final String folder;
    private final CheckpointMetadata saved;
    private final JobGraph graph;
    private final Map<Integer, String> savedNames = new HashMap<>();
    private final Map<Integer, String> savedStateIds = new HashMap<>();
    private final Map<String, OperatorNode> takers = new HashMap<>();

    private StateMatching(String folder, CheckpointMetadata saved, JobGraph graph) {
        this.folder = folder;
        this.saved = saved;
        this.graph = graph;
        for (OperatorNode node : operators(saved.graph())) {
            savedNames.put(node.id(), node.name());
            savedStateIds.put(node.id(), node.stateId());
        }
        operators(graph).forEach(node -> takers.put(node.stateId(), node));
    }

    private static List<OperatorNode> operators(JobGraph graph) {
        return graph.vertices().stream()
                .flatMap(vertex -> vertex.operators().stream())
                .toList();
    }

    /**
     * The savepoint as {@code graph} takes it up.
     *
     * @param ignoreUnclaimed whether state that no operator takes is left out, with a notice; otherwise it is an error
     */
    static InitialState match(
            String folder, CheckpointMetadata saved, JobGraph graph, boolean claim, boolean ignoreUnclaimed) {
        CheckpointMetadata owned = claim ? saved : saved.mapHandles(handle -> handle.asBorrowed());
        StateMatching matching = new StateMatching(folder, owned, graph);
        matching.requirePlaceForOvertakenRows();
        String unclaimed = matching.unclaimed();
        if (!unclaimed.isEmpty() && !ignoreUnclaimed) {
            throw new BlinkException(
                    SchedulerErrorCode.STATE_DOES_NOT_MATCH,
                    unclaimed + ". Start the job without it by '" + SchedulerOptions.IGNORE_UNCLAIMED_STATE.key()
                            + "' = 'true', or change the statements back.");
        }
        return new InitialState(
                folder, matching.matched(), claim, unclaimed.isEmpty() ? List.of() : List.of(unclaimed + "; left out"));
    }

    /** They belong between tasks, not to operators. */
    private void requirePlaceForOvertakenRows() {
        boolean samePlan = saved.graph().edges().equals(graph.edges())
                && saved.graph().vertices().equals(graph.vertices());
        if (saved.hasOvertakenRows() && !samePlan) {
            throw new BlinkException(
                    SchedulerErrorCode.STATE_DOES_NOT_MATCH,
                    folder + " holds rows that barriers overtook on their way between tasks, and job '" + graph.name()
                            + "' has other tasks. Start the same statements and take a savepoint, which has no such"
                            + " rows; or take checkpoints without '" + SchedulerOptions.UNALIGNED.key() + "'.");
        }
    }

    /** Says which saved state no operator takes, and which operators find none; empty if all is taken. */
    private String unclaimed() {
        Set<String> orphans = new LinkedHashSet<>();
        Set<String> found = new LinkedHashSet<>();
        savedStates().forEach((operatorId, stateId) -> {
            found.add(stateId);
            if (!takers.containsKey(stateId)) {
                orphans.add(savedNames.get(operatorId) + " (" + stateId + ")");
            }
        });
        if (orphans.isEmpty()) {
            return "";
        }
        List<String> without = operators(graph).stream()
                .filter(node -> keepsState(node) && !found.contains(node.stateId()))
                .map(node -> node.name() + " (" + node.stateId() + ")")
                .toList();
        return folder + " holds state that no operator of job '" + graph.name() + "' takes: " + orphans
                + "; operators of the job that find none: " + without;
    }

    private static boolean keepsState(OperatorNode node) {
        return node.spec() instanceof OperatorSpec.TableScan || StatefulOperators.isKeyed(node.spec());
    }

    /** State ids of the operators that saved something, by operator. */
    private Map<Integer, String> savedStates() {
        Map<Integer, String> states = new TreeMap<>();
        saved.vertices().stream()
                .flatMap(vertex -> vertex.tasks().stream())
                .flatMap(task -> task.operators().stream())
                .filter(state ->
                        !state.keyedState().isEmpty() || !state.splits().isEmpty())
                .forEach(state -> states.put(state.operatorId(), state.stateId()));
        saved.scans().forEach(scan -> states.put(scan.operatorId(), savedStateIds.get(scan.operatorId())));
        return states;
    }

    private CheckpointMetadata matched() {
        List<ScanState> scans = saved.scans().stream()
                .filter(scan -> takers.containsKey(savedStateIds.get(scan.operatorId())))
                .map(scan ->
                        scan.of(takers.get(savedStateIds.get(scan.operatorId())).id()))
                .toList();
        return new CheckpointMetadata(
                saved.jobId(),
                saved.checkpointId(),
                0,
                saved.term(),
                saved.timestampMillis(),
                saved.stateBytes(),
                graph,
                graph.vertices().stream().map(this::vertex).toList(),
                scans,
                Map.of());
    }

    /** Operators of one vertex may have been in several, of other numbers of tasks: then each state is dealt out by itself. */
    private VertexState vertex(Vertex vertex) {
        if (saved.hasOvertakenRows()) {
            return saved.vertices().stream()
                    .filter(same -> same.vertexId() == vertex.id())
                    .findFirst()
                    .orElseThrow();
        }
        Map<Integer, List<OperatorStateRecord>> bySubtask = new TreeMap<>();
        List<TaskState> each = new ArrayList<>();
        Set<Integer> parallelisms = new LinkedHashSet<>();
        for (VertexState from : saved.vertices()) {
            for (TaskState task : from.tasks()) {
                Map<Integer, OperatorStateRecord> taken = taken(vertex, task);
                if (!taken.isEmpty()) {
                    parallelisms.add(from.parallelism());
                    bySubtask
                            .computeIfAbsent(task.subtask(), subtask -> new ArrayList<>())
                            .addAll(taken.values());
                    each.add(new TaskState(each.size(), List.copyOf(taken.values()), List.of()));
                }
            }
        }
        if (parallelisms.size() != 1) {
            return new VertexState(vertex.id(), 0, each);
        }
        List<TaskState> tasks = new ArrayList<>();
        bySubtask.forEach((subtask, states) -> tasks.add(new TaskState(subtask, states, List.of())));
        return new VertexState(vertex.id(), parallelisms.iterator().next(), tasks);
    }

    private Map<Integer, OperatorStateRecord> taken(Vertex vertex, TaskState task) {
        Map<Integer, OperatorStateRecord> taken = new LinkedHashMap<>();
        for (OperatorStateRecord state : task.operators()) {
            OperatorNode taker = takers.get(state.stateId());
            if (taker != null && vertex.operators().contains(taker)) {
                taken.put(taker.id(), state.of(taker.id()));
            }
        }
        return taken;
    }
}
