package io.blink.scheduler.region;

import io.blink.core.error.BlinkException;
import io.blink.core.plan.Edge;
import io.blink.core.plan.JobGraph;
import io.blink.core.plan.OperatorSpec;
import io.blink.core.plan.Partitioning;
import io.blink.core.plan.Vertex;
import io.blink.scheduler.SchedulerErrorCode;
import io.blink.scheduler.execution.Region;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How many tasks a vertex gets. Pure functions. */
final class Parallelism {
    private Parallelism() {}

    /**
     * The tasks of each vertex of a region.
     *
     * @param open for the vertices whose number is open
     * @param others tasks of the vertices of other regions, as far as they are fixed
     */
    static Map<Integer, Integer> ofVertices(JobGraph graph, Region region, int open, Map<Integer, Integer> others) {
        Map<Integer, Integer> tasks = new HashMap<>();
        region.vertices().forEach(vertex -> tasks.put(vertex.id(), fixed(graph, vertex)));
        for (int round = 0; round < graph.vertices().size(); round++) {
            spreadOverForwardEdges(graph, tasks, others);
        }
        tasks.replaceAll((vertex, fixed) -> fixed == Vertex.ANY_PARALLELISM ? open : fixed);
        check(graph, tasks);
        return tasks;
    }

    /** The number that plan and meaning give, or {@link Vertex#ANY_PARALLELISM}. */
    private static int fixed(JobGraph graph, Vertex vertex) {
        boolean alone =
                graph.edgesTo(vertex.id()).stream().anyMatch(edge -> edge.partitioning() instanceof Partitioning.Gather)
                        || vertex.operators().stream()
                                .anyMatch(node -> node.spec() instanceof OperatorSpec.Values values
                                        && !values.rows().isEmpty());
        return alone ? 1 : vertex.parallelism();
    }

    private static void spreadOverForwardEdges(
            JobGraph graph, Map<Integer, Integer> tasks, Map<Integer, Integer> others) {
        for (Edge edge : graph.edges()) {
            if (edge.partitioning() instanceof Partitioning.Forward) {
                spread(tasks, edge.targetVertex(), number(tasks, others, edge.sourceVertex()));
                spread(tasks, edge.sourceVertex(), number(tasks, others, edge.targetVertex()));
            }
        }
    }

    private static int number(Map<Integer, Integer> tasks, Map<Integer, Integer> others, int vertex) {
        return tasks.getOrDefault(vertex, others.getOrDefault(vertex, Vertex.ANY_PARALLELISM));
    }

    private static void spread(Map<Integer, Integer> tasks, int vertex, int number) {
        if (number != Vertex.ANY_PARALLELISM) {
            tasks.computeIfPresent(vertex, (id, known) -> known == Vertex.ANY_PARALLELISM ? number : known);
        }
    }

    private static void check(JobGraph graph, Map<Integer, Integer> tasks) {
        for (Edge edge : graph.edges()) {
            Integer source = tasks.get(edge.sourceVertex());
            Integer target = tasks.get(edge.targetVertex());
            if (edge.partitioning() instanceof Partitioning.Forward
                    && source != null
                    && target != null
                    && !source.equals(target)) {
                throw new BlinkException(
                        SchedulerErrorCode.INVALID_JOB_GRAPH,
                        "Edge " + edge.id() + " of job '" + graph.name() + "' is forward, but vertex "
                                + edge.sourceVertex() + " has " + source + " tasks and vertex " + edge.targetVertex()
                                + " has " + target);
            }
        }
    }

    /** Whether the parallelism of any of the region's vertices is open. */
    static boolean isOpen(JobGraph graph, Region region, Map<Integer, Integer> others) {
        return !ofVertices(graph, region, 1, others).equals(ofVertices(graph, region, 2, others));
    }

    /**
     * Tasks for so much input.
     *
     * @param bytes -1: unknown
     * @param pieces that one task reads at least: splits, or buckets
     */
    static int forInput(long bytes, int pieces, long bytesPerTask, int tasksMax) {
        long byBytes = bytes < 0 ? pieces : (bytes + bytesPerTask - 1) / bytesPerTask;
        return (int) Math.max(1, Math.min(Math.min(byBytes, pieces), tasksMax));
    }

    /** Buckets into which a blocking exchange is cut: some for each task that there may be, so that ranges of them can be dealt out evenly. */
    static int buckets(int tasksMax) {
        return Math.max(16, Math.min(1024, Integer.highestOneBit(Math.max(1, tasksMax * 4 - 1)) * 2));
    }

    static int max(List<Integer> tasks) {
        return tasks.stream().mapToInt(Integer::intValue).max().orElse(1);
    }
}
