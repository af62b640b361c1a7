package io.blink.scheduler.execution;

import io.blink.core.plan.Vertex;
import io.blink.scheduler.worker.SlotRequest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Vertices that exchange rows while they run, and so run at the same time. Its parallelism is open until it is first started. */
public final class Region {
    private final int index;
    private final List<Vertex> vertices;
    private final Map<Integer, VertexExecution> executions = new HashMap<>();
    private List<RestartUnit> units = List.of();
    private SlotRequest request;
    private boolean recorded;

    public Region(int index, List<Vertex> vertices) {
        this.index = index;
        this.vertices = List.copyOf(vertices);
    }

    public List<Vertex> vertices() {
        return vertices;
    }

    public boolean contains(int vertexId) {
        return vertices.stream().anyMatch(vertex -> vertex.id() == vertexId);
    }

    /** Whether its parallelism is fixed. */
    public boolean bound() {
        return !units.isEmpty();
    }

    /**
     * Fixes its tasks.
     *
     * @param oneUnitEach whether each subtask can restart by itself; then all vertices have the same parallelism
     */
    public void bind(List<VertexExecution> bound, boolean oneUnitEach) {
        executions.clear();
        bound.forEach(execution -> executions.put(execution.vertex().id(), execution));
        int parallelism =
                bound.stream().mapToInt(VertexExecution::parallelism).max().orElseThrow();
        List<RestartUnit> cut = new ArrayList<>();
        for (int unit = 0; unit < (oneUnitEach ? parallelism : 1); unit++) {
            List<Task> tasks = new ArrayList<>();
            for (VertexExecution execution : bound) {
                tasks.addAll(oneUnitEach ? List.of(execution.tasks().get(unit)) : execution.tasks());
            }
            cut.add(new RestartUnit(this + " unit " + unit, tasks, oneUnitEach ? 1 : parallelism));
        }
        units = List.copyOf(cut);
    }

    /** All of it finished under an earlier master. */
    public void recoverFinished() {
        units.forEach(RestartUnit::recoverFinished);
        recorded = true;
    }

    /** Forgets its tasks, none of which runs; the parallelism is open again. */
    public void unbind() {
        executions.clear();
        units = List.of();
        recorded = false;
    }

    public List<RestartUnit> units() {
        return units;
    }

    public VertexExecution execution(int vertexId) {
        return executions.get(vertexId);
    }

    public boolean finished() {
        return bound() && units.stream().allMatch(unit -> unit.is(RestartUnit.State.FINISHED));
    }

    /** The waiting wish for its first slots, or {@code null}. */
    public SlotRequest request() {
        return request;
    }

    public void request(SlotRequest pending) {
        request = pending;
    }

    /** Whether the store knows that it has finished as it now has. */
    public boolean recorded() {
        return recorded;
    }

    public void recorded(boolean stored) {
        recorded = stored;
    }

    @Override
    public String toString() {
        return "region " + index;
    }
}
