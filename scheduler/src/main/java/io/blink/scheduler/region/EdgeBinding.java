package io.blink.scheduler.region;

import io.blink.core.error.BlinkException;
import io.blink.core.plan.Edge;
import io.blink.core.plan.EdgeKind;
import io.blink.core.plan.ExecutionMode;
import io.blink.core.plan.JobGraph;
import io.blink.core.plan.Partitioning;
import io.blink.core.plan.Vertex;
import io.blink.scheduler.SchedulerErrorCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Decides for each edge whether it is blocking. A free edge becomes pipelined only if that makes its vertices' regions one tree: with two paths between a
 * producer and a consumer that run at the same time, a consumer that drains one input first would stop the producer of both.
 */
public final class EdgeBinding {
    private EdgeBinding() {}

    /** @param pipelineFreeEdges whether free edges shall be pipelined where they can */
    public static Map<Integer, Boolean> bind(JobGraph graph, boolean pipelineFreeEdges) {
        Map<Integer, Boolean> blocking = new HashMap<>();
        boolean streaming = graph.mode() == ExecutionMode.STREAMING;
        for (Edge edge : graph.edges()) {
            if (streaming && edge.kind() == EdgeKind.BLOCKING) {
                throw new BlinkException(
                        SchedulerErrorCode.INVALID_JOB_GRAPH,
                        "Edge " + edge.id() + " of streaming job '" + graph.name()
                                + "' is blocking; a stream has no stages");
            }
            blocking.put(edge.id(), !streaming && edge.kind() != EdgeKind.PIPELINED);
        }
        if (!RegionCutting.canRun(graph, blocking)) {
            throw new BlinkException(
                    SchedulerErrorCode.INVALID_JOB_GRAPH,
                    "Job '" + graph.name() + "' has a stage that would have to finish before it starts: "
                            + graph.edges());
        }
        if (pipelineFreeEdges && !streaming) {
            graph.edges().stream()
                    .filter(edge -> edge.kind() == EdgeKind.FREE)
                    .forEach(edge -> pipelineIfSafe(graph, blocking, edge));
            blockBesideBlocking(graph, blocking);
        }
        return blocking;
    }

    /**
     * Rows of one key meet in one task only if all hash edges into a vertex deal keys out alike. Blocking edges deal out ranges of buckets by their bytes, pipelined
     * ones go by the number of tasks; so beside a blocking one the free ones are blocking too.
     */
    private static void blockBesideBlocking(JobGraph graph, Map<Integer, Boolean> blocking) {
        for (Vertex vertex : graph.vertices()) {
            List<Edge> hashed = graph.edgesTo(vertex.id()).stream()
                    .filter(edge -> edge.partitioning() instanceof Partitioning.Hash)
                    .toList();
            if (hashed.stream().anyMatch(edge -> blocking.get(edge.id()))) {
                hashed.stream()
                        .filter(edge -> edge.kind() == EdgeKind.FREE)
                        .forEach(edge -> blocking.put(edge.id(), true));
            }
        }
        if (!RegionCutting.canRun(graph, blocking)) {
            graph.edges().stream()
                    .filter(edge -> edge.kind() == EdgeKind.FREE)
                    .forEach(edge -> blocking.put(edge.id(), true));
        }
    }

    private static void pipelineIfSafe(JobGraph graph, Map<Integer, Boolean> blocking, Edge edge) {
        Map<Integer, Integer> regions = RegionCutting.regionNumbers(graph, blocking);
        if (regions.get(edge.sourceVertex()).equals(regions.get(edge.targetVertex()))) {
            return;
        }
        blocking.put(edge.id(), false);
        if (!RegionCutting.canRun(graph, blocking)) {
            blocking.put(edge.id(), true);
        }
    }
}
