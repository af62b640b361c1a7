package io.blink.scheduler.adaptive;

import io.blink.core.plan.Edge;
import io.blink.core.plan.JobGraph;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.Partitioning;
import io.blink.core.plan.Vertex;
import io.blink.scheduler.SchedulerOptions;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A job's plan with what was decided so far. A value.
 *
 * @param copiedEdges written by hash, but read whole by each task of their target
 */
public record AdaptedPlan(JobGraph graph, Set<Integer> copiedEdges) {
    public AdaptedPlan {
        copiedEdges = Set.copyOf(copiedEdges);
    }

    public static AdaptedPlan of(JobGraph graph) {
        return new AdaptedPlan(graph, Set.of());
    }

    /** The edges whose rows make the build side of the join to which the probe edge leads. */
    public List<Edge> buildEdges(Edge probe) {
        Vertex target = graph.vertex(probe.targetVertex());
        return new JoinView(graph, target, probe.probeSide().join()).buildEdges();
    }

    /** The next plan. */
    public AdaptedPlan with(StageDecision decision) {
        if (decision instanceof StageDecision.CopyBuildSide copy) {
            return copyBuildSide(graph.edge(copy.probeEdge()));
        }
        if (decision instanceof StageDecision.PartitionBuildSide partition) {
            return new AdaptedPlan(BuildSidePartitioning.of(graph, partition), copiedEdges);
        }
        if (decision instanceof StageDecision.SwapSides swap) {
            Vertex vertex = vertexOf(swap.join());
            int left = new JoinView(graph, vertex, swap.join()).probeColumns();
            return replaced(JoinRewriting.swapped(vertex, swap.join(), left, nextOperator()), Set.of())
                    .withProbeSideForgotten(swap.join());
        }
        return leaveOut((StageDecision.LeaveOut) decision);
    }

    private AdaptedPlan copyBuildSide(Edge probe) {
        Vertex source = graph.vertex(probe.sourceVertex());
        Vertex target = graph.vertex(probe.targetVertex());
        Set<Integer> copied = new HashSet<>(copiedEdges);
        buildEdges(probe).stream()
                .filter(edge -> edge.partitioning() instanceof Partitioning.Hash)
                .forEach(edge -> copied.add(edge.id()));
        Vertex joined = JoinRewriting.chained(
                source, target, probe.id(), graph.settings().get(SchedulerOptions.RUNTIME_FILTERS));
        List<Edge> edges = graph.edges().stream()
                .filter(edge -> edge.id() != probe.id())
                .map(edge -> edge.targetVertex() == source.id() ? edge.into(target.id()) : edge)
                .toList();
        List<Vertex> vertices = graph.vertices().stream()
                .filter(vertex -> vertex.id() != source.id())
                .map(vertex -> vertex.id() == target.id() ? joined : vertex)
                .toList();
        return new AdaptedPlan(with(vertices, edges), copied);
    }

    private AdaptedPlan leaveOut(StageDecision.LeaveOut decision) {
        Vertex vertex = vertexOf(decision.join());
        Set<Integer> gone = new HashSet<>();
        new JoinView(graph, vertex, decision.join()).edges().forEach(edge -> gone.add(edge.id()));
        AdaptedPlan without = replaced(JoinRewriting.emptied(vertex, decision.join()), gone);
        Set<Integer> left = Set.copyOf(decision.vertices());
        return new AdaptedPlan(
                without.with(
                        without.graph.vertices().stream()
                                .filter(other -> !left.contains(other.id()))
                                .toList(),
                        without.graph.edges().stream()
                                .filter(edge -> !left.contains(edge.sourceVertex()))
                                .filter(edge -> !left.contains(edge.targetVertex()))
                                .toList()),
                copiedEdges);
    }

    private AdaptedPlan replaced(Vertex changed, Set<Integer> edgesGone) {
        List<Vertex> vertices = graph.vertices().stream()
                .map(vertex -> vertex.id() == changed.id() ? changed : vertex)
                .toList();
        List<Edge> edges = graph.edges().stream()
                .filter(edge -> !edgesGone.contains(edge.id()))
                .toList();
        return new AdaptedPlan(with(vertices, edges), copiedEdges);
    }

    private AdaptedPlan withProbeSideForgotten(int join) {
        List<Edge> edges = graph.edges().stream()
                .map(edge ->
                        edge.probeSide() != null && edge.probeSide().join() == join ? edge.withProbeSide(null) : edge)
                .toList();
        return new AdaptedPlan(with(graph.vertices(), edges), copiedEdges);
    }

    private Vertex vertexOf(int operator) {
        return graph.vertices().stream()
                .filter(vertex -> vertex.operators().stream().anyMatch(node -> node.id() == operator))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no operator " + operator));
    }

    int nextVertex() {
        return 1 + graph.vertices().stream().mapToInt(Vertex::id).max().orElseThrow();
    }

    int nextEdge() {
        return 1 + graph.edges().stream().mapToInt(Edge::id).max().orElseThrow();
    }

    int nextOperator() {
        return 1
                + graph.vertices().stream()
                        .flatMap(vertex -> vertex.operators().stream())
                        .mapToInt(node -> node.id())
                        .max()
                        .orElseThrow();
    }

    private JobGraph with(List<Vertex> vertices, List<Edge> edges) {
        return with(graph, vertices, edges);
    }

    static JobGraph with(JobGraph graph, List<Vertex> vertices, List<Edge> edges) {
        return new JobGraph(
                graph.formatVersion(),
                graph.name(),
                graph.mode(),
                vertices,
                edges,
                graph.resultFields(),
                graph.settings(),
                graph.statementStartMicros(),
                graph.timeZone(),
                graph.keyGroups());
    }

    /** Whether the spec gives no rows at all. */
    static boolean givesNothing(OperatorSpec spec) {
        return spec instanceof OperatorSpec.Values values && values.rows().isEmpty();
    }
}
