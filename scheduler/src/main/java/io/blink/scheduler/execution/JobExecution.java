package io.blink.scheduler.execution;

import io.blink.core.plan.Edge;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.plan.JobGraph;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.Vertex;
import io.blink.runtime.control.ResultEdge;
import io.blink.runtime.control.TaskAttemptId;
import io.blink.scheduler.adaptive.AdaptedPlan;
import io.blink.scheduler.region.RegionCutting;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A job as it runs: its graph with every edge bound, cut into regions, with tasks and attempts. */
public final class JobExecution {
    /** Attempts of one subtask in one term; a term's numbers lie above those of all earlier ones, so that a new master need not know what the old one used. */
    public static final int ATTEMPTS_PER_TERM = 1_000_000;

    private final String jobId;
    private final int term;
    private AdaptedPlan plan;
    private final Map<Long, Integer> attemptNumbers = new HashMap<>();
    private Map<Integer, Boolean> blocking = Map.of();
    private List<Region> regions = List.of();

    public JobExecution(String jobId, int term, JobGraph graph) {
        this.jobId = jobId;
        this.term = term;
        this.plan = AdaptedPlan.of(graph);
    }

    /** Fixes which edges are blocking, and with it the regions. */
    public void bindEdges(Map<Integer, Boolean> blockingEdges) {
        blocking = Map.copyOf(blockingEdges);
        regions = RegionCutting.cut(plan.graph(), blocking);
    }

    /** Goes on with a plan that differs in vertices of which nothing has begun, and whose new edges are blocking. Regions of vertices that stay as they are stay as they are. */
    public void adapt(AdaptedPlan next) {
        plan = next;
        Map<Integer, Boolean> bound = new HashMap<>(blocking);
        plan.graph().edges().forEach(edge -> bound.putIfAbsent(edge.id(), true));
        blocking = Map.copyOf(bound);
        Map<List<Vertex>, Region> known = new HashMap<>();
        regions.forEach(region -> known.put(region.vertices(), region));
        regions = RegionCutting.cut(plan.graph(), blocking).stream()
                .map(region -> known.getOrDefault(region.vertices(), region))
                .toList();
    }

    /** With all that was decided. */
    public AdaptedPlan plan() {
        return plan;
    }

    public boolean edgesBound() {
        return !regions.isEmpty();
    }

    public String jobId() {
        return jobId;
    }

    public int term() {
        return term;
    }

    public JobGraph graph() {
        return plan.graph();
    }

    public boolean streaming() {
        return graph().mode() == ExecutionMode.STREAMING;
    }

    /** In an order in which they can run. */
    public List<Region> regions() {
        return regions;
    }

    public Map<Integer, Boolean> blockingEdges() {
        return blocking;
    }

    public boolean blocking(Edge edge) {
        return blocking.get(edge.id());
    }

    public Region regionOf(int vertexId) {
        return regions.stream()
                .filter(region -> region.contains(vertexId))
                .findFirst()
                .orElseThrow();
    }

    public VertexExecution vertex(int vertexId) {
        return regionOf(vertexId).execution(vertexId);
    }

    /** All tasks of the regions whose parallelism is fixed. */
    public Stream<Task> tasks() {
        return units().flatMap(unit -> unit.tasks().stream());
    }

    public Stream<RestartUnit> units() {
        return regions.stream().flatMap(region -> region.units().stream());
    }

    public RestartUnit unitOf(Task task) {
        return units().filter(unit -> unit.tasks().contains(task)).findFirst().orElseThrow();
    }

    /** The task of which {@code id} is the latest attempt; empty for an attempt that no longer counts. */
    public Optional<Task> task(TaskAttemptId id) {
        if (!edgesBound() || graph().vertices().stream().noneMatch(vertex -> vertex.id() == id.getVertexId())) {
            return Optional.empty();
        }
        VertexExecution execution = vertex(id.getVertexId());
        if (execution == null || id.getSubtask() >= execution.parallelism()) {
            return Optional.empty();
        }
        Task task = execution.tasks().get(id.getSubtask());
        return task.current() != null && task.current().id().equals(id) ? Optional.of(task) : Optional.empty();
    }

    /** Never the same for one subtask, in any term. */
    public TaskAttemptId nextAttempt(Task task) {
        int number = attemptNumbers.merge(
                (long) task.vertexId() << 32 | task.subtask(),
                (term - 1) * ATTEMPTS_PER_TERM + 1,
                (known, first) -> known + 1);
        return TaskAttemptId.newBuilder()
                .setJobId(jobId)
                .setVertexId(task.vertexId())
                .setSubtask(task.subtask())
                .setAttempt(number)
                .build();
    }

    /** Ids of the blocking edges that leave the vertex, the result among them. */
    public List<Integer> blockingOutputs(Vertex vertex) {
        List<Integer> outputs = new ArrayList<>();
        graph().edgesFrom(vertex.id()).stream().filter(this::blocking).forEach(edge -> outputs.add(edge.id()));
        if (isResult(vertex) && !streaming()) {
            outputs.add(ResultEdge.RESULT_EDGE);
        }
        return outputs;
    }

    public static boolean isResult(Vertex vertex) {
        return vertex.root().spec() instanceof OperatorSpec.ResultSink;
    }

    public static boolean isScan(Vertex vertex) {
        return vertex.operators().stream().anyMatch(node -> node.spec() instanceof OperatorSpec.TableScan);
    }

    public Optional<Vertex> resultVertex() {
        return graph().vertices().stream().filter(JobExecution::isResult).findFirst();
    }

    public boolean allFinished() {
        return edgesBound() && regions.stream().allMatch(Region::finished);
    }

    /** Whether the worker runs a task of it, or has output that a stage may still read. */
    public boolean holdsOn(String workerId) {
        return tasks().map(Task::current)
                .anyMatch(attempt -> attempt != null
                        && attempt.workerId().equals(workerId)
                        && (!attempt.state().ended()
                                || (attempt.outputsHeld() && !attempt.outputs().isEmpty())));
    }
}
